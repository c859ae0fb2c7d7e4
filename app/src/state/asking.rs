//! Questions under way: a command with a number, and who waits for its answer.

use std::sync::Arc;

use leptos::prelude::*;
use serde_json::value::RawValue;

use super::{ChatState, Link, LinkStatus};
use crate::json::{Unreadable, read};
use crate::protocol::{Ask, ClientFrame, Problem, ProblemCode};

type Waiting = Box<dyn FnOnce(Result<Box<RawValue>, Problem>) + Send + Sync>;

#[derive(Default)]
pub(super) struct Asking {
    last: u64,
    waiting: Vec<(u64, Waiting)>,
}

impl ChatState {
    /// Asks the server; `then` gets the answer, or a passing problem when the socket breaks first.
    pub(super) fn ask<A: Ask>(&self, command: &A, then: impl FnOnce(Result<A::Ok, Problem>) + Send + Sync + 'static) {
        let number = self.wait(Box::new(move |outcome: Result<Box<RawValue>, Problem>| {
            then(outcome.and_then(|body| read(body.get()).map_err(unread)));
        }));
        if number.is_some() {
            self.say(ClientFrame::encode(number, command));
        }
    }

    /// Tells the server something that needs no answer.
    pub(super) fn tell<A: Ask>(&self, command: &A) {
        self.say(ClientFrame::encode(None, command));
    }

    /// The number under which an answer is waited for; without a connection there is one at once. This and what follows
    /// know no command, so that the browser's program has them once.
    fn wait(&self, answered: Waiting) -> Option<u64> {
        if self.live_link().is_none() {
            answered(Err(broken()));
            return None;
        }
        let mut number = None;
        self.asking.update_value(|asking| {
            asking.last += 1;
            number = Some(asking.last);
            asking.waiting.push((asking.last, answered));
        });
        number
    }

    fn say(&self, frame: String) {
        if let Some(link) = self.live_link() {
            link.send(frame);
        }
    }

    fn live_link(&self) -> Option<Arc<dyn Link>> {
        self.link().filter(|_| self.status.get_untracked() == LinkStatus::Live)
    }

    pub(super) fn answered(&self, i: u64, outcome: Result<Box<RawValue>, Problem>) {
        let mut waiting = None;
        self.asking.update_value(|asking| {
            let at = asking.waiting.iter().position(|(of, _)| *of == i);
            waiting = at.map(|at| asking.waiting.swap_remove(at));
        });
        if let Some((_, then)) = waiting {
            then(outcome);
        }
    }

    /// The socket broke: no answer will come.
    pub(super) fn abandon_questions(&self) {
        let mut all = Vec::new();
        self.asking.update_value(|asking| all = std::mem::take(&mut asking.waiting));
        for (_, then) in all {
            then(Err(broken()));
        }
    }
}

fn broken() -> Problem {
    Problem::passing(ProblemCode::Unavailable, "There is no connection right now. Try again in a moment.", 1_000)
}

fn unread(_: Unreadable) -> Problem {
    Problem::new(ProblemCode::Internal, "The server's answer could not be read. Reload the page.")
}

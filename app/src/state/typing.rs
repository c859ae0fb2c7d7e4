//! Who is writing in the open room, and telling that one writes.

use leptos::prelude::*;

use super::OpenRoom;
use crate::domain::{Person, Timestamp, UserId};

impl OpenRoom {
    /// What is over is over, whoever says so or not.
    pub(super) fn forget_statuses(&self, now: Timestamp) {
        if self.statuses.with_untracked(|all| all.iter().any(|(_, status)| status.is_over(now))) {
            self.statuses.update(|all| all.retain(|(_, status)| !status.is_over(now)));
        }
    }

    pub(super) fn now_typing(&self, person: &Person, until: Timestamp) {
        self.typing_until.update_value(|all| {
            all.retain(|(id, _)| *id != person.id);
            all.push((person.id, until));
        });
        if self.typing.with_untracked(|all| all.iter().all(|p| p.id != person.id)) {
            self.typing.update(|all| all.push(person.clone()));
        }
    }

    /// Whether it is time to tell again that the reader is writing.
    pub(super) fn may_tell_typing(&self, now: Timestamp, every: i64) -> bool {
        let due = now.0 - self.typing_told.get_value() >= every;
        if due {
            self.typing_told.set_value(now.0);
        }
        due
    }

    pub(super) fn forget_typing(&self, now: Timestamp) {
        let mut over = Vec::new();
        self.typing_until.update_value(|all| {
            over = all.iter().filter(|(_, until)| *until <= now).map(|(id, _)| *id).collect();
            all.retain(|(_, until)| *until > now);
        });
        for id in over {
            self.stopped_typing(id);
        }
    }

    pub(super) fn stopped_typing(&self, who: UserId) {
        if self.typing.with_untracked(|all| all.iter().any(|p| p.id == who)) {
            self.typing.update(|all| all.retain(|p| p.id != who));
        }
    }
}

//! What is worth ringing for: that somebody is wanted who does not look.

use leptos::prelude::*;

use super::ChatState;
use crate::domain::{Message, RoomId};
use crate::protocol::{Direction, LoadHistory, RoomEntry};

/// A reason to ring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ring {
    /// A message calls the person, or is said to them alone.
    Message(RoomId, u64),
    /// A reminder rings, or a message could not be sent.
    Later,
}

/// What was rung for already, or was there before: a number of each room that only grows, as what is read and is unread again is
/// nothing new; and how much one comes back to.
#[derive(Default)]
pub(super) struct Rung {
    rooms: Vec<(RoomId, u64)>,
    later: u64,
}

impl Rung {
    /// Marks a room; answers whether that is new.
    fn mark(&mut self, room: RoomId, no: u64) -> bool {
        match self.rooms.iter_mut().find(|(id, _)| *id == room) {
            Some((_, known)) => {
                let is_new = no > *known;
                *known = no.max(*known);
                is_new
            }
            None => {
                self.rooms.push((room, no));
                no > 0
            }
        }
    }
}

impl ChatState {
    /// What has come that is worth ringing for, since this was last asked; nothing the first time.
    pub fn rings(&self) -> Vec<Ring> {
        let call = |entry: &RoomEntry| (entry.id, entry.newest_call(), entry.read_no);
        let (calls, later) = self.sidebar.with(|s| (s.all().map(call).collect::<Vec<_>>(), s.later.calls()));
        let mut rings = Vec::new();
        self.rung.update_value(|rung| {
            let is_first = rung.is_none();
            let rung = rung.get_or_insert_default();
            for (room, no, read_no) in calls {
                if rung.mark(room, no) {
                    rings.push(Ring::Message(room, no));
                }
                rung.mark(room, read_no);
            }
            if later > rung.later {
                rings.push(Ring::Later);
            }
            rung.later = later;
            if is_first {
                rings.clear();
            }
        });
        rings
    }

    /// Whether nothing is to ring now: the person does not want to be disturbed.
    pub fn is_quiet(&self) -> bool {
        self.link().is_some_and(|link| self.sidebar.with_untracked(|s| s.is_quiet(link.now())))
    }

    /// Reads one message, of whatever room; nothing where that fails.
    pub fn load_message(&self, room: RoomId, no: u64, then: impl FnOnce(Option<Message>) + Send + Sync + 'static) {
        self.ask(&LoadHistory { room, direction: Direction::Around, no, limit: 1 }, move |outcome| {
            then(outcome.ok().and_then(|history| history.messages.into_iter().find(|m| m.no == no)));
        });
    }
}

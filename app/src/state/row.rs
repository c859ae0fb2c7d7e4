//! A message on the screen: one signal for what it is, one for how it stands among its neighbours.

use leptos::prelude::*;

use crate::domain::{Message, Place, RoomId, Timestamp, UserId};

/// One message on the screen.
#[derive(Clone)]
pub struct Row {
    /// Its number.
    pub no: u64,
    /// Who said it; how they are called is in the message.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// What it is now.
    pub message: ArcRwSignal<Message>,
    /// How it stands among its neighbours.
    pub place: ArcRwSignal<Place>,
    /// Of which room: two rooms have the same numbers.
    pub room: RoomId,
}

impl Row {
    pub(super) fn new(message: &Message, place: Place, room: RoomId) -> Self {
        Self {
            no: message.no,
            by: message.by.id,
            at: message.at,
            message: ArcRwSignal::new(message.clone()),
            place: ArcRwSignal::new(place),
            room,
        }
    }

    /// The same row, with what is new about it. `false`: it is another message.
    pub(super) fn renew(&self, message: &Message, place: Place, room: RoomId) -> bool {
        if self.room != room || self.no != message.no || self.by != message.by.id || self.at != message.at {
            return false;
        }
        if self.message.with_untracked(|known| known != message) {
            self.message.set(message.clone());
        }
        if self.place.get_untracked() != place {
            self.place.set(place);
        }
        true
    }

    /// What tells this row from all others.
    pub fn key(&self) -> (RoomId, u64) {
        (self.room, self.no)
    }
}

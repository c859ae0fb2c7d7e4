//! What one comes back to: messages that are kept, and what is typed and not sent.

use leptos::prelude::*;

use super::ChatState;
use crate::domain::{RoomId, Timestamp};
use crate::protocol::{Draft, KeepDraft, LoadDraft, Problem, SaveMessage};

impl ChatState {
    /// Keeps a message of the room in view for later, or lets go of it.
    pub(super) fn toggle_saved(&self, no: u64) {
        let Some(room) = self.room_id() else { return };
        let on = !self.sidebar.with_untracked(|s| s.later.has(room, no));
        self.ask_or_tell(&SaveMessage { room, no, on, remind_at: None });
    }

    /// Gives the server what is typed in a room, for the other screens. `base` is the time of the draft that it was begun
    /// from; the answer is what the server keeps then.
    pub fn keep_draft(
        &self,
        room: RoomId,
        body: &str,
        base: Timestamp,
        then: impl FnOnce(Result<Draft, Problem>) + Send + Sync + 'static,
    ) {
        self.ask(&KeepDraft { room, body: body.to_owned(), base: Some(base) }, then);
    }

    /// Asks the server what was typed in a room, on whatever screen.
    pub fn load_draft(&self, room: RoomId, then: impl FnOnce(Draft) + Send + Sync + 'static) {
        self.ask(&LoadDraft { room }, move |outcome| {
            if let Ok(draft) = outcome {
                then(draft);
            }
        });
    }
}

//! What one comes back to: messages that are kept, and what is typed and not sent.

use leptos::prelude::*;

use super::ChatState;
use crate::domain::RoomId;
use crate::protocol::{KeepDraft, LoadDraft, SaveMessage};

impl ChatState {
    /// Keeps a message of the room in view for later, or lets go of it.
    pub(super) fn toggle_saved(&self, no: u64) {
        let Some(room) = self.room_id() else { return };
        let on = !self.sidebar.with_untracked(|s| s.later.has(room, no));
        self.ask_or_tell(&SaveMessage { room, no, on, remind_at: None });
    }

    /// Gives the server what is typed in a room, for the other screens; `then` hears whether it has it.
    pub fn keep_draft(&self, room: RoomId, body: &str, then: impl FnOnce(bool) + Send + Sync + 'static) {
        self.ask(&KeepDraft { room, body: body.to_owned() }, move |outcome| then(outcome.is_ok()));
    }

    /// Asks the server what was typed in a room; on whatever screen.
    pub fn load_draft(&self, room: RoomId, then: impl FnOnce(String) + Send + Sync + 'static) {
        self.ask(&LoadDraft { room }, move |outcome| {
            if let Ok(draft) = outcome {
                then(draft.body);
            }
        });
    }
}

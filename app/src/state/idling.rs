//! Whether somebody touches this screen. Who touches none of theirs for a while is idle.

use leptos::prelude::*;

use super::ChatState;
use crate::domain::Timestamp;
use crate::protocol::SetIdle;

/// Who has touched nothing for so long is idle, in milliseconds.
const IDLE_AFTER: i64 = 5 * 60_000;

impl ChatState {
    /// The person did something on this screen.
    pub fn touched(&self, now: Timestamp) {
        let was_idle = self.is_idle();
        self.touched_at.set_value(now);
        if was_idle {
            self.tell(&SetIdle { on: false });
        }
    }

    /// On a new connection, the server does not know it.
    pub(super) fn tell_idle(&self) {
        if self.is_idle() {
            self.tell(&SetIdle { on: true });
        }
    }

    pub(super) fn look_whether_idle(&self, now: Timestamp) {
        if !self.is_idle() && now.0 - self.touched_at.get_value().0 >= IDLE_AFTER {
            self.touched_at.set_value(Timestamp(0));
            self.tell_idle();
        }
    }

    fn is_idle(&self) -> bool {
        self.touched_at.get_value() == Timestamp(0)
    }
}

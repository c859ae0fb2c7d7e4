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
            self.tell_idle();
        }
    }

    /// Nobody does anything on this screen any more.
    pub fn rests(&self) {
        if !self.is_idle() {
            self.touched_at.set_value(Timestamp(0));
            self.tell_idle();
        }
    }

    /// How it is; it may have changed since the server was greeted.
    pub(super) fn tell_idle(&self) {
        self.tell(&SetIdle { on: self.is_idle() });
    }

    pub(super) fn look_whether_idle(&self, now: Timestamp) {
        if now.0 - self.touched_at.get_value().0 >= IDLE_AFTER {
            self.rests();
        }
    }

    pub(super) fn is_idle(&self) -> bool {
        self.touched_at.get_value() == Timestamp(0)
    }
}

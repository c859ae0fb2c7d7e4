//! What stands under the timeline: the way to the newest, who is writing, and the composer.

use leptos::prelude::*;

use super::Composer;
use crate::components::timeline::{JumpToLatest, Reach, TypingLine};
use crate::state::ChatState;

/// The foot of a room that the reader is in.
#[component]
pub fn Dock(
    /// Where in the timeline the reader is.
    reach: Reach,
    /// The name that a form without script gives its message.
    cid: String,
    /// Text that came back, with what is wrong about it.
    draft: String,
    /// What is wrong with the draft.
    problem: Option<String>,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    view! {
        <div class="dock">
            <JumpToLatest reach />
            <p class="visually-hidden" id="announcer" role="log" aria-live="polite">
                {state.announcement}
            </p>
            <TypingLine />
            <Composer cid draft problem />
        </div>
    }
}

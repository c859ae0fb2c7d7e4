//! What stands under the timeline: who is writing, and the composer.

use leptos::prelude::*;

use super::Composer;
use crate::components::timeline::TypingLine;
use crate::state::ChatState;

/// The foot of a room that the reader is in.
#[component]
pub fn Dock(
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
            <p class="visually-hidden" id="announcer" role="log" aria-live="polite">
                {state.announcement}
            </p>
            <TypingLine />
            <Composer cid draft problem />
        </div>
    }
    .into_any()
}

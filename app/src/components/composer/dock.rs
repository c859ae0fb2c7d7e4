//! What stands under the timeline: who is writing, and the composer.

use leptos::prelude::*;

use super::Composer;
use crate::components::timeline::{TypingLine, mark_as_read};
use crate::components::ui::{Drawn, erased};
use crate::domain::Room;
use crate::protocol::RoomEntry;
use crate::state::{ChatState, LinkStatus};

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
    let room = state.room;
    let unread = move || state.sidebar.with(|s| s.room(room.head.with(|head| head.id)).map_or(0, RoomEntry::unread));
    erased(view! {
        <div class="dock">
            <p class="visually-hidden" id="announcer" role="log" aria-live="polite">
                {state.announcement}
            </p>
            <div class="dock__line">
                <TypingLine />
                {move || (unread() > 0 && !room.has_newer()).then(|| mark_as_read("only-without-script", &room.head.with(Room::path), room.msg_no.get()))}
                {move || (state.status.get() == LinkStatus::Live).then(hint)}
            </div>
            <Composer cid draft problem />
        </div>
    })
}

fn hint() -> Drawn {
    Drawn::of_class("p", "dock__hint only-wide")
        .child(Drawn::new("kbd").text("Enter"))
        .text(" send · ")
        .child(Drawn::new("kbd").text("Shift Enter"))
        .text(" new line")
}

//! What stands under the timeline: who is writing, and the composer.

use leptos::prelude::*;

use super::Composer;
use crate::components::timeline::{TypingLine, mark_as_read};
use crate::components::ui::{Drawn, Pictogram, drawn_icon, either, erased};
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
                {move || (state.status.get() == LinkStatus::Live && state.may_say()).then(hint)}
            </div>
            {either(move || state.may_say(), move || view! {
                <Composer cid=cid.clone() draft=draft.clone() problem=problem.clone() />
            }, move || silence(state))}
        </div>
    })
}

/// What stands where nothing can be said, and why.
fn silence(state: ChatState) -> Drawn {
    let box_of = |of, words: &str| {
        let words = Drawn::of_class("p", "dock__words").text(words);
        Drawn::of_class("div", "dock__silence").child(drawn_icon(of, true)).child(words)
    };
    if state.is_lively() {
        return box_of(Pictogram::Lock, "Only some people post here. You can react, and reply in threads.");
    }
    let is_kept = state.room.may_remove.get();
    box_of(Pictogram::Archive, "This room is archived. What was said stays to be read.")
        .children(is_kept.then(|| unarchive(&state.room.head.with(Room::path))))
}

fn unarchive(path: &str) -> Drawn {
    let button = Drawn::of_class("button", "button button--small")
        .with("type", "submit")
        .with("name", "archive")
        .with("value", "off")
        .text("Bring it back");
    Drawn::new("form").with("method", "post").with("action", format!("{path}/archive")).child(button)
}

fn hint() -> Drawn {
    Drawn::of_class("p", "dock__hint only-wide")
        .child(Drawn::new("kbd").text("Enter"))
        .text(" send · ")
        .child(Drawn::new("kbd").text("Shift Enter"))
        .text(" new line")
}

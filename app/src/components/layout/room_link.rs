//! A room in the sidebar. What waits in it is part of its name, not only of its looks.

use leptos::prelude::*;

use crate::components::ui::{Drawn, Pictogram, drawn_icon, present_avatar};
use crate::domain::{RoomId, RoomKind, room_path};
use crate::protocol::RoomEntry;
use crate::state::ChatState;

/// The way to a room. A plain link; a live page follows it without loading another.
#[component]
pub fn RoomLink(
    /// Which room; its entry is in the sidebar's view.
    id: RoomId,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let name = Memo::new(move |_| state.sidebar.with(|s| s.room(id).map(|r| r.name.clone()).unwrap_or_default()));
    let unread = Memo::new(move |_| state.sidebar.with(|s| s.room(id).map_or(0, RoomEntry::stands_out)));
    let is_open = move || state.has_room.get() && state.room.head.with(|head| head.id == id);
    let waits = move || unread.get() > 0 && !is_open();
    let entry = state.sidebar.with_untracked(|s| s.room(id).cloned());
    let kind = entry.as_ref().map_or(RoomKind::Open, |entry| entry.kind);
    let companion = entry.as_ref().and_then(RoomEntry::companion);
    let presence = Memo::new(move |_| companion.and_then(|person| state.sidebar.with(|s| s.present.of(person))));
    // One other person has a face; of several, no face stands for all.
    let face = move || match entry.as_ref().map(|entry| entry.people.as_slice()) {
        Some([one]) => present_avatar(one, true, presence.get()),
        _ => drawn_icon(Pictogram::of_room(kind), true),
    };
    let calls = Memo::new(move |_| state.sidebar.with(|s| s.room(id).map_or(0, RoomEntry::calls)));
    let drafted = Memo::new(move |_| state.sidebar.with(|s| s.later.drafts.contains(&id)));
    let end = move || {
        let hidden = Drawn::of_class("span", "visually-hidden").text(format!(", {} unread", counted(unread.get())));
        let waits = waits().then(|| called(Drawn::of_class("span", "room-link__end").child(hidden), calls.get()));
        let here = presence
            .get()
            .map(|presence| Drawn::of_class("span", "visually-hidden").text(format!(", {}", presence.word())));
        ((drafted.get() && !is_open()).then(pencil), waits, here)
    };
    view! {
        <a
            class="room-link"
            href=move || room_path(id, &name.get())
            aria-current=move || is_open().then_some("page")
            data-unread=move || waits().then_some("")
        >
            {face}
            <span class="truncate" dir="auto">
                {name}
            </span>
            {end}
        </a>
    }
}

/// Something is typed here and not sent.
fn pencil() -> Drawn {
    let hidden = Drawn::of_class("span", "visually-hidden").text(", draft");
    Drawn::of_class("span", "room-link__draft").child(hidden).child(drawn_icon(Pictogram::Edit, true))
}

/// With the number of messages that call somebody, or say something to them alone, where there are any.
pub(super) fn called(link: Drawn, calls: u64) -> Drawn {
    let words = if calls == 1 { " calls you" } else { " call you" };
    counted_as(link, calls, words)
}

/// With a number that wants to be seen, where there is one, and what it counts.
pub(super) fn counted_as(link: Drawn, calls: u64, words: &str) -> Drawn {
    let badge = |calls: u64| {
        let words = Drawn::of_class("span", "visually-hidden").text(words);
        Drawn::of_class("span", "badge").text(calls.min(99).to_string()).child(words)
    };
    link.children((calls > 0).then(|| badge(calls)))
}

/// Beyond what is counted there is only “many”.
fn counted(unread: u64) -> String {
    if unread >= 100 { "100 or more".to_owned() } else { unread.to_string() }
}

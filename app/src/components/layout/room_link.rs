//! A room in the sidebar. What waits in it is part of its name, not only of its looks.

use leptos::prelude::*;

use crate::components::ui::{Drawn, Pictogram, drawn_avatar, drawn_icon};
use crate::domain::{RoomId, RoomKind, room_path};
use crate::state::ChatState;

/// The way to a room. A plain link; a live page follows it without loading another.
#[component]
pub fn RoomLink(
    /// Which room; its entry is in the sidebar's view.
    id: RoomId,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let name = Memo::new(move |_| state.sidebar.with(|s| s.room(id).map(|r| r.name.clone()).unwrap_or_default()));
    let unread = Memo::new(move |_| state.sidebar.with(|s| s.room(id).map_or(0, |r| r.unread())));
    let is_open = move || state.has_room.get() && state.room.head.with(|head| head.id == id);
    let waits = move || unread.get() > 0 && !is_open();
    let entry = state.sidebar.with_untracked(|s| s.room(id).cloned());
    let kind = entry.as_ref().map_or(RoomKind::Open, |entry| entry.kind);
    // One other person has a face; of several, no face stands for all.
    let face = match entry.as_ref().map(|entry| entry.people.as_slice()) {
        Some([one]) => drawn_avatar(one, true),
        _ => drawn_icon(Pictogram::of_room(kind), true),
    };
    // What is said to somebody alone calls for them.
    let badge = move || {
        let badge = || Drawn::of_class("span", "badge").with("aria-hidden", "true");
        (kind == RoomKind::Direct && waits()).then(|| badge().text(unread.get().min(99).to_string()))
    };
    let hidden_words = move || waits().then(|| format!(", {} unread", counted(unread.get())));
    view! {
        <a
            class="room-link"
            href=move || room_path(id, &name.get())
            aria-current=move || is_open().then_some("page")
            data-unread=move || waits().then_some("")
            data-kind=(kind == RoomKind::Direct).then_some("direct")
        >
            {face}
            <span class="truncate" dir="auto">
                {name}
            </span>
            <span class="visually-hidden">{hidden_words}</span>
            {badge}
        </a>
    }
}

/// Beyond what is counted there is only “many”.
fn counted(unread: u64) -> String {
    if unread >= 100 { "100 or more".to_owned() } else { unread.to_string() }
}

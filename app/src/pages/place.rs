//! Where a message in a list was said, above it.

use leptos::prelude::WithUntracked as _;

use crate::components::ui::{Drawn, Pictogram, drawn_icon};
use crate::domain::{RoomId, Root, THREAD_NAME, room_path};
use crate::state::ChatState;

/// The way to a room.
pub(super) fn place(of: Pictogram, name: impl Into<String>, path: &str) -> Drawn {
    Drawn::of_class("a", "mentions__room")
        .with("href", path)
        .child(drawn_icon(of, true))
        .child(Drawn::of_class("span", "truncate").with("dir", "auto").text(name))
}

/// The way to a room or thread, and its address; nothing where the reader is not in it.
pub(super) fn place_of(state: ChatState, room: RoomId, root: Option<Root>) -> Option<(Drawn, String)> {
    state.sidebar.with_untracked(|s| {
        let home = s.room(root.map_or(room, |root| root.room))?;
        Some(if root.is_some() {
            let path = room_path(room, THREAD_NAME);
            (place(Pictogram::Thread, format!("Thread in {}", home.name), &path), path)
        } else {
            let path = room_path(room, &home.name);
            (place(Pictogram::of_room(home.kind), home.name.clone(), &path), path)
        })
    })
}

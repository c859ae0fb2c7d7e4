//! Going from room to room without leaving the page: links stay links, and are answered here
//! while the conversation is live.

use app::domain::RoomId;
use app::state::{ChatState, LinkStatus};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, MouseEvent};

use crate::events::on;

/// Listens for clicks on room links and for the back button.
pub(crate) fn listen(state: ChatState) {
    on("click", move |event: MouseEvent| {
        if let Some(room) = plain_room_link(&event).filter(|room| can_open(state, *room)) {
            event.prevent_default();
            close_drawer();
            if state.room_id() == Some(room) {
                state.jump_to_latest();
            } else {
                state.open(room, true);
            }
        }
    });
    on("popstate", move |_: Event| {
        let path = window().location().pathname().unwrap_or_default();
        match room_of(&path).filter(|room| can_open(state, *room)) {
            Some(room) if state.room_id() == Some(room) => {}
            Some(room) => state.open(room, false),
            None => {
                let _ = window().location().reload();
            }
        }
    });
}

/// Whether the main pane can show this room without a new page.
fn can_open(state: ChatState, room: RoomId) -> bool {
    state.has_room.get_untracked()
        && state.status.get_untracked() == LinkStatus::Live
        && state.sidebar.with_untracked(|s| s.room(room).is_some())
}

fn plain_room_link(event: &MouseEvent) -> Option<RoomId> {
    let plain = event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    if !plain || event.default_prevented() {
        return None;
    }
    let link = event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??;
    if link.has_attribute("target") || link.has_attribute("download") {
        return None;
    }
    room_of(&link.get_attribute("href")?)
}

/// The room of `/r/12-general`; nothing for a permalink or a page of history.
pub(crate) fn room_of(path: &str) -> Option<RoomId> {
    let rest = path.strip_prefix("/r/")?;
    if rest.contains(['/', '?', '#']) {
        return None;
    }
    rest.split('-').next()?.parse().ok()
}

/// On a phone the sidebar is a popover; the room behind it is what the reader asked for.
fn close_drawer() {
    let open = document().query_selector("[popover]:popover-open").ok().flatten();
    if let Some(drawer) = open.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = drawer.hide_popover();
    }
}

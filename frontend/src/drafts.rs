//! What is typed and not sent. The server keeps it for all screens of a person; until it has it, this browser does.

use std::cell::Cell;
use std::time::Duration;

use app::domain::RoomId;
use app::state::{ChatState, LinkStatus, Mode};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTextAreaElement};

use crate::storage;

/// How long the keys rest before the server is told.
const REST: Duration = Duration::from_millis(1_000);

thread_local! {
    /// Counts what is typed, to know whether it was the last.
    static TYPED: Cell<u32> = const { Cell::new(0) };
}

/// The box, unless a message that was said already is being changed in it.
fn composer(state: ChatState) -> Option<HtmlTextAreaElement> {
    let is_edit = state.mode.with_untracked(|mode| matches!(mode, Mode::Edit { .. }));
    document().get_element_by_id("write").filter(|_| !is_edit)?.dyn_into().ok()
}

/// Puts back what the server does not have yet, and follows what is typed from now on. The page was born with `born`.
pub(crate) fn listen(state: ChatState, born: &str) {
    if let (Some(room), Some(text)) = (state.room_id(), composer(state)) {
        if text.value() != born {
            // Typed before the page came alive.
            storage::keep_draft(state.me(), room, &text.value());
        } else if let Some(kept) = storage::draft(state.me(), room) {
            text.set_value(&kept);
        }
    }
    let typed = window_event_listener(ev::input, move |event| {
        let target = event.target().and_then(|t| t.dyn_into::<HtmlTextAreaElement>().ok());
        if target.is_some_and(|t| t.id() == "write")
            && let (Some(text), Some(room)) = (composer(state), state.room_id())
        {
            storage::keep_draft(state.me(), room, &text.value());
            let now = TYPED.get().wrapping_add(1);
            TYPED.set(now);
            let rested = move || {
                if TYPED.get() == now {
                    push(state);
                }
            };
            set_timeout(rested, REST);
        }
    });
    let clicks = window_event_listener(ev::click, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(way) = target.and_then(|target| target.closest("[data-later]").ok().flatten()) {
            event.prevent_default();
            send_later(state, &way.get_attribute("data-later").unwrap_or_default());
        }
    });
    std::mem::forget((typed, clicks));
    // The composer empties itself when a message is under way.
    Effect::new(move || {
        state.outbox.track();
        if let (Some(room), Some(text)) = (state.room_id(), composer(state))
            && text.value().is_empty()
            && (storage::draft(state.me(), room).is_some() || is_kept(state, room))
        {
            storage::keep_draft(state.me(), room, "");
            push(state);
        }
    });
    Effect::new(move || {
        if state.status.get() == LinkStatus::Live {
            push(state);
            if let (Some(room), Some(text)) = (state.room_id(), composer(state))
                && (!text.value().is_empty() || is_kept(state, room))
            {
                refresh(state, room);
            }
        }
    });
}

/// Whether the server has something for this room.
fn is_kept(state: ChatState, room: RoomId) -> bool {
    state.sidebar.with_untracked(|s| s.later.drafts.contains(&room))
}

/// Gives the server what it does not have.
pub(crate) fn push(state: ChatState) {
    let me = state.me();
    for room in storage::drafted(me) {
        let Some(body) = storage::draft(me, room) else { continue };
        let sent = body.clone();
        state.keep_draft(room, &body, move |has_it| {
            if has_it && storage::draft(me, room).as_ref() == Some(&sent) {
                storage::forget_draft(me, room);
            }
        });
    }
}

/// What the server has may be something else; what it does not have yet is newer.
pub(crate) fn refresh(state: ChatState, room: RoomId) {
    let is_newer_here = move || storage::draft(state.me(), room).is_some();
    if is_newer_here() {
        return;
    }
    state.load_draft(room, move |body| {
        if state.room_id() == Some(room)
            && !is_newer_here()
            && let Some(text) = composer(state).filter(|text| text.value() != body)
        {
            text.set_value(&body);
        }
    });
}

/// Once the server has what stands in the box, the page that asks for the time shows it.
fn send_later(state: ChatState, path: &str) {
    let (Some(room), Some(text)) = (state.room_id(), composer(state)) else { return };
    let (me, path, body) = (state.me(), path.to_owned(), text.value());
    storage::keep_draft(me, room, &body);
    state.keep_draft(room, &body, move |has_it| {
        if has_it {
            storage::forget_draft(me, room);
            let _ = window().location().assign(&path);
        } else {
            let words = "There is no connection right now. What you typed is kept; try again in a moment.";
            state.notice.set(Some(words.to_owned()));
        }
    });
}

/// Another room is in view: its own draft stands in the box.
pub(crate) fn change_room(state: ChatState, room: RoomId) {
    push(state);
    if let Some(text) = composer(state) {
        text.set_value(&storage::draft(state.me(), room).unwrap_or_default());
        if is_kept(state, room) {
            refresh(state, room);
        }
    }
}

//! What is typed and not sent: kept per room while one types, put back when one returns.

use app::domain::RoomId;
use app::state::ChatState;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use crate::storage;

fn composer() -> Option<HtmlTextAreaElement> {
    document().get_element_by_id("write")?.dyn_into().ok()
}

/// Puts back what was typed before, and follows what is typed from now on.
pub(crate) fn listen(state: ChatState) {
    if let (Some(room), Some(text)) = (state.room_id(), composer())
        && text.value().is_empty()
    {
        text.set_value(&storage::draft(state.me(), room));
    }
    let typed = window_event_listener(ev::input, move |event| {
        let target = event.target().and_then(|t| t.dyn_into::<HtmlTextAreaElement>().ok());
        if let (Some(text), Some(room)) = (target.filter(|t| t.id() == "write"), state.room_id()) {
            storage::keep_draft(state.me(), room, &text.value());
        }
    });
    std::mem::forget(typed);
    // The composer empties itself when a message is under way.
    Effect::new(move || {
        state.outbox.track();
        if let (Some(room), Some(text)) = (state.room_id(), composer())
            && text.value().is_empty()
        {
            storage::keep_draft(state.me(), room, "");
        }
    });
}

/// Another room is in view: its own draft stands in the box.
pub(crate) fn change_room(state: ChatState, room: RoomId) {
    if let Some(text) = composer() {
        text.set_value(&storage::draft(state.me(), room));
    }
}

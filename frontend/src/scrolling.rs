//! Where the reader is in the timeline. The scroller is a reversed column (look.md): its
//! `scrollTop` is 0 at the newest message and negative above it, so that pages put above
//! never move what is being read.

use app::state::ChatState;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement};

/// Closer to the end than this (CSS pixels) is at the end.
const NEAR_END: i32 = 100;

/// Closer to an edge of the window than this, the page beyond it is asked for.
const NEAR_EDGE: i32 = 800;

fn scroller() -> Option<HtmlElement> {
    document().get_element_by_id("timeline")?.dyn_into().ok()
}

/// Shows the newest message, now and once the row that is about to be painted is there.
pub(crate) fn to_latest() {
    request_animation_frame(|| {
        if let Some(scroller) = scroller() {
            scroller.set_scroll_top(0);
        }
    });
}

/// Shows the message that a permalink leads to, in the middle; it may come without its `#m12`.
pub(crate) fn to_message(no: u64) {
    if let Some(row) = document().get_element_by_id(&format!("m{no}")) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Center);
        row.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Follows the reader. `scroll` does not bubble, so it is caught on its way down.
pub(crate) fn listen(state: ChatState) {
    let listener = move |event: web_sys::Event| {
        let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
        if let Some(scroller) = target.filter(|t| t.id() == "timeline") {
            look(state, &scroller);
        }
    };
    capture(listener);
    // A link to a message brings it into view by its fragment; an address without one is helped here.
    let flash =
        state.room.flash.get_untracked().filter(|_| window().location().hash().is_ok_and(|hash| hash.is_empty()));
    if let Some(message) = flash.and_then(|no| document().get_element_by_id(&format!("m{no}"))) {
        message.scroll_into_view();
    }
    if let Some(scroller) = scroller() {
        look(state, &scroller);
    }
}

fn look(state: ChatState, scroller: &Element) {
    let below = -scroller.scroll_top();
    let above = scroller.scroll_height() - scroller.client_height() - below;
    state.scrolled(below < NEAR_END);
    if above < NEAR_EDGE && state.room.has_older_untracked() {
        state.load_older();
    } else if below < NEAR_EDGE && state.room.has_newer_untracked() {
        // At its very end a browser shows what comes below; a step away it keeps the reader in place.
        if below < 1 {
            scroller.set_scroll_top(-1);
        }
        state.load_newer();
    }
}

fn capture(listener: impl Fn(web_sys::Event) + 'static) {
    let listener = Closure::<dyn Fn(web_sys::Event)>::new(listener);
    let options = web_sys::AddEventListenerOptions::new();
    options.set_capture(true);
    options.set_passive(true);
    let _ = document().add_event_listener_with_callback_and_add_event_listener_options(
        "scroll",
        listener.as_ref().unchecked_ref(),
        &options,
    );
    listener.forget();
}

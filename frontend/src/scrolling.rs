//! Where the reader is in the timeline. The scroller is a reversed column (look.md): its
//! `scrollTop` is 0 at the newest message and negative above it, so that pages put above
//! never move what is being read.

use std::time::Duration;

use app::state::ChatState;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
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

/// Keeps the first message in view where it is on the screen while others come and go around it.
/// Of the browsers some do this themselves, none of them at either end.
pub(crate) fn hold_place() {
    let Some(scroller) = scroller() else { return };
    let Some((row, before)) = first_in_view(&scroller) else { return };
    spawn_local(async move {
        // What has changed is drawn within the same task, before anybody sees it.
        tick().await;
        tick().await;
        let moved = row.get_bounding_client_rect().bottom() - before;
        if row.is_connected() && moved.abs() >= 1.0 {
            scroller.set_scroll_top(scroller.scroll_top() + moved.round() as i32);
        }
    });
}

fn first_in_view(scroller: &Element) -> Option<(Element, f64)> {
    let top = scroller.get_bounding_client_rect().top();
    let rows = scroller.query_selector_all("li[id^=m]").ok()?;
    (0..rows.length()).find_map(|i| {
        let row: Element = rows.get(i)?.dyn_into().ok()?;
        let bottom = row.get_bounding_client_rect().bottom();
        (bottom > top).then_some((row, bottom))
    })
}

/// Among many rooms the open one should be seen in the sidebar.
pub(crate) fn to_open_room() {
    let find = |what| document().query_selector(what).ok().flatten();
    let (Some(rooms), Some(link)) = (find(".sidebar__rooms"), find(".room-link[aria-current]")) else { return };
    // Scrolled by hand: `scrollIntoView` would have the first Tab begin there, too.
    let (around, own) = (rooms.get_bounding_client_rect(), link.get_bounding_client_rect());
    let hidden = (own.bottom() - around.bottom()).max(0.0) + (own.top() - around.top()).min(0.0);
    rooms.set_scroll_top(rooms.scroll_top() + hidden as i32);
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
    // A short window may be near both its ends, and a page that comes moves the edges without any scrolling.
    Effect::new(move || {
        state.room.rows.track();
        // After the frame: not before has the browser put the reader back in place.
        request_animation_frame(move || {
            set_timeout(
                move || {
                    if let Some(scroller) = scroller() {
                        look(state, &scroller);
                    }
                },
                Duration::ZERO,
            );
        });
    });
}

fn look(state: ChatState, scroller: &Element) {
    let below = -scroller.scroll_top();
    let above = scroller.scroll_height() - scroller.client_height() - below;
    // The end of the window is not the end of the room: what comes there must not carry the reader along.
    state.scrolled(below < NEAR_END && !state.room.has_newer_untracked());
    let wants_older = above < NEAR_EDGE && state.room.has_older_untracked();
    let wants_newer = below < NEAR_EDGE && state.room.has_newer_untracked();
    match (wants_older, wants_newer) {
        (true, false) => state.load_older(),
        (false, true) => state.load_newer(),
        (true, true) if above < below => state.load_older(),
        (true, true) => state.load_newer(),
        (false, false) => {}
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

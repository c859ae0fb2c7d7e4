//! The tab comes and goes, and so does the network.

use std::time::Duration;

use app::domain::Timestamp;
use app::state::{ChatState, LinkStatus};
use leptos::prelude::*;
use web_sys::Event;

use crate::events::{on, on_document};
use crate::{drafts, notifications, socket};

/// Listens for as long as the page lives.
pub(crate) fn listen(state: ChatState) {
    on("online", |_: Event| socket::restart());
    on("offline", move |_: Event| {
        if !matches!(state.status.get_untracked(), LinkStatus::Stopped(_)) {
            state.status.set(LinkStatus::Offline);
            state.on_lost();
            // Where the server is on this side of the break, a new connection tells so.
            socket::restart();
        }
    });
    on("focus", move |_: Event| {
        socket::wake();
        state.looked();
    });
    on("visibilitychange", move |_: Event| {
        if !document().hidden() {
            socket::wake();
            state.looked();
        } else {
            state.tell_read();
            drafts::push(state);
        }
    });
    // A page that stands still tells nothing later.
    on_document("freeze", move |_: Event| state.rests());
    for name in ["pointerdown", "pointermove", "keydown", "wheel", "focus", "input", "click", "dragover"] {
        on(name, move |_: Event| state.touched(now()));
    }
    let _ = set_interval_with_handle(
        move || {
            let now = now();
            state.tick(now);
            notifications::tick(now);
        },
        Duration::from_millis(1_000),
    );
}

fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}

//! The tab comes and goes, and so does the network.

use std::time::Duration;

use app::domain::Timestamp;
use app::state::{ChatState, LinkStatus};
use leptos::ev;
use leptos::prelude::*;

use crate::{drafts, notifications, socket};

/// Listens for as long as the page lives.
pub(crate) fn listen(state: ChatState) {
    let online = window_event_listener(ev::online, |_| socket::restart());
    let offline = window_event_listener(ev::offline, move |_| {
        if !matches!(state.status.get_untracked(), LinkStatus::Stopped(_)) {
            state.status.set(LinkStatus::Offline);
            state.on_lost();
            // Where the server is on this side of the break, a new connection tells so.
            socket::restart();
        }
    });
    let focus = window_event_listener(ev::focus, move |_| {
        socket::wake();
        state.looked();
    });
    let visible = window_event_listener(ev::visibilitychange, move |_| {
        if !document().hidden() {
            socket::wake();
            state.looked();
        } else {
            state.tell_read();
            drafts::push(state);
        }
    });
    // The page lives as long as its listeners: they are never taken away.
    std::mem::forget((online, offline, focus, visible));
    let _ = set_interval_with_handle(
        move || {
            let now = Timestamp(js_sys::Date::now() as i64);
            state.tick(now);
            notifications::tick(now);
        },
        Duration::from_millis(1_000),
    );
}

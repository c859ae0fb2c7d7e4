//! The page comes alive: its data is read, its parts are made, and the conversation begins.

use std::sync::Arc;

use app::protocol::Page;
use app::state::{ChatState, Clockwork};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::Browser;
use crate::{drafts, lifecycle, navigation, scrolling, socket, zone};

/// The data that the server wrote into the page.
pub(crate) fn read() -> Option<Page> {
    let json = document().get_element_by_id("page")?.text_content()?;
    serde_json::from_str(&json).ok()
}

/// The clock for the first render: the server's zone, which is the browser's own once the
/// cookie is set. `None`: the page was written for a zone elsewhere and is being loaded again.
pub(crate) fn clock(page: &Page) -> Option<Clockwork> {
    let here = zone::name();
    if page.zone == here {
        return Some(Clockwork::new(zone::local(), page.year));
    }
    if page.zone != "UTC" && zone::tell(&here) {
        let _ = window().location().reload();
        return None;
    }
    Some(Clockwork::new(Clockwork::utc(), page.year))
}

/// Begins everything that goes on behind the page, once it has been hydrated or drawn.
pub fn mount(state: ChatState, page: &Page) {
    Browser::show(state);
    let here = zone::name();
    if page.zone != here {
        zone::tell(&here);
        state.set_zone(zone::local());
    }
    state.attach(Arc::new(Browser));
    lifecycle::listen(state);
    navigation::listen(state);
    scrolling::listen(state);
    drafts::listen(state);
    spawn_local(socket::run(state));
}

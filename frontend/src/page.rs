//! The page is drawn; what goes on behind it begins.

use std::sync::Arc;

use app::protocol::Page;
use app::state::ChatState;
use leptos::task::spawn_local;

use crate::browser::Browser;
use crate::{
    attention, copying, drafts, lifecycle, navigation, notifications, scrolling, socket, title, uploads, viewer, zone,
};

/// Begins everything that goes on behind the page, once it has been hydrated or drawn.
pub(crate) fn mount(state: ChatState, page: &Page) {
    Browser::show(state);
    let here = zone::name();
    if page.zone != here {
        zone::tell(&here);
        state.set_zone(zone::local());
    }
    state.attach(Arc::new(Browser));
    lifecycle::listen(state);
    navigation::listen(state);
    copying::listen();
    uploads::listen(state);
    viewer::listen();
    attention::listen(state);
    title::follow(state);
    notifications::listen(state);
    scrolling::to_open_room();
    if let Some(no) = page.flash {
        scrolling::to_message(no);
    }
    scrolling::listen(state);
    drafts::listen(state, page);
    spawn_local(socket::run(state));
}

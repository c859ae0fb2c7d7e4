//! Entry of the interface on its own, drawn in the browser: nothing is known until the first
//! welcome, which names the person and the rooms.

use app::domain::Timestamp;
use app::pages::RoomPage;
use app::protocol::{Page, SidebarView};
use app::state::{ChatState, Clockwork, LinkStatus};
use js_sys::Date;
use leptos::mount::mount_to_body;
use leptos::prelude::*;

use crate::{navigation, page, zone};

/// Begins the conversation; the page is drawn when the first welcome says whose it is.
pub fn start() {
    console_error_panic_hook::set_once();
    let owner = Owner::new();
    owner.set();
    let data = blank();
    let state = ChatState::new(&data, Clockwork::new(zone::local(), data.now));
    let is_known = RwSignal::new(false);
    mount_to_body(move || {
        provide_context(state);
        move || is_known.get().then(|| view! { <RoomPage /> })
    });
    owner.with(|| {
        page::mount(state, &data);
        draw_when_live(state, is_known);
    });
    std::mem::forget(owner);
}

/// Once the rooms are known, shows the one in the address, or the first.
fn draw_when_live(state: ChatState, is_known: RwSignal<bool>) {
    Effect::new(move || {
        if state.status.get() != LinkStatus::Live || is_known.get_untracked() {
            return;
        }
        is_known.set(true);
        let path = window().location().pathname().unwrap_or_default();
        let first = state.sidebar.with_untracked(|s| s.first_room().map(|room| room.id));
        if let Some(room) = navigation::room_of(&path).or(first) {
            state.open(room, false);
        }
    });
}

fn blank() -> Page {
    Page::of(SidebarView::of_nobody(), zone::name(), Timestamp(Date::now() as i64))
}

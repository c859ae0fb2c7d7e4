//! Entry of the browser's program on pages that the server has rendered.

use app::components::layout::SidebarBody;
use app::json;
use app::pages::RoomPage;
use app::protocol::Page;
use app::state::{ChatState, Clockwork};
use leptos::mount::{hydrate_body, hydrate_from};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{page, zone};

/// Called once by the page's own script.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    let Some(data) = read() else { return };
    // What belongs to the page as a whole lives as long as the page.
    let owner = Owner::new();
    owner.set();
    let Some(clock) = clock(&data) else { return };
    let state = ChatState::new(&data, clock);
    if data.room.is_some() {
        room(state, &data);
    } else {
        sidebar(state);
    }
    owner.with(|| page::mount(state, &data));
    std::mem::forget(owner);
}

/// The data that the server wrote into the page.
fn read() -> Option<Page> {
    let text = document().get_element_by_id("page")?.text_content()?;
    json::read(&text).ok()
}

/// The clock for the first render: the server's zone, which is the browser's own once the
/// cookie is set. `None`: the page was written for a zone elsewhere and is being loaded again.
fn clock(page: &Page) -> Option<Clockwork> {
    let here = zone::name();
    if page.zone == here {
        return Some(Clockwork::new(zone::local(), page.now));
    }
    if page.zone != "UTC" && zone::tell(&here) {
        let _ = window().location().reload();
        return None;
    }
    Some(Clockwork::new(Clockwork::utc(), page.now))
}

/// A room's page is alive as a whole.
fn room(state: ChatState, data: &Page) {
    let (panel, draft) = (data.panel, data.written().to_owned());
    let problem = data.refused.as_ref().map(|refused| refused.problem.clone());
    hydrate_body(move || {
        provide_context(state);
        view! { <RoomPage draft problem panel /> }
    });
}

/// On every other page, what is live is the sidebar.
fn sidebar(state: ChatState) {
    let Some(sidebar) = document().get_element_by_id("sidebar").and_then(|e| e.dyn_into().ok()) else { return };
    let view = move || {
        provide_context(state);
        view! { <SidebarBody /> }
    };
    hydrate_from(sidebar, view).forget();
}

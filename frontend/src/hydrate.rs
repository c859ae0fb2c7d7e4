//! Entry of the browser's program on pages that the server has rendered.

use app::state::ChatState;
use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::page;

/// Called once by the page's own script.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    let Some(data) = page::read() else { return };
    // What belongs to the page as a whole lives as long as the page.
    let owner = Owner::new();
    owner.set();
    let Some(clock) = page::clock(&data) else { return };
    let state = ChatState::new(&data, clock);
    page::mount(state, &data);
    std::mem::forget(owner);
}

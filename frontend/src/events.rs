//! What happens on the page, told to whoever listens for as long as it lives.
//!
//! One listener of one type for all of them: leptos' own are another one for each kind of event, which together weigh
//! more in the browser's program than what they lead to.

use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event};

/// Hears every event of this name that comes to the window; `E` is its type, by the name.
pub(crate) fn on<E: JsCast + 'static>(name: &str, hear: impl Fn(E) + 'static) {
    add(name, Box::new(move |event| hear(event.unchecked_into())));
}

fn add(name: &str, hear: Box<dyn FnMut(Event)>) {
    let hear = Closure::wrap(hear);
    let _ = window().add_event_listener_with_callback(name, hear.as_ref().unchecked_ref());
    hear.forget();
}

/// The element that it happened to.
pub(crate) fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

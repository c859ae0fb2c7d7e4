//! What happens on the page, told to whoever listens for as long as it lives.
//!
//! One listener of one type for all of them: leptos' own are another one for each kind of event, which together weigh
//! more in the browser's program than what they lead to.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, EventTarget};

/// Hears every event of this name that comes to the window; `E` is its type, by the name.
pub(crate) fn on<E: JsCast + 'static>(name: &str, hear: impl Fn(E) + 'static) {
    add(&window(), name, Box::new(move |event| hear(event.unchecked_into())));
}

/// Hears every event of this name that comes to the document, and no further.
pub(crate) fn on_document(name: &str, hear: impl Fn(Event) + 'static) {
    add(&document(), name, Box::new(hear));
}

fn add(to: &EventTarget, name: &str, mut hear: Box<dyn FnMut(Event)>) {
    let hear: Box<dyn FnMut(Event)> = Box::new(move |event| {
        // What is looked at here is not to be followed.
        #[cfg(debug_assertions)]
        let _zone = leptos::reactive::diagnostics::SpecialNonReactiveZone::enter();
        hear(event);
    });
    let hear = Closure::wrap(hear);
    let _ = to.add_event_listener_with_callback(name, hear.as_ref().unchecked_ref());
    hear.forget();
}

/// The element that it happened to.
pub(crate) fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

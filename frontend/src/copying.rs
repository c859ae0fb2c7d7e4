//! Buttons that copy what a field beside them holds.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDocument, HtmlTextAreaElement};

/// Answers clicks on `data-copies="id"`. The words are selected and copied as by the keyboard:
/// the newer clipboard is closed to pages that came without https.
pub(crate) fn listen() {
    let clicks = window_event_listener(ev::click, |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let button = target.and_then(|target| target.closest("[data-copies]").ok().flatten());
        if let Some(button) = button
            && copy(&button).unwrap_or(false)
        {
            button.set_text_content(Some("Copied"));
        }
    });
    std::mem::forget(clicks);
}

fn copy(button: &Element) -> Option<bool> {
    let field = document().get_element_by_id(&button.get_attribute("data-copies")?)?;
    field.dyn_into::<HtmlTextAreaElement>().ok()?.select();
    document().dyn_into::<HtmlDocument>().ok()?.exec_command("copy").ok()
}

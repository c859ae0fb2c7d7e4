//! What copies: a button the words of a field beside it, a link of a message its own address.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement, HtmlDocument, HtmlElement, HtmlTextAreaElement, MouseEvent};

use crate::events::{on, target};

/// Answers clicks on `data-copies="id"` and `data-copies-link`. The words are selected and copied as by the
/// keyboard: the newer clipboard is closed to pages that came without https.
pub(crate) fn listen() {
    on("click", |event: MouseEvent| {
        let Some(target) = target(&event) else { return };
        let closest = |what| target.closest(what).ok().flatten();
        if let Some(button) = closest("[data-copies]") {
            if copy_field(&button).unwrap_or(false) {
                button.set_text_content(Some("Copied"));
            }
        } else if let Some(link) = closest("[data-copies-link]")
            && copy_address(&link).unwrap_or(false)
        {
            event.prevent_default();
            link.set_text_content(Some("Copied"));
        }
    });
}

fn copy_field(button: &Element) -> Option<bool> {
    let field = document().get_element_by_id(&button.get_attribute("data-copies")?)?;
    copy(&field.dyn_into::<HtmlTextAreaElement>().ok()?)
}

fn copy_address(link: &Element) -> Option<bool> {
    let address = link.dyn_ref::<HtmlAnchorElement>()?.href();
    let field = document().create_element("textarea").ok()?.dyn_into::<HtmlTextAreaElement>().ok()?;
    field.set_value(&address);
    field.set_class_name("visually-hidden");
    let before = document().active_element();
    document().body()?.append_child(&field).ok()?;
    let copied = copy(&field);
    field.remove();
    if let Some(before) = before.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = before.focus();
    }
    copied
}

fn copy(field: &HtmlTextAreaElement) -> Option<bool> {
    field.select();
    document().dyn_into::<HtmlDocument>().ok()?.exec_command("copy").ok()
}

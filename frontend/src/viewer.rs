//! Pictures over the page: one dialog for all of them, with the ways to the next one and to the file itself.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement, KeyboardEvent, MouseEvent};

use crate::events::{on, target};

/// Listens for as long as the page lives. Only plain clicks: whoever asks for a new tab gets one.
pub(crate) fn listen() {
    on("click", |event: MouseEvent| {
        let Some(target) = target(&event) else { return };
        if target.id() == "viewer" || target.closest("[data-view-close]").is_ok_and(|at| at.is_some()) {
            close();
            return;
        }
        let is_plain = event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key());
        if let Some(picture) = target.closest("[data-view]").ok().flatten().filter(|_| is_plain)
            && show(&picture).is_some()
        {
            event.prevent_default();
        }
    });
    on("keydown", |event: KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => -1,
            _ => return,
        };
        if let Some(dialog) = viewer().filter(HtmlDialogElement::open)
            && let Some(next) = neighbour(&dialog, step)
        {
            let _ = show(&next);
            event.prevent_default();
        }
    });
}

fn viewer() -> Option<HtmlDialogElement> {
    document().get_element_by_id("viewer")?.dyn_into().ok()
}

fn close() {
    if let Some(dialog) = viewer() {
        dialog.close();
    }
}

/// The picture before or after the one that is shown.
fn neighbour(dialog: &HtmlDialogElement, step: isize) -> Option<Element> {
    let shown = dialog.get_attribute("data-shows")?;
    let all = document().query_selector_all("[data-view]").ok()?;
    let all: Vec<Element> = (0..all.length()).filter_map(|at| all.get(at)?.dyn_into().ok()).collect();
    let at = all.iter().position(|picture| picture.get_attribute("href").as_ref() == Some(&shown))?;
    all.get(at.checked_add_signed(step)?).cloned()
}

fn show(picture: &Element) -> Option<()> {
    let dialog = match viewer() {
        Some(dialog) => dialog,
        None => make()?,
    };
    let (path, name) = (picture.get_attribute("href")?, picture.get_attribute("title")?);
    let _ = dialog.set_attribute("data-shows", &path);
    let _ = dialog.set_attribute("aria-label", &name);
    let image = dialog.query_selector("img").ok()??;
    let _ = image.set_attribute("src", &path);
    let _ = image.set_attribute("alt", &name);
    let link: HtmlElement = dialog.query_selector("a").ok()??.dyn_into().ok()?;
    let _ = link.set_attribute("href", &path);
    link.set_text_content(Some(&format!("{name} · {}", picture.get_attribute("data-view")?)));
    if !dialog.open() {
        dialog.show_modal().ok()?;
    }
    Some(())
}

/// A dialog with a picture, a link and a button.
fn make() -> Option<HtmlDialogElement> {
    let page = document();
    let element = |tag: &str, class: &str| {
        let element = page.create_element(tag).ok()?;
        element.set_class_name(class);
        Some(element)
    };
    let (dialog, bar) = (element("dialog", "viewer")?, element("div", "viewer__bar")?);
    dialog.set_id("viewer");
    let close = element("button", "button button--small")?;
    close.set_text_content(Some("Close"));
    let _ = close.set_attribute("data-view-close", "");
    let name = element("a", "viewer__name truncate")?;
    let picture = element("img", "viewer__picture")?;
    bar.append_child(&name).ok()?;
    bar.append_child(&close).ok()?;
    dialog.append_child(&picture).ok()?;
    dialog.append_child(&bar).ok()?;
    page.body()?.append_child(&dialog).ok()?;
    dialog.dyn_into().ok()
}

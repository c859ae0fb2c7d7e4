//! Which message the pointer or the focus is on, and the keys that work there.

use app::state::ChatState;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement};

/// Listens for as long as the page lives.
pub(crate) fn listen(state: ChatState) {
    let attend = move |target: Option<EventTarget>| {
        let no = target.as_ref().and_then(message_at).and_then(|row| number(&row));
        let is_in_text =
            document().active_element().is_some_and(|e| e.closest(".toolbar__pop").is_ok_and(|p| p.is_some()));
        if state.active.get_untracked() != no && !is_in_text {
            state.active.set(no);
        }
    };
    let over = window_event_listener(ev::pointerover, move |event| attend(event.target()));
    let focus = window_event_listener(ev::focusin, move |event| attend(event.target()));
    let keys = window_event_listener(ev::keydown, move |event| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
            return;
        }
        let Some(target) = event.target().and_then(|t| t.dyn_into::<HtmlElement>().ok()) else { return };
        if target.id() == "timeline" && matches!(event.key().as_str(), "Enter" | "k") {
            if let Some(last) = rows().pop() {
                let _ = last.focus();
                event.prevent_default();
            }
            return;
        }
        // Only where a message itself has the focus are single keys ours.
        let Some(no) = target.get_attribute("data-no").and_then(|no| no.parse().ok()) else { return };
        match event.key().as_str() {
            "ArrowUp" | "k" => go(&target, -1),
            "ArrowDown" | "j" => go(&target, 1),
            "r" => state.begin_reply(no),
            "e" => state.begin_edit(no),
            "p" => state.pin(no, !state.message(no).is_some_and(|m| m.pinned)),
            "+" => press(&target, ".toolbar__emoji"),
            "Delete" => press(&target, ".toolbar [aria-label=More]"),
            _ => return,
        }
        event.prevent_default();
    });
    std::mem::forget((over, focus, keys));
}

fn message_at(target: &EventTarget) -> Option<Element> {
    target.dyn_ref::<Element>()?.closest(".message[data-no]").ok()?
}

fn number(row: &Element) -> Option<u64> {
    row.get_attribute("data-no")?.parse().ok()
}

fn rows() -> Vec<HtmlElement> {
    let Ok(all) = document().query_selector_all(".message[data-no]") else { return Vec::new() };
    (0..all.length()).filter_map(|i| all.get(i)?.dyn_into().ok()).collect()
}

fn go(from: &HtmlElement, step: isize) {
    let all = rows();
    let Some(at) = all.iter().position(|row| row == from) else { return };
    if let Some(next) = at.checked_add_signed(step).and_then(|at| all.get(at)) {
        let _ = next.focus();
    }
}

/// Moves on into the tools of the message.
fn press(row: &HtmlElement, what: &str) {
    if let Ok(Some(tool)) = row.query_selector(what)
        && let Ok(tool) = tool.dyn_into::<HtmlElement>()
    {
        let _ = tool.focus();
    }
}

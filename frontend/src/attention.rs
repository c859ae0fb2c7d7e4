//! Which message the pointer or the focus is on, and the keys that work there.

use app::state::{ChatState, Tools};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventTarget, HtmlElement, KeyboardEvent, MouseEvent};

use crate::events::{on, target};

/// How far above a message its tools stand, in CSS pixels; where they would cover most of its head, they stand over it.
const ABOVE: i32 = 18;

/// Listens for as long as the page lives.
pub(crate) fn listen(state: ChatState) {
    let attend = move |target: Option<EventTarget>| {
        let Some(target) = target.and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        if closest(&target, "#toolbar").is_some() {
            return;
        }
        let no = closest(&target, ".message[data-no]").and_then(|row| number(&row));
        // An open menu waits for an answer; only another message takes its place.
        let is_open = document().query_selector("#toolbar .toolbar__pop").is_ok_and(|open| open.is_some());
        if no.is_some() || !is_open {
            state.attend(no);
        }
    };
    on("pointerover", move |event: Event| attend(event.target()));
    on("focusin", move |event: Event| attend(event.target()));
    on("click", move |event: MouseEvent| {
        let Some(target) = target(&event) else { return };
        if let Some(chip) = closest(&target, "[data-emoji]")
            && let Some(no) = closest(&chip, "[data-no]").and_then(|around| number(&around))
            && let Some(emoji) = chip.get_attribute("data-emoji")
        {
            state.toggle_reaction(no, &emoji);
            state.tools.set(Tools::Closed);
        } else if let Some(act) = closest(&target, "[data-act]").and_then(|tool| tool.get_attribute("data-act")) {
            if act == "never-mind" {
                event.prevent_default();
                state.end_mode();
            } else {
                state.act(&act);
                request_animation_frame(enter_pop);
            }
        } else if closest(&target, "#toolbar, .message").is_none() {
            state.attend(None);
        }
    });
    Effect::new(move || {
        state.room.rows.track();
        state.tools.track();
        if state.active.get().is_some() {
            // Once it is drawn.
            request_animation_frame(place_tools);
        }
    });
    on("keydown", move |event: KeyboardEvent| {
        if (event.ctrl_key() || event.meta_key()) && event.key() == "k" {
            if let Some(box_of_search) = element("search") {
                let _ = box_of_search.focus();
                event.prevent_default();
            }
            return;
        }
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
            "t" => state.open_thread(no),
            "e" => state.begin_edit(no),
            "p" => state.pin(no, !state.message(no).is_some_and(|m| m.pinned)),
            "+" => press(".toolbar__emoji"),
            "m" | "Delete" => press("[aria-label=More]"),
            _ => return,
        }
        event.prevent_default();
    });
}

/// Puts the tools beside their message, and what opens from them where there is room.
fn place_tools() {
    let Some(tools) = element("toolbar") else { return };
    let no = tools.get_attribute("data-no").unwrap_or_default();
    let row = document().query_selector(&format!(".message[data-no='{no}']")).ok().flatten();
    let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) else { return };
    let is_wide = 2 * tools.offset_width() > row.offset_width();
    let above = if is_wide { tools.offset_height() } else { ABOVE };
    let _ = tools.style().set_property("top", &format!("{}px", row.offset_top() - above));
    let middle = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0) / 2.0;
    let _ = tools.toggle_attribute_with_force("data-up", row.get_bounding_client_rect().top() > middle);
}

fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// What has just opened is where one goes on.
fn enter_pop() {
    press(".toolbar__pop button, .toolbar__pop a");
}

fn closest(element: &Element, what: &str) -> Option<Element> {
    element.closest(what).ok().flatten()
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
fn press(what: &str) {
    if let Ok(Some(tool)) = document().query_selector(&format!("#toolbar {what}"))
        && let Ok(tool) = tool.dyn_into::<HtmlElement>()
    {
        let _ = tool.focus();
    }
}

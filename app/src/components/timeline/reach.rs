//! Where in the timeline the reader is. On the server: at its end, as every room opens.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

/// What only the scroller knows.
#[derive(Clone, Copy)]
pub struct Reach {
    /// Whether the end is more than a screen away.
    pub is_far: RwSignal<bool>,
}

impl Reach {
    /// At the end.
    pub fn at_end() -> Self {
        Self { is_far: RwSignal::new(false) }
    }

    /// Looks where the reader is, and whether the “New” line is still above. The scroller is a reversed column: its end is
    /// at 0, and what lies above has negative offsets, in the scroller and of the elements in it.
    pub(super) fn measure(&self, scroller: &Element, unread_line: Option<&Element>, unread_above: RwSignal<bool>) {
        let from_end = scroller.scroll_top().abs();
        change(self.is_far, from_end > scroller.client_height());
        let line = unread_line.and_then(|line| line.dyn_ref::<HtmlElement>().map(HtmlElement::offset_top));
        let is_above = line.is_none_or(|top| top < scroller.scroll_top());
        change(unread_above, unread_above.get_untracked() && is_above);
    }
}

fn change(signal: RwSignal<bool>, value: bool) {
    if signal.get_untracked() != value {
        signal.set(value);
    }
}

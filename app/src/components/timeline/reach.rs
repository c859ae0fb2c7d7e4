//! Where in the timeline the reader is. On the server: at its end, as every room opens.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

/// What only the scroller knows.
#[derive(Clone, Copy)]
pub struct Reach {
    /// Whether the end is more than a screen away.
    pub is_far: RwSignal<bool>,
    /// Whether the “New” line is above the view.
    pub unread_above: RwSignal<bool>,
}

impl Reach {
    /// At the end; `unread_above` is the guess of who renders.
    pub fn new(unread_above: bool) -> Self {
        Self { is_far: RwSignal::new(false), unread_above: RwSignal::new(unread_above) }
    }

    /// Looks where the reader is. The scroller is a reversed column: its end is at 0, and
    /// what lies above has negative offsets.
    pub(super) fn measure(&self, scroller: &Element, unread_line: Option<&Element>) {
        let from_end = scroller.scroll_top().abs();
        change(self.is_far, from_end > scroller.client_height());
        let view_top = scroller.scroll_height() - scroller.client_height() - from_end;
        let line = unread_line.and_then(|line| line.dyn_ref::<HtmlElement>().map(HtmlElement::offset_top));
        change(self.unread_above, self.unread_above.get_untracked() && line.is_none_or(|top| top < view_top));
    }
}

fn change(signal: RwSignal<bool>, value: bool) {
    if signal.get_untracked() != value {
        signal.set(value);
    }
}

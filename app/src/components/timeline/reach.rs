//! Where in the timeline the reader is. On the server: at its end, as every room opens.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

/// Within so many pixels of the end the reader counts as being there.
const AT_END: i32 = 100;

/// How far the end is, and what came meanwhile.
#[derive(Clone, Copy)]
pub struct Reach {
    /// Whether the newest message is in view.
    pub at_end: RwSignal<bool>,
    /// Whether the end is more than a screen away.
    pub is_far: RwSignal<bool>,
    /// Whether the “New” line is above the view.
    pub unread_above: RwSignal<bool>,
    /// The newest message when the reader last left the end.
    pub left_at: RwSignal<u64>,
}

impl Reach {
    /// At the end; `unread_above` is the guess of who renders.
    pub fn new(unread_above: bool) -> Self {
        Self {
            at_end: RwSignal::new(true),
            is_far: RwSignal::new(false),
            unread_above: RwSignal::new(unread_above),
            left_at: RwSignal::new(0),
        }
    }

    /// Looks where the reader is. The scroller is a reversed column: its end is at 0, and
    /// what lies above has negative offsets.
    pub(super) fn measure(&self, scroller: &Element, unread_line: Option<&Element>, newest: u64) {
        let from_end = scroller.scroll_top().abs();
        let at_end = from_end <= AT_END;
        if !at_end && self.at_end.get_untracked() {
            self.left_at.set(newest);
        }
        change(self.at_end, at_end);
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

//! What the next text will be, where it is not simply said: an answer, or a change.

use leptos::prelude::*;

use crate::components::ui::{Drawn, Pictogram, drawn_icon};
use crate::domain::Room;
use crate::state::{ChatState, Mode};

/// The line above the box, with a way out.
#[component]
pub fn ModeLine() -> impl IntoView {
    let state = expect_context::<ChatState>();
    move || {
        let (icon, lead, name, words) = match state.mode.get() {
            Mode::Say => return None,
            Mode::Reply(quotation) => (Pictogram::Reply, "Reply to ", quotation.by.name, quotation.text),
            Mode::Edit { .. } => (Pictogram::Edit, "Change your message", String::new(), String::new()),
        };
        let lead = Drawn::of_class("span", "mode-line__lead").text(lead);
        let end = Drawn::of_class("a", "tool tool--small mode-line__end")
            .with("href", state.room.head.with_untracked(Room::path))
            .with("aria-label", "Never mind")
            .with("title", "Never mind (Esc)")
            .with("data-act", "never-mind")
            .child(drawn_icon(Pictogram::Close, false));
        Some(
            Drawn::of_class("p", "mode-line")
                .child(drawn_icon(icon, true))
                .child(lead.child(Drawn::new("b").child(Drawn::new("bdi").text(name))))
                .child(Drawn::of_class("span", "truncate").with("dir", "auto").text(words))
                .child(end),
        )
    }
}

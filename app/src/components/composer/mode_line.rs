//! What the next text will be, where it is not simply said: an answer, or a change.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::components::ui::{Icon, Pictogram};
use crate::domain::Room;
use crate::state::{ChatState, Mode};

/// The line above the box, with a way out.
#[component]
pub fn ModeLine() -> impl IntoView {
    let state = expect_context::<ChatState>();
    let on_end = move |event: MouseEvent| {
        event.prevent_default();
        state.end_mode();
    };
    move || {
        let (icon, lead, name, words) = match state.mode.get() {
            Mode::Say => return None,
            Mode::Reply(quotation) => (Pictogram::Reply, "Reply to ", quotation.by.name, quotation.text),
            Mode::Edit { .. } => (Pictogram::Edit, "Change your message", String::new(), String::new()),
        };
        Some(view! {
            <p class="mode-line">
                <Icon of=icon small=true />
                <span class="mode-line__lead">
                    {lead} <b><bdi>{name}</bdi></b>
                </span>
                <span class="truncate" dir="auto">
                    {words}
                </span>
                <a
                    class="tool tool--small mode-line__end"
                    href=state.room.head.with_untracked(Room::path)
                    aria-label="Never mind"
                    title="Never mind (Esc)"
                    on:click=on_end
                >
                    <Icon of=Pictogram::Close />
                </a>
            </p>
        })
    }
}

//! What is pinned in the room. The panel has an address: `?panel=pins`.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;

use super::message_card;
use crate::components::ui::{Drawn, Icon, Pictogram, erased, lately};
use crate::domain::Room;
use crate::protocol::Panel;
use crate::state::ChatState;

/// The panel beside the room.
#[component]
pub fn PinsPanel(
    /// What stands beside the room: this, until it is closed.
    panel: RwSignal<Option<Panel>>,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let path = Memo::new(move |_| state.room.head.with(Room::path));
    Effect::new(move || {
        // Another room has other pins.
        path.track();
        if state.pins.with_untracked(Option::is_none) {
            state.load_pins();
        }
    });
    let on_close = move |event: MouseEvent| {
        event.prevent_default();
        panel.set(None);
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            panel.set(None);
        }
    };
    let content = move || {
        let words = |words: &str| Drawn::of_class("p", "panel__empty").text(words);
        match state.pins.get() {
            None => words("Loading…"),
            Some(pins) if pins.is_empty() => words("Nothing is pinned here yet. Pin what everyone should find again."),
            Some(pins) => {
                let path = path.get_untracked();
                let list = Drawn::new("ul").with("role", "list");
                list.children(pins.iter().map(|message| {
                    let when = lately(&state.clock, message.at);
                    message_card(message, &path, &when, state.me())
                }))
            }
        }
    };
    erased(view! {
        <aside class="sheet panel" aria-label="Pinned messages" on:keydown=on_key>
            <header class="sheet__bar">
                <h2 class="sheet__title">"Pinned"</h2>
                <a class="tool sheet__end" href=path aria-label="Close pinned messages" on:click=on_close>
                    <Icon of=Pictogram::Close />
                </a>
            </header>
            <div class="panel__list">{content}</div>
        </aside>
    })
}

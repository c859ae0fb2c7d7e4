//! What is pinned in the room. The panel has an address: `?panel=pins`.

use leptos::either::EitherOf3;
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;

use super::MessageText;
use crate::components::ui::{Avatar, Icon, Moment, Pictogram};
use crate::domain::{Message, Room};
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
    let content = move || match state.pins.get() {
        None => EitherOf3::A(view! { <p class="panel__empty">"Loading…"</p> }),
        Some(pins) if pins.is_empty() => EitherOf3::B(view! {
            <p class="panel__empty">"Nothing is pinned here yet. Pin what everyone should find again."</p>
        }),
        Some(pins) => EitherOf3::C(view! {
            <ul role="list">{pins.into_iter().map(|message| pin(message, &path.get_untracked())).collect_view()}</ul>
        }),
    };
    view! {
        <aside class="sheet panel" aria-label="Pinned messages" on:keydown=on_key>
            <header class="sheet__bar">
                <h2 class="sheet__title">"Pinned"</h2>
                <a class="tool sheet__end" href=path aria-label="Close pinned messages" on:click=on_close>
                    <Icon of=Pictogram::Close />
                </a>
            </header>
            <div class="panel__list">{content}</div>
        </aside>
    }
    .into_any()
}

fn pin(message: Message, path: &str) -> impl IntoView + use<> {
    let Message { no, by, at, body, nodes, .. } = message;
    view! {
        <li class="pin">
            <p class="pin__head">
                <Avatar person=by.clone() small=true />
                <b class="truncate" dir="auto">
                    {by.name}
                </b>
                <a class="pin__time" href=format!("{path}/{no}#m{no}")>
                    <Moment at />
                </a>
            </p>
            <MessageText id=format!("pin{no}") body nodes />
        </li>
    }
}

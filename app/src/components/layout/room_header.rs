//! The bar of a room: its name, what it is about, and who is in it.

use leptos::prelude::*;

use super::MenuButton;
use crate::components::ui::{AvatarStack, Icon, Pictogram};
use crate::domain::Room;
use crate::state::ChatState;

/// The name is the page's one h1. The faces open and close the panel of people.
#[component]
pub fn RoomHeader(
    /// Whether the panel of people is open.
    people: RwSignal<bool>,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let room = state.room;
    let name = move || room.head.with(|head| head.name.clone());
    let topic = move || room.head.with(|head| (!head.topic.is_empty()).then(|| head.topic.clone()));
    let members = move || match room.member_count.get() {
        1 => "1 member".to_owned(),
        count => format!("{count} members"),
    };
    let path = Memo::new(move |_| room.head.with(Room::path));
    let on_people = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        people.update(|open| *open = !*open);
    };
    view! {
        <header class="sheet__bar room-header">
            <MenuButton />
            <h1 class="room-header__name">
                <Icon of=Pictogram::Hash />
                <span class="truncate" dir="auto">
                    {name}
                </span>
            </h1>
            <p class="room-header__topic truncate only-wide">
                <bdi>{topic}</bdi>
            </p>
            <Show when=move || room.joined.get()>
                <a
                    class="tool only-wide"
                    href=move || format!("{}/edit", path.get())
                    aria-label="Change name and topic"
                    title="Change name and topic"
                >
                    <Icon of=Pictogram::Edit />
                </a>
            </Show>
            <a
                class="room-header__people"
                href=move || if people.get() { path.get() } else { format!("{}?panel=people", path.get()) }
                aria-current=move || people.get().then_some("true")
                aria-label=members
                on:click=on_people
            >
                <AvatarStack people=room.members />
                <span aria-hidden="true">{room.member_count}</span>
            </a>
        </header>
    }
    .into_any()
}

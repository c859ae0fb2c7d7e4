//! The bar of a room: its name, what it is about, and who is in it.

use leptos::prelude::*;

use super::{MenuButton, thread_ways};
use crate::components::ui::{AvatarStack, Drawn, Icon, Pictogram, drawn_icon, erased, shown};
use crate::domain::Room;
use crate::protocol::Panel;
use crate::state::ChatState;

/// The name is the page's one h1. The faces open and close the panel of people.
#[component]
pub fn RoomHeader(
    /// What stands beside the room.
    panel: RwSignal<Option<Panel>>,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let room = state.room;
    let name = move || room.head.with(|head| head.name.clone());
    let about = move || {
        let about = Drawn::of_class("div", "room-header__about");
        match room.head.with(|head| head.root) {
            Some(root) => about.children(thread_ways(state, root)),
            None => about.child(topic(room.head.with(|head| head.topic.clone()))),
        }
    };
    let is_thread = move || room.head.with(|head| head.root.is_some());
    let members = move || {
        let (one, several) = if is_thread() { (" follower", " followers") } else { (" member", " members") };
        if room.member_count.get() == 1 { one } else { several }
    };
    let path = Memo::new(move |_| room.head.with(Room::path));
    let is_open = move |which: Panel| panel.get() == Some(which);
    let href = move |which: Panel| {
        if is_open(which) { path.get() } else { format!("{}?panel={}", path.get(), which.name()) }
    };
    let toggle = move |event: leptos::ev::MouseEvent, which: Panel| {
        event.prevent_default();
        panel.update(|open| *open = if *open == Some(which) { None } else { Some(which) });
    };
    erased(view! {
        <header class="sheet__bar room-header">
            <MenuButton />
            <h1 class="room-header__name">
                {move || drawn_icon(Pictogram::of_room(room.head.with(|head| head.kind)), false)}
                <span class="truncate" dir="auto">
                    {name}
                </span>
            </h1>
            {about}
            {move || (room.joined.get() && !is_thread()).then(|| search_here(&room.head.with(|head| head.name.clone())))}
            {shown(move || state.may_title_room(), move || view! {
                <a
                    class="tool only-wide"
                    href=move || format!("{}/edit", path.get())
                    aria-label="Change name and topic"
                    title="Change name and topic"
                >
                    <Icon of=Pictogram::Edit />
                </a>
            })}
            {shown(move || room.joined.get() && !is_thread(), move || view! {
                <a
                    class="tool"
                    href=move || href(Panel::Pins)
                    aria-label="Pinned messages"
                    title="Pinned messages"
                    aria-expanded=move || is_open(Panel::Pins).to_string()
                    on:click=move |event| toggle(event, Panel::Pins)
                >
                    <Icon of=Pictogram::Pin />
                </a>
            })}
            <a
                class="room-header__people"
                href=move || href(Panel::People)
                aria-expanded=move || is_open(Panel::People).to_string()
                on:click=move |event| toggle(event, Panel::People)
            >
                <AvatarStack people=room.members />
                <span>{room.member_count} <span class="visually-hidden">{members}</span></span>
            </a>
        </header>
    })
}

/// Begins a search in this room. A form, because the browser knows how to write a name into an address.
fn search_here(name: &str) -> Drawn {
    let hidden =
        |name, value: String| Drawn::new("input").with("type", "hidden").with("name", name).with("value", value);
    let button = Drawn::of_class("button", "tool")
        .with("aria-label", "Search in this room")
        .with("title", "Search in this room")
        .child(drawn_icon(Pictogram::Search, false));
    Drawn::new("form")
        .with("action", "/search")
        .child(hidden("q", format!("in:\"{}\" ", name.replace('"', ""))))
        .child(hidden("begin", "1".to_owned()))
        .child(button)
}

fn topic(topic: String) -> Drawn {
    Drawn::of_class("p", "room-header__topic truncate only-wide").child(Drawn::new("bdi").text(topic))
}

//! The workspace: its rooms, the way to others, and oneself. On a phone it is a drawer.

use leptos::either::Either;
use leptos::prelude::*;

use super::room_link::called;
use super::{AccountMenu, RoomLink};
use crate::components::ui::{Brand, Drawn, Icon, Pictogram, drawn_icon, erased, shown};
use crate::domain::RoomKind;
use crate::protocol::RoomEntry;
use crate::state::ChatState;

/// The landmark around [`SidebarBody`]. On pages without a room it is all that is hydrated.
#[component]
pub fn Sidebar() -> impl IntoView {
    view! {
        <aside class="sidebar" id="sidebar" popover="auto" aria-label="Workspace">
            <SidebarBody />
        </aside>
    }
}

/// What stands in the sidebar.
#[component]
pub fn SidebarBody() -> impl IntoView {
    let state = expect_context::<ChatState>();
    let workspace = move || state.sidebar.with(|s| s.workspace.clone());
    // Rooms, then people: one list, so that it is one kind of list in the browser's program.
    let entries = move || {
        state.sidebar.with(|s| {
            let is_direct = |room: &&RoomEntry| room.kind == RoomKind::Direct;
            let rooms = s.rooms.iter().filter(|room| !is_direct(room)).map(|room| Some(room.id));
            let people = s.rooms.iter().filter(is_direct).map(|room| Some(room.id));
            rooms.chain([None]).chain(people).collect::<Vec<_>>()
        })
    };
    let calls = Memo::new(move |_| state.sidebar.with(|s| s.all().map(|room| room.mentions.len() as u64).sum()));
    let threads = Memo::new(move |_| state.sidebar.with(|s| s.threads.len()));
    let has_none = move || state.sidebar.with(|s| s.rooms.iter().all(|room| room.kind == RoomKind::Direct));
    erased(view! {
        <a class="sidebar__workspace" href="/">
            <Brand />
            <span class="truncate" dir="auto">
                {workspace}
            </span>
        </a>
        {search_box()}
        <nav class="sidebar__rooms" aria-label="Rooms">
            {move || places(calls.get(), threads.get())}
            <div class="sidebar__heading">
                <h2>"Rooms"</h2>
                <a class="tool tool--small" href="/rooms/new" aria-label="Make a room" title="Make a room">
                    <Icon of=Pictogram::Plus />
                </a>
            </div>
            {shown(has_none, move || view! {
                <p class="sidebar__empty">"You are in no room yet."</p>
            })}
            <ul role="list">
                <For each=entries key=|id| *id let(id)>
                    <li>
                        {match id {
                            Some(id) => Either::Left(view! { <RoomLink id /> }),
                            None => Either::Right(people_heading()),
                        }}
                    </li>
                </For>
            </ul>
        </nav>
        <AccountMenu />
    })
}

/// Looks for what was said, on a page of its own.
fn search_box() -> Drawn {
    let input = Drawn::new("input")
        .with("id", "search")
        .with("type", "search")
        .with("name", "q")
        .with("placeholder", "Search")
        .with("aria-label", "Search messages")
        .with("autocomplete", "off");
    Drawn::of_class("form", "sidebar__search")
        .with("action", "/search")
        .with("role", "search")
        .child(drawn_icon(Pictogram::Search, true))
        .child(input)
}

/// The ways to what is not one room.
fn places(calls: u64, threads: usize) -> Drawn {
    let place = |of, path: &str, words: &str| {
        let link = Drawn::of_class("a", "room-link").with("href", path).child(drawn_icon(of, true)).text(words);
        Drawn::new("li").child(if path == "/mentions" { called(link, calls) } else { link })
    };
    Drawn::new("ul")
        .with("role", "list")
        .child(place(Pictogram::Unread, "/unread", "Unread"))
        .child(thread_place(threads))
        .child(place(Pictogram::Call, "/mentions", "Mentions"))
        .child(place(Pictogram::Browse, "/rooms", "Browse rooms"))
        .child(place(Pictogram::Invite, "/invite", "Invite people"))
}

/// In how many threads something waits is no number for the eye, only that it does.
fn thread_place(threads: usize) -> Drawn {
    let hidden = |number| Drawn::of_class("span", "visually-hidden").text(format!(", {number} unread"));
    let waits = (threads > 0).then(|| Drawn::of_class("span", "room-link__end").child(hidden(threads)));
    let link = Drawn::of_class("a", "room-link")
        .with("href", "/threads")
        .with_some("data-unread", (threads > 0).then_some(""))
        .child(drawn_icon(Pictogram::Thread, true))
        .text("Threads");
    Drawn::new("li").child(link.children(waits))
}

fn people_heading() -> Drawn {
    let more = Drawn::of_class("a", "tool tool--small")
        .with("href", "/people")
        .with("aria-label", "Write to people")
        .with("title", "Write to people")
        .child(drawn_icon(Pictogram::Plus, false));
    Drawn::of_class("div", "sidebar__heading").child(Drawn::new("h2").text("People")).child(more)
}

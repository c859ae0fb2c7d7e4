//! The workspace: its rooms, the way to others, and oneself. On a phone it is a drawer.

use leptos::either::Either;
use leptos::prelude::*;

use super::room_link::{called, counted_as};
use super::{AccountMenu, RoomLink};
use crate::components::ui::{Brand, Drawn, Pictogram, drawn_icon, erased};
use crate::domain::{RoomId, RoomKind};
use crate::protocol::{RoomEntry, SidebarView};
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
    // All in one list, so that it is one kind of list in the browser's program.
    let slots = move || {
        let open = state.has_room.get().then(|| state.room.head.with(|head| head.id));
        state.sidebar.with(|s| slots(s, open))
    };
    let calls = Memo::new(move |_| state.sidebar.with(|s| s.all().map(RoomEntry::mentioned).sum()));
    let threads =
        Memo::new(move |_| state.sidebar.with(|s| s.threads.iter().filter(|thread| !thread.archived).count()));
    let later = Memo::new(move |_| state.sidebar.with(|s| (s.later.reminders, s.later.unsent)));
    let is_guest = Memo::new(move |_| state.sidebar.with(|s| s.me.role.is_guest()));
    erased(view! {
        <a class="sidebar__workspace" href="/">
            <Brand />
            <span class="truncate" dir="auto">
                {workspace}
            </span>
        </a>
        {search_box()}
        <nav class="sidebar__rooms" aria-label="Rooms">
            {move || state.path.with_value(|here| places(here, calls.get(), threads.get(), later.get(), is_guest.get()))}
            <ul role="list">
                <For each=slots key=|slot| *slot let(slot)>
                    <li>
                        {match slot {
                            Slot::Room(id, _) => Either::Left(view! { <RoomLink id /> }),
                            Slot::Heading(words, more) => Either::Right(heading(words, more)),
                            Slot::Empty => Either::Right(Drawn::of_class("p", "sidebar__empty").text("You are in no room yet.")),
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
fn places(here: &str, calls: u64, threads: usize, (reminders, unsent): (u64, u64), is_guest: bool) -> Drawn {
    let place = |of, path: &str, words: &str| {
        let link = way(here, path).child(drawn_icon(of, true)).text(words);
        Drawn::new("li").child(match path {
            "/mentions" => called(link, calls),
            "/saved" => counted_as(link, reminders, if reminders == 1 { " reminder" } else { " reminders" }),
            "/drafts" => counted_as(link, unsent, " could not be sent"),
            _ => link,
        })
    };
    Drawn::new("ul")
        .with("role", "list")
        .child(place(Pictogram::Unread, "/unread", "Unread"))
        .child(thread_place(here, threads))
        .child(place(Pictogram::Call, "/mentions", "Mentions"))
        .child(place(Pictogram::Save, "/saved", "Saved"))
        .child(place(Pictogram::Edit, "/drafts", "Drafts"))
        .children((!is_guest).then(|| place(Pictogram::Browse, "/rooms", "Browse rooms")))
        .children((!is_guest).then(|| place(Pictogram::Invite, "/invite", "Invite people")))
}

/// A link to a place, which may be here.
fn way(here: &str, path: &str) -> Drawn {
    Drawn::of_class("a", "room-link").with("href", path).with_some("aria-current", (here == path).then_some("page"))
}

/// In how many threads something waits is no number for the eye, only that it does.
fn thread_place(here: &str, threads: usize) -> Drawn {
    let hidden = |number| Drawn::of_class("span", "visually-hidden").text(format!(", {number} unread"));
    let waits = (threads > 0).then(|| Drawn::of_class("span", "room-link__end").child(hidden(threads)));
    let link = way(here, "/threads")
        .with_some("data-unread", (threads > 0).then_some(""))
        .child(drawn_icon(Pictogram::Thread, true))
        .text("Threads");
    Drawn::new("li").child(link.children(waits))
}

/// What stands in the list of rooms and people. A room is another thing in another section.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Slot {
    /// The words, and the way to more, with what it is called.
    Heading(&'static str, Option<(&'static str, &'static str)>),
    Room(RoomId, Section),
    Empty,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Section {
    Favourites,
    Rooms,
    People,
}

/// Favourites, if there are any, then rooms, then people; what is hidden or archived only while it is open.
fn slots(sidebar: &SidebarView, open: Option<RoomId>) -> Vec<Slot> {
    let section = |room: &RoomEntry| match room.kind {
        _ if room.favourite => Section::Favourites,
        RoomKind::Direct => Section::People,
        _ => Section::Rooms,
    };
    let shown = |room: &&RoomEntry| !room.rests() || open == Some(room.id);
    let of = |which: Section| {
        let rooms = sidebar.rooms.iter().filter(shown).filter(move |room| section(room) == which);
        rooms.map(move |room| Slot::Room(room.id, which)).collect::<Vec<_>>()
    };
    let (favourites, rooms, people) = (of(Section::Favourites), of(Section::Rooms), of(Section::People));
    let mut slots = Vec::new();
    if !favourites.is_empty() {
        slots.push(Slot::Heading("Favourites", None));
    }
    slots.extend(favourites);
    let may_make = !sidebar.me.role.is_guest();
    slots.push(Slot::Heading("Rooms", may_make.then_some(("/rooms/new", "Make a room"))));
    if sidebar.rooms.iter().all(|room| room.kind == RoomKind::Direct) {
        slots.push(Slot::Empty);
    }
    slots.extend(rooms);
    slots.push(Slot::Heading("People", Some(("/people", "Write to people"))));
    slots.extend(people);
    slots
}

fn heading(words: &str, more: Option<(&str, &str)>) -> Drawn {
    let more = more.map(|(path, words)| {
        Drawn::of_class("a", "tool tool--small")
            .with("href", path)
            .with("aria-label", words)
            .with("title", words)
            .child(drawn_icon(Pictogram::Plus, false))
    });
    Drawn::of_class("div", "sidebar__heading").child(Drawn::new("h2").text(words)).children(more)
}

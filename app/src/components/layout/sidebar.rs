//! The workspace: its rooms, the way to others, and oneself. On a phone it is a drawer.

use leptos::prelude::*;

use super::{AccountMenu, RoomLink};
use crate::components::ui::{Brand, Icon, Pictogram, shown};
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
    let rooms = move || state.sidebar.with(|s| s.rooms.iter().map(|room| room.id).collect::<Vec<_>>());
    let has_none = move || state.sidebar.with(|s| s.rooms.is_empty());
    view! {
        <a class="sidebar__workspace" href="/">
            <Brand />
            <span class="truncate" dir="auto">
                {workspace}
            </span>
        </a>
        <nav class="sidebar__rooms" aria-label="Rooms">
            <ul role="list">
                <li>
                    <a class="room-link" href="/rooms">
                        <Icon of=Pictogram::Browse small=true />
                        "Browse rooms"
                    </a>
                </li>
                <li>
                    <a class="room-link" href="/invite">
                        <Icon of=Pictogram::Invite small=true />
                        "Invite people"
                    </a>
                </li>
            </ul>
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
                <For each=rooms key=|id| *id let(id)>
                    <li>
                        <RoomLink id />
                    </li>
                </For>
            </ul>
        </nav>
        <AccountMenu />
    }
    .into_any()
}

//! The line where unread messages begin. It stays where it is while one is in the room.

use leptos::prelude::*;

use crate::domain::Room;
use crate::state::ChatState;

/// A row of the list; `#new` leads to it. Where no script tells what was seen, a button does.
#[component]
pub fn UnreadDivider() -> impl IntoView {
    let room = expect_context::<ChatState>().room;
    let action = room.head.with_untracked(|head| format!("{}/read", Room::path(head)));
    view! {
        <li class="unread-divider" id="new">
            "New"
            <span class="visually-hidden">" messages begin here"</span>
            <form class="unread-divider__read only-without-script" method="post" action=action>
                <input type="hidden" name="no" value=room.msg_no.get_untracked().to_string() />
                <button class="button button--small" type="submit">"Mark as read"</button>
            </form>
        </li>
    }
}

//! The line where unread messages begin. It stays where it is while one is in the room.

use leptos::prelude::*;

/// A row of the list; `#new` leads to it.
#[component]
pub fn UnreadDivider() -> impl IntoView {
    view! {
        <li class="unread-divider" id="new">
            "New"
            <span class="visually-hidden">" messages begin here"</span>
        </li>
    }
}

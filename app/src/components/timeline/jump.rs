//! The two ways through a room that was left for a while: to what is newest, and to what
//! was missed first.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::Reach;
use crate::components::ui::{Icon, Pictogram, shown};
use crate::domain::Room;
use crate::state::{ChatState, LinkStatus};

/// The pill above the composer, while the newest message is out of view.
#[component]
pub fn JumpToLatest(
    /// Where the reader is.
    reach: Reach,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let room = state.room;
    let words = move || match room.new_below() {
        0 => "Jump to the newest".to_owned(),
        1 => "1 new message".to_owned(),
        more => format!("{more} new messages"),
    };
    let is_away = move || room.has_newer() || reach.is_far.get() || room.new_below() > 0;
    let on_click = move |event: MouseEvent| {
        if state.status.get_untracked() == LinkStatus::Live || !room.has_newer_untracked() {
            event.prevent_default();
            state.jump_to_latest();
        }
    };
    view! {
        {shown(is_away, move || view! {
            <a class="jump" href=move || room.head.with(Room::path) on:click=on_click>
                <Icon of=Pictogram::Down small=true />
                {words}
            </a>
        })}
    }
}

/// The pill under the bar, while the “New” line is above the view.
#[component]
pub fn JumpToUnread() -> impl IntoView {
    let room = expect_context::<ChatState>().room;
    let href = move || {
        let first = room.read_no.get() + 1;
        let is_here = room.rows.with(|rows| rows.first().is_some_and(|row| row.no <= first));
        if is_here { "#new".to_owned() } else { format!("{}/{first}?new#m{first}", room.head.with(Room::path)) }
    };
    view! {
        {shown(move || room.unread_above.get(), move || view! {
            <a class="jump jump--first" href=href>
                <Icon of=Pictogram::Up small=true />
                "Jump to the first unread"
            </a>
        })}
    }
}

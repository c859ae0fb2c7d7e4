//! The door of a room that the reader is not in: what it is about, and the way in.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::ui::{AvatarStack, Mark, Pictogram};
use crate::domain::Room;
use crate::state::{ChatState, LinkStatus};

/// Joins by a plain form, and by the socket where it is live.
#[component]
pub fn JoinDoor() -> impl IntoView {
    let state = expect_context::<ChatState>();
    let room = state.room;
    let topic = move || {
        room.head.with(|head| {
            (!head.topic.is_empty()).then(|| {
                view! {
                    <p class="join-door__topic" dir="auto">
                        {head.topic.clone()}
                    </p>
                }
            })
        })
    };
    let members = move || match room.member_count.get() {
        0 => "Nobody is in here yet.".to_owned(),
        1 => "1 member".to_owned(),
        count => format!("{count} members"),
    };
    let on_submit = move |event: SubmitEvent| {
        if state.status.get_untracked() == LinkStatus::Live {
            event.prevent_default();
            state.join();
        }
    };
    view! {
        <div class="join-door tide">
            <Mark of=Pictogram::Hash own=true large=true />
            <h2 class="join-door__title">"You are not in this room yet"</h2>
            {topic}
            <p class="join-door__people">
                <AvatarStack people=room.members />
                {members}
            </p>
            <form method="post" action=move || format!("{}/join", room.head.with(Room::path)) on:submit=on_submit>
                <button class="button button--primary" type="submit">
                    <span class="truncate">"Join " <bdi>{move || room.head.with(|head| head.name.clone())}</bdi></span>
                </button>
            </form>
        </div>
    }
}

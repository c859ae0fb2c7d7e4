//! A room: its bar, its messages, and where one says something; or the door to it.

use leptos::prelude::*;

use crate::components::composer::Dock;
use crate::components::layout::{AppFrame, ConnectionBanner, RoomHeader};
use crate::components::people::{JoinDoor, MembersPanel};
use crate::components::timeline::Timeline;
use crate::state::ChatState;

/// Reads the room from [`ChatState`].
#[component]
pub fn RoomPage(
    /// The name that a form without script gives its message; the browser makes its own.
    #[prop(optional)]
    cid: String,
    /// A text that the server sent back.
    #[prop(optional)]
    draft: String,
    /// Why it did.
    #[prop(optional_no_strip)]
    problem: Option<String>,
    /// Whether the panel of people is open from the start.
    #[prop(optional)]
    people: bool,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let room = state.room;
    let people = RwSignal::new(people);
    view! {
        <AppFrame skip_to="write" skip_label="Skip to the message box">
            <main class="sheet" id="main" tabindex="-1">
                <RoomHeader people />
                <ConnectionBanner />
                <Show
                    when=move || room.joined.get()
                    fallback=|| view! { <JoinDoor /> }
                >
                    <Timeline />
                    <Dock cid=cid.clone() draft=draft.clone() problem=problem.clone() />
                </Show>
            </main>
            <Show when=move || people.get()>
                <MembersPanel people />
            </Show>
        </AppFrame>
    }
}

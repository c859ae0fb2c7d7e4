//! A room: its bar, its messages, and where one says something; or the door to it.

use leptos::prelude::*;

use crate::components::composer::Dock;
use crate::components::layout::{AppFrame, ConnectionBanner, RoomHeader};
use crate::components::people::{JoinDoor, MembersPanel};
use crate::components::timeline::{PinsPanel, Timeline};
use crate::components::ui::{either, shown};
use crate::protocol::Panel;
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
    /// What stands beside the room from the start.
    #[prop(optional_no_strip)]
    panel: Option<Panel>,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let room = state.room;
    let panel = RwSignal::new(panel);
    let (skip_to, skip_label) = if room.joined.get_untracked() && untrack(|| state.may_say()) {
        ("write", "Skip to the message box")
    } else {
        ("main", "Skip to the room")
    };
    view! {
        <AppFrame skip_to skip_label>
            <main class="sheet" id="main" tabindex="-1">
                <RoomHeader panel />
                <ConnectionBanner />
                {either(move || room.joined.get(), move || view! {
                    <Timeline />
                    <Dock cid=cid.clone() draft=draft.clone() problem=problem.clone() />
                }, || view! { <JoinDoor /> })}
            </main>
            {shown(move || panel.get() == Some(Panel::People), move || view! { <MembersPanel panel /> })}
            {shown(move || panel.get() == Some(Panel::Pins), move || view! { <PinsPanel panel /> })}
        </AppFrame>
    }
}

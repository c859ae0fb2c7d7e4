//! When to be reminded of a message.

use leptos::prelude::*;

use super::door::FormProblem;
use crate::components::layout::{AppFrame, Sheet};
use crate::components::timeline::message_card;
use crate::components::ui::{Drawn, FormEnd, When, WhenField, moment};
use crate::domain::Message;
use crate::protocol::Problem;
use crate::state::ChatState;

/// Posts `when` and `at` to `/r/{room}/{no}/remind`.
#[component]
pub fn RemindPage(
    /// The address of the room.
    path: String,
    /// The message.
    message: Message,
    /// What was chosen before.
    chosen: When,
    /// The zone that the moments are in.
    zone: String,
    /// What is wrong.
    #[prop(optional_no_strip)]
    problem: Option<Problem>,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let card = message_card(&message, &path, &moment(&state.clock, message.at), state.me());
    let mine = format!("{path}/{}", message.no);
    view! {
        <AppFrame>
            <Sheet title="Remind me">
                <p class="sheet__lead">"At that time it stands at the top of what you saved, with a mark in the sidebar."</p>
                {Drawn::of_class("ul", "person-rows").with("role", "list").child(card)}
                <form class="sheet__form" method="post" action=format!("{mine}/remind")>
                    <FormProblem problem=problem.clone() fields=&["at"] />
                    <WhenField label="When" chosen zone problem />
                    <FormEnd cancel=format!("{mine}#m{}", message.no) words="Remind me" />
                </form>
            </Sheet>
        </AppFrame>
    }
    .into_any()
}

//! Makes a room.

use leptos::prelude::*;

use super::door::FormProblem;
use crate::components::layout::{AppFrame, Sheet};
use crate::components::ui::{Choice, Field, FormEnd};
use crate::protocol::Problem;

/// Posts `name` and `topic` to `/rooms/new`.
#[component]
pub fn NewRoomPage(
    /// The name that was typed.
    #[prop(optional)]
    name: String,
    /// The topic that was typed.
    #[prop(optional)]
    topic: String,
    /// Whether only who is invited should come in.
    #[prop(optional)]
    closed: bool,
    /// What is wrong with them.
    #[prop(optional_no_strip)]
    problem: Option<Problem>,
) -> impl IntoView {
    view! {
        <AppFrame>
            <Sheet title="Make a room">
                <p class="sheet__lead">"A room is for one thing that people talk about."</p>
                <form class="sheet__form" method="post" action="/rooms/new">
                    <FormProblem problem=problem.clone() fields=&["name", "topic"] />
                    <Field
                        name="name"
                        label="Name"
                        help="Short and plain, like release-train."
                        value=name
                        problem=problem.clone()
                        most=80
                        first=true
                    />
                    <Field
                        name="topic"
                        label="Topic"
                        help="What it is about, in one line. You may leave it empty."
                        value=topic
                        problem
                        most=250
                        optional=true
                    />
                    <Choice
                        name="closed"
                        checked=closed
                        title="Only for who is invited"
                        meaning="Otherwise everyone here can find it and join. This cannot be changed later."
                    />
                    <FormEnd words="Make the room" cancel="/rooms" />
                </form>
            </Sheet>
        </AppFrame>
    }
}

//! Gives a room another name or topic. Any member may.

use leptos::prelude::*;

use super::door::FormProblem;
use crate::components::layout::{AppFrame, Sheet};
use crate::components::ui::{Field, FormEnd};
use crate::domain::Room;
use crate::protocol::Problem;

/// Posts `name` and `topic` to `/r/{room}/edit`.
#[component]
pub fn EditRoomPage(
    /// The room as it is.
    room: Room,
    /// The name to show: as it is, or as it was typed.
    name: String,
    /// The topic to show: as it is, or as it was typed.
    topic: String,
    /// What is wrong with them.
    #[prop(optional_no_strip)]
    problem: Option<Problem>,
) -> impl IntoView {
    let path = room.path();
    view! {
        <AppFrame>
            <Sheet title=format!("About {}", room.name)>
                <form class="sheet__form" method="post" action=format!("{path}/edit")>
                    <FormProblem problem=problem.clone() fields=&["name", "topic"] />
                    <Field
                        name="name"
                        label="Name"
                        help="Links to the room keep working when it changes."
                        value=name
                        problem=problem.clone()
                        most=80
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
                    <FormEnd cancel=path.clone() />
                </form>
            </Sheet>
        </AppFrame>
    }
}

//! Gives a room another name or topic, which any member may; who looks after it says more.

use leptos::prelude::*;

use super::door::FormProblem;
use crate::components::layout::{AppFrame, Sheet};
use crate::components::ui::{Choice, Field, FormEnd};
use crate::domain::Room;
use crate::protocol::Problem;

/// Posts `name`, `topic` and, by who looks after the room, `chosen_only` to `/r/{room}/edit`; `archive` to
/// `/r/{room}/archive`.
#[component]
pub fn EditRoomPage(
    /// The room as it is.
    room: Room,
    /// The name to show: as it is, or as it was typed.
    name: String,
    /// The topic to show: as it is, or as it was typed.
    topic: String,
    /// Whether only some people post, to show: as it is, or as it was chosen.
    chosen_only: bool,
    /// Whether the reader looks after the room.
    keeps: bool,
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
                    {keeps.then(|| view! {
                        <div class="field">
                            <Choice
                                name="chosen_only"
                                checked=chosen_only
                                title="Only some people post"
                                meaning="You, and whom you choose in the list of its people. Everyone can react, and reply in threads."
                            />
                        </div>
                    })}
                    <FormEnd cancel=path.clone() />
                </form>
                {keeps.then(|| view! {
                    <form class="sheet__form sheet__part" method="post" action=format!("{path}/archive")>
                        <h2 class="field__label">"Archive it"</h2>
                        <p class="field__help">
                            "Nothing is lost: who is in the room can go on reading and searching it. Nobody can say or change anything in it until you bring it back."
                        </p>
                        <div class="sheet__actions">
                            <button class="button button--danger" type="submit" name="archive" value="on">
                                "Archive the room"
                            </button>
                        </div>
                    </form>
                })}
            </Sheet>
        </AppFrame>
    }
}

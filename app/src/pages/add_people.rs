//! Brings people into a room.

use leptos::either::Either;
use leptos::prelude::*;

use crate::components::layout::{AppFrame, Sheet};
use crate::components::ui::Avatar;
use crate::domain::{Person, Room};

/// Posts a `person` to `/r/{room}/invite`.
#[component]
pub fn AddPeoplePage(
    /// The room.
    room: Room,
    /// Everyone who is not in it.
    people: Vec<Person>,
) -> impl IntoView {
    let path = room.path();
    let is_empty = people.is_empty();
    let rows = people.into_iter().map(|person| {
        let label = format!("Add {}", person.name);
        view! {
            <li class="person-row">
                <Avatar person=person.clone() />
                <span class="person-row__name" dir="auto">
                    {person.name.clone()}
                </span>
                <form method="post" action=format!("{path}/invite")>
                    <button
                        class="button button--small button--act"
                        type="submit"
                        name="person"
                        value=person.id.to_string()
                        aria-label=label
                    >
                        "Add"
                    </button>
                </form>
            </li>
        }
    });
    let list = if is_empty {
        Either::Left(view! { <p class="sheet__lead">"Everyone here is in this room already."</p> })
    } else {
        Either::Right(view! {
            <ul class="person-rows" role="list">
                {rows.collect_view()}
            </ul>
        })
    };
    view! {
        <AppFrame>
            <Sheet title=format!("Add people to {}", room.name)>
                {list} <div class="sheet__actions">
                    <a class="button" href=format!("{}?panel=people", room.path())>
                        "Back to the room"
                    </a>
                </div>
            </Sheet>
        </AppFrame>
    }
    .into_any()
}

//! What of a room reaches the reader, and whether they keep it at the top.

use leptos::prelude::*;

use crate::components::layout::{AppFrame, Sheet};
use crate::components::ui::{Choice, FormEnd};
use crate::domain::{Involvement, Room};

/// As it is chosen, and what it means.
fn words(involvement: Involvement) -> (&'static str, &'static str) {
    match involvement {
        Involvement::Everything => ("Everything", "The room stands out when there is something new."),
        Involvement::Mentions => {
            ("What calls me", "It stands out only when somebody writes your name, @room or @here.")
        }
        Involvement::Nothing => ("Nothing", "It never stands out. You look when you like."),
        Involvement::Hidden => {
            ("Nothing, and hide it", "It does not stand in your sidebar. “Browse rooms” leads to it.")
        }
    }
}

/// Posts `involvement` and `favourite` to `/r/{room}/involvement`.
#[component]
pub fn InvolvementPage(
    /// The room.
    room: Room,
    /// How it is.
    involvement: Involvement,
    /// Whether it is at the top.
    favourite: bool,
) -> impl IntoView {
    let (path, action) = (room.path(), format!("{}/involvement", room.path()));
    let choices = Involvement::ALL.into_iter().map(move |one| {
        let (title, meaning) = words(one);
        view! {
            <Choice name="involvement" value=one.name() checked=one == involvement title=title meaning=meaning />
        }
    });
    view! {
        <AppFrame>
            <Sheet title=format!("You and {}", room.name)>
                <form class="sheet__form" method="post" action=action>
                    <fieldset class="field field--choices">
                        <legend class="field__label">"What reaches you from here"</legend>
                        {choices.collect_view()}
                    </fieldset>
                    <div class="field">
                        <Choice
                            name="favourite"
                            checked=favourite
                            title="Favourite"
                            meaning="It stands at the top of your sidebar."
                        />
                    </div>
                    <FormEnd cancel=path />
                </form>
            </Sheet>
        </AppFrame>
    }
    .into_any()
}

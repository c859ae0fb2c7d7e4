//! What of a room reaches the reader, and whether they keep it at the top.

use leptos::prelude::*;

use crate::components::layout::{AppFrame, Sheet};
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
            <label class="field__tick">
                <input type="radio" name="involvement" value=one.name() checked=one == involvement />
                <span>
                    <b>{title}</b>
                    <span class="field__help">{meaning}</span>
                </span>
            </label>
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
                    <label class="field field__tick">
                        <input type="checkbox" name="favourite" checked=favourite />
                        <span>
                            <b>"Favourite"</b>
                            <span class="field__help">"It stands at the top of your sidebar."</span>
                        </span>
                    </label>
                    <div class="sheet__actions">
                        <button class="button button--primary" type="submit">
                            "Save"
                        </button>
                        <a class="button button--quiet" href=path>
                            "Cancel"
                        </a>
                    </div>
                </form>
            </Sheet>
        </AppFrame>
    }
    .into_any()
}

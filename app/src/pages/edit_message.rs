//! Gives one's own message another text, by a form.

use leptos::prelude::*;

use super::door::FormProblem;
use crate::components::layout::{AppFrame, Sheet};
use crate::components::ui::{FormEnd, Written};
use crate::protocol::Problem;

/// Posts `base_rev` and `body` to `/r/{room}/{no}/edit`.
#[component]
pub fn EditMessagePage(
    /// The address of the message, without a slash at the end.
    path: String,
    /// The version that is changed.
    base_rev: u32,
    /// The text as it is, or as it was typed.
    body: String,
    /// What is wrong with it.
    #[prop(optional_no_strip)]
    problem: Option<Problem>,
) -> impl IntoView {
    view! {
        <AppFrame>
            <Sheet title="Change your message">
                <form class="sheet__form" method="post" action=format!("{path}/edit")>
                    <FormProblem problem fields=&[] />
                    <input type="hidden" name="base_rev" value=base_rev.to_string() />
                    <div class="field">
                        <label class="field__label" for="body">
                            "What it says"
                        </label>
                        <textarea
                            class="field__input"
                            id="body"
                            name="body"
                            rows="8"
                            dir="auto"
                            aria-describedby="body-note"
                        >
                            {Written(body)}
                        </textarea>
                        <p class="field__help" id="body-note">
                            "Everyone in the room can see what it said before."
                        </p>
                    </div>
                    <FormEnd cancel=path.clone() />
                </form>
            </Sheet>
        </AppFrame>
    }
}

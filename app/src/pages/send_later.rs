//! Sends a message at another time, or keeps it for now.

use leptos::prelude::*;

use super::door::FormProblem;
use crate::components::layout::{AppFrame, Sheet};
use crate::components::ui::{When, WhenField, Written};
use crate::protocol::Problem;

/// Posts `cid`, `body`, `when` and `at` to `/r/{room}/later`; with `keep` it is only kept.
#[component]
pub fn SendLaterPage(
    /// The address of the room.
    path: String,
    /// What the room is called.
    room: String,
    /// The name of this attempt.
    cid: String,
    /// The text as it is, or as it was typed.
    body: String,
    /// What was chosen before.
    chosen: When,
    /// The zone that the moments are in.
    zone: String,
    /// What is wrong.
    #[prop(optional_no_strip)]
    problem: Option<Problem>,
) -> impl IntoView {
    view! {
        <AppFrame>
            <Sheet title="Send it later">
                <form class="sheet__form" method="post" action=format!("{path}/later")>
                    <FormProblem problem=problem.clone() fields=&["at"] />
                    <input type="hidden" name="cid" value=cid />
                    <div class="field">
                        <label class="field__label" for="body">
                            {format!("To {room}")}
                        </label>
                        <textarea class="field__input" id="body" name="body" rows="6" dir="auto">
                            {Written(body)}
                        </textarea>
                        <p class="field__help">"It is kept as a draft until you send it. Files go with what you send at once."</p>
                    </div>
                    <WhenField label="When to send it" chosen zone problem />
                    <div class="sheet__actions">
                        <button class="button button--primary" type="submit">
                            "Send it then"
                        </button>
                        <button class="button" type="submit" name="keep" value="on">
                            "Keep it as a draft"
                        </button>
                    </div>
                </form>
            </Sheet>
        </AppFrame>
    }
    .into_any()
}

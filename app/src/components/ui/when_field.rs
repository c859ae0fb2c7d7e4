//! A moment to come: one of a few that people often mean, or any other.

use leptos::prelude::*;

use super::error_of;
use crate::protocol::Problem;

/// What people often mean: as the form names it, and in words.
const OFTEN: [(&str, &str); 5] = [
    ("20m", "In 20 minutes"),
    ("1h", "In 1 hour"),
    ("3h", "In 3 hours"),
    ("tomorrow", "Tomorrow at 9:00"),
    ("monday", "On Monday at 9:00"),
];

/// What the form sends as `when` and `at`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// One of a few names.
    pub when: String,
    /// The reader's clock and calendar, as `2026-12-01T09:00`; where it is filled in, it counts.
    pub at: String,
}

/// Two fields, of which the second counts where it is filled in.
#[component]
pub fn WhenField(
    /// What it asks for.
    label: &'static str,
    /// What was chosen before.
    chosen: When,
    /// The zone that the moments are in, as people know it.
    zone: String,
    /// The form's problem; it is shown here when it is about this field.
    #[prop(optional_no_strip)]
    problem: Option<Problem>,
) -> impl IntoView {
    let error = error_of(problem.as_ref(), "at");
    let When { when, at } = chosen;
    let choices = OFTEN.map(|(value, words)| {
        let selected = value == when;
        view! { <option value=value selected=selected>{words}</option> }
    });
    view! {
        <div class="when">
            <input type="hidden" name="zone" value=zone.clone() />
            <div class="field">
                <label class="field__label" for="when">
                    {label}
                </label>
                <select class="field__input" id="when" name="when">
                    {choices.into_iter().collect_view()}
                </select>
            </div>
            <div class="field">
                <label class="field__label" for="at">
                    "Another time"
                </label>
                <input
                    class="field__input"
                    id="at"
                    name="at"
                    type="datetime-local"
                    value=at
                    aria-invalid=error.is_some().then_some("true")
                    aria-describedby="at-note"
                />
                {match error {
                    Some(error) => view! { <p class="field__error" id="at-note">{error}</p> }.into_any(),
                    None => view! { <p class="field__help" id="at-note">{format!("By the clock of {zone}. If you fill it in, it counts.")}</p> }.into_any(),
                }}
            </div>
        </div>
    }
}

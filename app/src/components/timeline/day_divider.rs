//! The line where a day begins, on the reader's calendar. It stays in view while the day does.

use leptos::prelude::*;

use crate::domain::Timestamp;
use crate::state::ChatState;

/// A row of the list, with a heading to jump to.
#[component]
pub fn DayDivider(
    /// A moment of the day.
    at: Timestamp,
) -> impl IntoView {
    let clock = expect_context::<ChatState>().clock;
    view! {
        <li class="day-divider">
            <h2 class="day-divider__label">{move || clock.day_label(at)}</h2>
        </li>
    }
}

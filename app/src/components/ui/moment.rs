//! A moment on the reader's clock.

use leptos::prelude::*;

use crate::domain::{Timestamp, ZoneTime};
use crate::state::{ChatState, Clockwork};

/// A day and a time, such as “24 November, 09:41”.
#[component]
pub fn Moment(
    /// When.
    at: Timestamp,
) -> impl IntoView {
    let clock = expect_context::<ChatState>().clock;
    view! { <time datetime=utc(at)>{move || moment(&clock, at)}</time> }
}

/// The words of a [`Moment`]; reactive.
pub fn moment(clock: &Clockwork, at: Timestamp) -> String {
    let day = clock.day_label(at);
    // The weekday says nothing about a moment that may be long ago.
    let date = day.split_once(',').map_or(day.as_str(), |(_, date)| date.trim_start());
    format!("{date}, {}", clock.zone_time(at).clock())
}

/// The same, and only the time today: for a page that is alive, and so sees the day end; reactive.
pub fn lately(clock: &Clockwork, at: Timestamp) -> String {
    if clock.is_today(at) { clock.zone_time(at).clock() } else { moment(clock, at) }
}

/// For programs: `2026-11-24T09:41Z`.
pub fn utc(at: Timestamp) -> String {
    let moment = ZoneTime::at_offset(at, 0);
    let (year, month, day) = moment.date();
    format!("{year:04}-{month:02}-{day:02}T{}Z", moment.clock())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_today_the_time_is_enough() {
        let owner = Owner::new();
        owner.set();
        let (at, day) = (Timestamp(35_000_000), 86_400_000);
        let words = |now| lately(&Clockwork::new(Clockwork::utc(), now), at);
        assert_eq!(words(Timestamp(day - 1)), "09:43");
        assert_eq!(words(Timestamp(day)), "1 January, 09:43");
        assert_eq!(words(Timestamp(400 * day)), "1 January 1970, 09:43");
    }

    #[test]
    fn programs_read_a_moment_in_utc() {
        assert_eq!(utc(Timestamp(1_795_563_667_000)), "2026-11-24T23:41Z");
    }
}

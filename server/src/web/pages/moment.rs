//! Moments to come, by the clock and calendar of the reader.

use app::components::ui::When;
use app::domain::{Invalid, Timestamp};
use jiff::civil::{DateTime, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp as Moment, ToSpan as _, ZonedDateTime};
use serde::Deserialize;

use super::visit::Visit;
use crate::web::zone::Zone;

/// What the fields of a moment bring.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Chosen {
    #[serde(default)]
    when: String,
    #[serde(default)]
    at: String,
    /// The zone that the form named: the browser may have told another meanwhile.
    #[serde(default)]
    zone: String,
}

impl Chosen {
    /// As the form shows it again.
    pub(super) fn shown(&self) -> When {
        When { when: self.when.clone(), at: self.at.clone() }
    }

    /// The moment that is meant.
    pub(super) fn moment(&self, visit: &Visit) -> Result<Timestamp, Invalid> {
        let now = visit.state.clock.now();
        let wrong = || Invalid::new("at", "Choose a day and a time, like 2026-12-01 09:00.");
        let minutes = |minutes: i64| Ok(Timestamp(now.0 + minutes * 60_000));
        let named = Zone::named(&self.zone);
        let zone = named.as_ref().unwrap_or(&visit.zone).rules();
        // Whoever fills it in means it.
        match if self.at.trim().is_empty() { self.when.as_str() } else { "" } {
            "20m" => minutes(20),
            "1h" => minutes(60),
            "3h" => minutes(180),
            "tomorrow" => morning(zone, now, |today| today.checked_add(1.day())).ok_or_else(wrong),
            "monday" => morning(zone, now, |today| today.nth_weekday(1, Weekday::Monday)).ok_or_else(wrong),
            _ => {
                let typed: DateTime = self.at.trim().parse().map_err(|_| wrong())?;
                let there = typed.to_zoned_datetime(zone.clone()).map_err(|_| wrong())?;
                Ok(Timestamp(there.timestamp().as_millisecond()))
            }
        }
    }
}

/// The reader's day at `now`.
fn today(zone: &TimeZone, now: Timestamp) -> Option<ZonedDateTime> {
    Some(Moment::from_millisecond(now.0).ok()?.to_zoned_datetime(zone.clone()))
}

/// Nine o'clock on another day.
fn morning(
    zone: &TimeZone,
    now: Timestamp,
    day: impl Fn(&ZonedDateTime) -> Result<ZonedDateTime, jiff::Error>,
) -> Option<Timestamp> {
    let there = day(&today(zone, now)?).ok()?.date().at(9, 0, 0, 0).to_zoned_datetime(zone.clone()).ok()?;
    Some(Timestamp(there.timestamp().as_millisecond()))
}

/// When the reader's day ends.
pub(super) fn midnight(zone: &TimeZone, now: Timestamp) -> Option<Timestamp> {
    let tomorrow = today(zone, now)?.start_of_day().ok()?.checked_add(1.day()).ok()?;
    Some(Timestamp(tomorrow.timestamp().as_millisecond()))
}

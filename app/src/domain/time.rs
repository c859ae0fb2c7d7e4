//! Moments, and how a reader's clock shows them.

use serde::{Deserialize, Serialize};

/// A moment: milliseconds since 1970 in UTC. Shown to people; never an order, never a cursor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// A moment on a reader's clock and calendar. Only an adapter that knows the zone makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZoneTime {
    /// Days since 1970-01-01 on the reader's calendar.
    pub day: i64,
    /// Minutes since midnight, `0..1440`.
    pub minute: u16,
}

impl ZoneTime {
    /// The moment on a clock that is `offset` minutes ahead of UTC.
    pub fn at_offset(at: Timestamp, offset: i64) -> Self {
        let minutes = at.0.div_euclid(60_000) + offset;
        let minute = u16::try_from(minutes.rem_euclid(1_440)).unwrap_or(0);
        Self { day: minutes.div_euclid(1_440), minute }
    }

    /// `09:41`.
    pub fn clock(self) -> String {
        format!("{:02}:{:02}", self.minute / 60, self.minute % 60)
    }

    /// `(year, month 1..=12, day 1..=31)`, by Howard Hinnant's `civil_from_days`.
    pub fn date(self) -> (i64, u8, u8) {
        let shifted = self.day + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year, u8::try_from(month).unwrap_or(1), u8::try_from(day).unwrap_or(1))
    }

    /// `Tuesday, 24 November`, and the year when it is not `this_year`.
    pub fn day_label(self, this_year: i64) -> String {
        let (year, month, day) = self.date();
        // 1970-01-01 was a Thursday.
        let weekday = WEEKDAYS[usize::try_from((self.day + 3).rem_euclid(7)).unwrap_or(0)];
        let month = MONTHS[usize::from(month - 1)];
        if year == this_year { format!("{weekday}, {day} {month}") } else { format!("{weekday}, {day} {month} {year}") }
    }
}

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_shown_on_the_readers_clock_and_calendar() {
        // 2026-11-24T23:41:07Z
        let at = Timestamp(1_795_563_667_000);
        let utc = ZoneTime::at_offset(at, 0);
        assert_eq!(utc.clock(), "23:41");
        assert_eq!(utc.day_label(2026), "Tuesday, 24 November");
        let east = ZoneTime::at_offset(at, 60);
        assert_eq!(east.clock(), "00:41");
        assert_eq!(east.day_label(2025), "Wednesday, 25 November 2026");
        assert_eq!(ZoneTime::at_offset(Timestamp(-1), 0).date(), (1969, 12, 31));
        assert_eq!(ZoneTime::at_offset(Timestamp(951_782_400_000), 0).date(), (2000, 2, 29));
    }
}

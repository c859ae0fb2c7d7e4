//! Which messages stand together: one pure function, used by the server's page and the
//! browser alike, and run again where two pages of history meet.

use super::Message;

/// Messages of one author that are closer than this (milliseconds) are one run.
pub const RUN_GAP: i64 = 5 * 60 * 1000;

/// How a message stands among its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Place {
    /// A new day begins above it, so it carries the day's label.
    pub opens_day: bool,
    /// Unread messages begin with it.
    pub opens_new: bool,
    /// It shows the author's face and name.
    pub opens_run: bool,
    /// Another message of its run follows, so the rail goes on below it.
    pub run_goes_on: bool,
}

/// The place of `this` between `before` and `after`. `day` gives the reader's calendar day,
/// `read_no` the last message that was read when the room was opened.
pub fn place(
    before: Option<&Message>,
    this: &Message,
    after: Option<&Message>,
    read_no: Option<u64>,
    day: &dyn Fn(&Message) -> i64,
) -> Place {
    let is_first_unread = |m: &Message| read_no.is_some_and(|read| m.no == read + 1 && read > 0);
    let joins = |a: &Message, b: &Message| {
        a.by.id == b.by.id && (b.at.0 - a.at.0).abs() < RUN_GAP && day(a) == day(b) && !is_first_unread(b)
    };
    Place {
        opens_day: before.is_none_or(|b| day(b) != day(this)),
        opens_new: is_first_unread(this),
        opens_run: before.is_none_or(|b| !joins(b, this)),
        run_goes_on: after.is_some_and(|a| joins(this, a)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Person, Timestamp, UserId};

    fn said(no: u64, by: i64, minutes: i64) -> Message {
        let by = Person { id: UserId(by), name: "x".into(), picture: 0 };
        Message::new(no, by, Timestamp(minutes * 60_000), String::new())
    }

    fn places(messages: &[Message], read_no: Option<u64>) -> Vec<Place> {
        let day = |m: &Message| m.at.0.div_euclid(86_400_000);
        (0..messages.len())
            .map(|i| place(i.checked_sub(1).map(|b| &messages[b]), &messages[i], messages.get(i + 1), read_no, &day))
            .collect()
    }

    #[test]
    fn a_run_ends_with_another_author_a_pause_a_day_or_the_new_line() {
        let midnight = 24 * 60;
        let messages = [
            said(1, 1, 0),
            said(2, 1, 4),
            said(3, 1, 9),
            said(4, 2, 9),
            said(5, 2, midnight - 1),
            said(6, 2, midnight),
            said(7, 2, midnight + 1),
        ];
        let opens: Vec<bool> = places(&messages, Some(6)).iter().map(|p| p.opens_run).collect();
        assert_eq!(opens, [true, false, true, true, true, true, true]);
        let rail: Vec<bool> = places(&messages, None).iter().map(|p| p.run_goes_on).collect();
        assert_eq!(rail, [true, false, false, false, false, true, false]);
        let days: Vec<bool> = places(&messages, None).iter().map(|p| p.opens_day).collect();
        assert_eq!(days, [true, false, false, false, false, true, false]);
        assert_eq!(places(&messages, Some(6)).iter().position(|p| p.opens_new), Some(6));
        assert_eq!(places(&messages, Some(0)).iter().position(|p| p.opens_new), None);
    }
}

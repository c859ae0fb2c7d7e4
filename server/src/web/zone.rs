//! The reader's clock: the browser tells its time zone in the cookie `zone`, and pages are
//! written in it, so that nothing changes when the script takes over.

use app::domain::{Timestamp, ZoneTime};
use axum::http::HeaderMap;
use jiff::tz::TimeZone;

use super::session::cookie;

/// A time zone by its IANA name; UTC when the browser has not told a known one.
#[derive(Clone, Debug)]
pub(crate) struct Zone {
    zone: TimeZone,
    name: String,
}

impl Zone {
    /// The zone that the request's cookie names.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let name = cookie(headers, "zone").unwrap_or("UTC").replace("%2F", "/");
        Self::named(&name).unwrap_or_else(|| Self { zone: TimeZone::UTC, name: "UTC".to_owned() })
    }

    /// The zone of this name, if there is one.
    pub(crate) fn named(name: &str) -> Option<Self> {
        // A name goes to the file system: nothing but a name may pass.
        let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'-' | b'+'));
        let zone = TimeZone::get(name).ok().filter(|_| is_name && name.len() <= 64)?;
        Some(Self { zone, name: name.to_owned() })
    }

    /// The IANA name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Its rules.
    pub(crate) fn rules(&self) -> &TimeZone {
        &self.zone
    }

    /// The moment on the reader's clock and calendar.
    pub(crate) fn at(&self, at: Timestamp) -> ZoneTime {
        let offset = jiff::Timestamp::from_millisecond(at.0).map_or(0, |t| self.zone.to_offset(t).seconds());
        ZoneTime::at_offset(at, i64::from(offset).div_euclid(60))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(cookie: &str) -> Zone {
        let mut headers = HeaderMap::new();
        headers.insert("cookie", format!("zone={cookie}").parse().unwrap());
        Zone::of(&headers)
    }

    #[test]
    fn times_are_on_the_readers_clock() {
        // 2026-07-01T22:30:00Z
        let at = Timestamp(1_782_945_000_000);
        assert_eq!(zone("Europe/Berlin").at(at).clock(), "00:30");
        assert_eq!(zone("Europe%2FBerlin").name(), "Europe/Berlin");
        assert_eq!(zone("Asia/Kolkata").at(at).clock(), "04:00");
        assert_eq!(zone("America/St_Johns").at(at).clock(), "20:00");
        assert_eq!(zone("UTC").at(at).clock(), "22:30");
        // 2026-12-31T23:30:00Z
        assert_eq!(zone("Europe/Berlin").at(Timestamp(1_798_759_800_000)).date(), (2027, 1, 1));
    }

    #[test]
    fn what_is_no_zone_is_utc() {
        for odd in
            ["", "Nowhere/Land", "../../etc/passwd", "/etc/localtime", "Europe/Berlin\u{1}", "x".repeat(99).as_str()]
        {
            let mut headers = HeaderMap::new();
            if let Ok(value) = format!("zone={odd}").parse() {
                headers.insert("cookie", value);
            }
            assert_eq!(Zone::of(&headers).name(), "UTC", "{odd}");
        }
    }
}

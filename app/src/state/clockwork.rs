//! How moments are shown: in the reader's zone, which server and browser must agree on until
//! the page is alive; then the browser's own zone wins.

use std::sync::Arc;

use leptos::prelude::*;

use crate::domain::{Timestamp, ZoneTime};

/// A reader's zone: from a moment to a clock and a calendar.
pub type Zone = Arc<dyn Fn(Timestamp) -> ZoneTime + Send + Sync>;

/// The zone in force. Everything that reads it while rendering follows a change.
#[derive(Clone, Copy)]
pub struct Clockwork {
    zone: RwSignal<Zone>,
    now: StoredValue<Timestamp>,
}

impl Clockwork {
    /// Shows moments in `zone`, where it is `now`.
    pub fn new(zone: Zone, now: Timestamp) -> Self {
        Self { zone: RwSignal::new(zone), now: StoredValue::new(now) }
    }

    /// Coordinated universal time: what a page without a known zone shows.
    pub fn utc() -> Zone {
        Arc::new(|at| ZoneTime::at_offset(at, 0))
    }

    /// The moment on the reader's clock; reactive.
    pub fn zone_time(&self, at: Timestamp) -> ZoneTime {
        self.zone.with(|zone| zone(at))
    }

    /// The moment on the reader's clock, now; not reactive.
    pub fn zone_time_untracked(&self, at: Timestamp) -> ZoneTime {
        self.zone.with_untracked(|zone| zone(at))
    }

    /// `Tuesday, 24 November`, with the year where it is another; reactive.
    pub fn day_label(&self, at: Timestamp) -> String {
        let (this_year, ..) = self.zone_time_untracked(self.now.get_value()).date();
        self.zone_time(at).day_label(this_year)
    }

    /// Whether this is the day of the moment; reactive.
    pub fn is_today(&self, at: Timestamp) -> bool {
        self.zone_time(at).day == self.zone_time_untracked(self.now.get_value()).day
    }

    /// It is `now`: with another day, moments are shown otherwise.
    pub(super) fn turn(&self, now: Timestamp) {
        let day = |at| self.zone_time_untracked(at).day;
        if day(now) != day(self.now.get_value()) {
            self.now.set_value(now);
            self.set_zone(self.zone.get_untracked());
        }
    }

    /// From now on in another zone.
    pub fn set_zone(&self, zone: Zone) {
        self.zone.set(zone);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_stays_open_notices_the_next_day() {
        let owner = Owner::new();
        owner.set();
        let evening = Timestamp(86_399_000);
        let clock = Clockwork::new(Clockwork::utc(), evening);
        let shown = Memo::new(move |_| clock.is_today(evening));
        assert!(shown.get());
        clock.turn(Timestamp(86_400_000));
        assert!(!shown.get());
    }
}

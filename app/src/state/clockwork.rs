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
    year: i64,
}

impl Clockwork {
    /// Shows moments in `zone`; day labels leave out `year`.
    pub fn new(zone: Zone, year: i64) -> Self {
        Self { zone: RwSignal::new(zone), year }
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

    /// `Tuesday, 24 November`; reactive.
    pub fn day_label(&self, at: Timestamp) -> String {
        self.zone_time(at).day_label(self.year)
    }

    /// From now on in another zone.
    pub fn set_zone(&self, zone: Zone) {
        self.zone.set(zone);
    }
}

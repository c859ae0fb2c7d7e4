//! The one place that asks what time it is. Everything else is handed a [`Clock`] or a
//! [`Timestamp`], so that a test can say when it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use app::domain::Timestamp;
use tokio::sync::Notify;

/// The longest sleep: the system's clock may be set, and a machine may have been asleep itself.
const NAP: Duration = Duration::from_secs(30);

/// The system's clock, or one that stands still until it is moved. Clones show the same time.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    fixed: Option<Arc<Fixed>>,
}

#[derive(Debug)]
struct Fixed {
    at: AtomicI64,
    moved: Notify,
}

impl Clock {
    /// The clock of this machine.
    pub fn system() -> Self {
        Self { fixed: None }
    }

    /// A clock that stands at `at`.
    pub fn fixed(at: Timestamp) -> Self {
        Self { fixed: Some(Arc::new(Fixed { at: AtomicI64::new(at.0), moved: Notify::new() })) }
    }

    /// Moves a fixed clock by so many milliseconds; the system's clock is not ours to move.
    pub fn advance(&self, millis: i64) {
        if let Some(fixed) = &self.fixed {
            fixed.at.fetch_add(millis, Ordering::Relaxed);
            fixed.moved.notify_waiters();
        }
    }

    /// Waits until it is so late.
    pub async fn until(&self, at: Timestamp) {
        loop {
            // Whoever moves a fixed clock after this line is heard.
            let moved = self.fixed.as_ref().map(|fixed| fixed.moved.notified());
            let Some(left) = at.0.checked_sub(self.now().0).filter(|left| *left > 0) else { return };
            match moved {
                Some(moved) => moved.await,
                None => tokio::time::sleep(NAP.min(Duration::from_millis(left.unsigned_abs()))).await,
            }
        }
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        match &self.fixed {
            Some(fixed) => Timestamp(fixed.at.load(Ordering::Relaxed)),
            None => Timestamp(system_now()),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the clock")]
fn system_now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
}

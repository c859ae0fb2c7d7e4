//! Waiting, the browser's way.

use std::time::Duration;

use futures_channel::oneshot;
use leptos::prelude::set_timeout;

/// Resolves after `ms` milliseconds, or later in a tab that is out of sight.
pub(crate) async fn sleep(ms: u64) {
    let (done, over) = oneshot::channel();
    set_timeout(
        move || {
            let _ = done.send(());
        },
        Duration::from_millis(ms),
    );
    let _ = over.await;
}

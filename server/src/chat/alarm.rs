//! What happens at its time: reminders ring, and what was to be said later is said. All of it is in the store, so it
//! survives a restart; what was due meanwhile happens at the next start.

use std::time::Duration;

use app::domain::Timestamp;

use super::{Chat, ChatError, Result};
use crate::store::Due;

/// So much happens at once.
const TOGETHER: u64 = 50;

/// When a fault is tried again.
const AGAIN: Duration = Duration::from_secs(5);

impl Chat {
    /// Does what is due, and waits for what is due next, for as long as it is let.
    pub async fn keep_time(self) {
        loop {
            let next = match self.do_what_is_due().await {
                Ok(next) => next,
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "what is due has to wait");
                    tokio::time::sleep(AGAIN).await;
                    continue;
                }
            };
            tokio::select! {
                () = self.alarm.notified() => {}
                () = self.until(next) => {}
            }
        }
    }

    async fn until(&self, next: Option<Timestamp>) {
        match next {
            Some(at) => self.clock.until(at).await,
            None => std::future::pending().await,
        }
    }

    /// Answers when something is due next.
    async fn do_what_is_due(&self) -> Result<Option<Timestamp>> {
        let now = self.clock.now();
        while self.store.write(move |tx| Box::pin(async move { tx.ring(now, TOGETHER).await })).await? == TOGETHER {}
        loop {
            let due = self.store.glance().await?.read().due(now, TOGETHER).await?;
            if due.is_empty() {
                break;
            }
            for due in due {
                self.say_or_note(due).await?;
            }
        }
        let mut glance = self.store.glance().await?;
        let mut reading = glance.read();
        let (reminder, scheduled) = (reading.next_reminder().await?, reading.next_scheduled().await?);
        Ok(reminder.into_iter().chain(scheduled).min())
    }

    /// Says it; what stands in the way for good is noted, for its author to see to.
    async fn say_or_note(&self, due: Due) -> Result<()> {
        match self.say_due(due.clone()).await {
            Ok(()) => Ok(()),
            Err(error @ (ChatError::Internal(_) | ChatError::Unavailable)) => Err(error),
            Err(error) => {
                let problem = error.to_string();
                self.store.write(move |tx| Box::pin(async move { tx.note_unsent(&due, &problem).await })).await?;
                Ok(())
            }
        }
    }
}

//! What happens at its time: reminders ring, and what was to be said later is said. All of it is in the store, so it
//! survives a restart; what was due meanwhile happens at the next start.

use std::collections::HashMap;
use std::time::Duration;

use app::domain::{ScheduledId, Timestamp};

use super::{Chat, ChatError, Result};
use crate::store::Due;

/// So much happens at once.
const TOGETHER: u64 = 50;

/// When a fault is tried again, in milliseconds, and how often.
const AGAIN: i64 = 5_000;
const TRIES: u32 = 5;

const FAULT: &str = "The server could not send it, and says in its log why. Try to send it now.";

/// How often each was tried in vain.
type Tries = HashMap<ScheduledId, u32>;

impl Chat {
    /// Does what is due, and waits for what is due next, for as long as it is let.
    pub async fn keep_time(self) {
        let mut tries = Tries::new();
        loop {
            let next = match self.do_what_is_due(&mut tries).await {
                Ok(next) => next,
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "what is due has to wait");
                    tokio::time::sleep(Duration::from_millis(AGAIN.unsigned_abs())).await;
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

    /// Answers when to look again.
    async fn do_what_is_due(&self, tries: &mut Tries) -> Result<Option<Timestamp>> {
        let now = self.clock.now();
        let again = loop {
            while self.store.write(move |tx| Box::pin(async move { tx.ring(now, TOGETHER).await })).await? == TOGETHER {
            }
            let (mut again, mut moved) = (None, false);
            for due in self.store.glance().await?.read().due(now, TOGETHER).await? {
                let waits = self.say_or_note(due, tries).await?;
                moved |= waits.is_none();
                again = again.into_iter().chain(waits).min();
            }
            // There may be more of the same people. What has to wait is passed over, and stands in nobody's way.
            if !moved {
                break again;
            }
        };
        let mut glance = self.store.glance().await?;
        let mut reading = glance.read();
        let (reminder, scheduled) = (reading.next_reminder().await?, reading.next_scheduled(now).await?);
        Ok(again.into_iter().chain(reminder).chain(scheduled).min())
    }

    /// Says it. What stands in the way for good is noted, for its author to see to; what passes is waited for, and
    /// answered when.
    async fn say_or_note(&self, due: Due, tries: &mut Tries) -> Result<Option<Timestamp>> {
        let (id, now) = (due.scheduled.id, self.clock.now());
        let after = |ms: i64| Ok(Some(Timestamp(now.0 + ms.max(1))));
        let problem = match self.say_due(due.clone()).await {
            Ok(_) => {
                tries.remove(&id);
                return Ok(None);
            }
            Err(ChatError::RateLimited { after_ms, .. }) => return after(i64::try_from(after_ms).unwrap_or(AGAIN)),
            Err(error @ (ChatError::Internal(_) | ChatError::Unavailable)) => {
                tracing::warn!(error = &error as &dyn std::error::Error, id = id.0, "something could not be said");
                let tried = tries.entry(id).or_default();
                *tried += 1;
                if *tried < TRIES {
                    return after(AGAIN);
                }
                FAULT.to_owned()
            }
            Err(error) => error.to_string(),
        };
        tries.remove(&id);
        self.store.write(move |tx| Box::pin(async move { tx.note_unsent(&due, &problem).await })).await?;
        Ok(None)
    }
}

//! Sessions: who acts with a token, and where else they are signed in.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use app::domain::{Timestamp, UserId};

use super::{Actor, Chat, ChatError, Result, SessionEntry, Visitor, secret};
use crate::store::NewSession;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// A session ends when it is not used for so long, and after so long whatever happens.
const IDLE: i64 = 14 * DAY;
const ABSOLUTE: i64 = 90 * DAY;
/// Its use is noted at most so often.
const TOUCH: i64 = 5 * MINUTE;

/// What is remembered of a token is believed for so long without looking.
const BELIEVED: i64 = 30_000;
/// So many tokens are remembered.
const MANY: usize = 20_000;

/// A session that was not used since then is over.
pub(super) fn idle_since(now: Timestamp) -> Timestamp {
    Timestamp(now.0 - IDLE)
}

impl Chat {
    /// Who acts with this token; `None` when it is not, or no longer, valid.
    ///
    /// # Errors
    /// The store failed.
    pub async fn authenticate(&self, token: &str) -> Result<Option<Actor>> {
        // 32 bytes in base64; anything else was never given to anybody.
        if token.len() != 43 {
            return Ok(None);
        }
        let (hash, now) = (secret::fingerprint(token), self.clock.now());
        let ended = match self.sessions.recall(&hash, now) {
            Ok(actor) => return Ok(Some(actor)),
            Err(ended) => ended,
        };
        let found = self.store.glance().await?.read().session(&hash, now, idle_since(now)).await?;
        let Some((session, user)) = found else { return Ok(None) };
        if now.0 - session.last_seen_at.0 > TOUCH {
            let id = session.id;
            let touch = self.store.write(move |tx| Box::pin(async move { tx.touch_session(id, now).await }));
            // The session stands all the same; the next look tries again.
            if let Err(error) = touch.await {
                tracing::warn!(%error, "could not note that a session is in use");
            }
        }
        let actor = Actor { user, session: session.id };
        let known = Known { actor: actor.clone(), looked_at: now, expires_at: session.expires_at };
        self.sessions.remember(hash, known, ended);
        Ok(Some(actor))
    }

    /// Ends the session; its sockets are closed before this returns.
    ///
    /// # Errors
    /// The store failed.
    pub async fn sign_out(&self, actor: &Actor) -> Result<()> {
        match self.revoke_session(actor, actor.session).await {
            Err(ChatError::NotFound(_)) => Ok(()),
            outcome => outcome,
        }
    }

    /// The person's sessions, the newest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn sessions(&self, actor: &Actor) -> Result<Vec<SessionEntry>> {
        let now = self.clock.now();
        let sessions = self.store.glance().await?.read().sessions(actor.user(), now, idle_since(now)).await?;
        let entry = |session: crate::store::Session| SessionEntry {
            is_current: session.id == actor.session,
            id: session.id,
            device: session.device,
            created_at: session.created_at,
            last_seen_at: session.last_seen_at,
        };
        Ok(sessions.into_iter().map(entry).collect())
    }

    /// Ends a session of one's own; its sockets are closed before this returns.
    ///
    /// # Errors
    /// There is no such session of this person.
    pub async fn revoke_session(&self, actor: &Actor, session: i64) -> Result<()> {
        let user = actor.user();
        let ended = self.store.write(move |tx| Box::pin(async move { tx.end_session(user, session).await })).await;
        if ended.map_err(ChatError::from)? {
            Ok(())
        } else {
            Err(ChatError::NotFound("There is no such session any more."))
        }
    }
}

/// What is remembered of the tokens in use, so that a command needs no look into the store.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    memory: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    known: HashMap<[u8; 32], Known>,
    /// How many sessions have ended: what was looked up before the last end is not remembered after it.
    ended: u64,
}

/// A token that was found valid.
#[derive(Clone, Debug)]
struct Known {
    actor: Actor,
    looked_at: Timestamp,
    expires_at: Timestamp,
}

impl Sessions {
    /// What to store of a session that begins.
    pub(super) fn begin(&self, token: &str, user: UserId, visitor: &Visitor, now: Timestamp) -> NewSession {
        NewSession {
            token_hash: secret::fingerprint(token),
            user,
            device: visitor.device.chars().filter(|c| !c.is_control()).take(100).collect(),
            at: now,
            expires_at: Timestamp(now.0 + ABSOLUTE),
        }
    }

    /// Nothing of a session that has ended is believed any more.
    pub(super) fn forget(&self, session: i64) {
        let mut memory = self.memory();
        memory.ended += 1;
        memory.known.retain(|_, known| known.actor.session != session);
    }

    /// Who acts with the token, or how many sessions have ended so far.
    fn recall(&self, hash: &[u8; 32], now: Timestamp) -> std::result::Result<Actor, u64> {
        let memory = self.memory();
        match memory.known.get(hash) {
            // A clock that was set back makes nothing older than it is.
            Some(known) if (0..BELIEVED).contains(&(now.0 - known.looked_at.0)) && now < known.expires_at => {
                Ok(known.actor.clone())
            }
            _ => Err(memory.ended),
        }
    }

    fn remember(&self, hash: [u8; 32], known: Known, ended: u64) {
        let mut memory = self.memory();
        if memory.ended != ended {
            return;
        }
        if memory.known.len() >= MANY {
            let now = known.looked_at.0;
            memory.known.retain(|_, known| now - known.looked_at.0 < BELIEVED);
        }
        if memory.known.len() < MANY {
            memory.known.insert(hash, known);
        }
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        // Every state under the lock is whole.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

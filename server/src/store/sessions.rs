//! Sessions. The token itself is never stored.

use app::domain::{Timestamp, UserId};

use super::tx::Effect;
use super::{Reading, StoreError, Tx};

/// Most sessions of a person; all of them can be seen and ended in the settings.
const SESSIONS_MOST: i64 = 100;

/// A session that is not over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Which session.
    pub id: i64,
    /// On which device.
    pub device: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to some minutes.
    pub last_seen_at: Timestamp,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
}

/// A session to begin.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// Whose.
    pub user: UserId,
    /// On which device.
    pub device: String,
    /// When.
    pub at: Timestamp,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
}

type SessionRow = (i64, String, i64, i64, i64);

fn session((id, device, created_at, last_seen_at, expires_at): SessionRow) -> Session {
    Session {
        id,
        device,
        created_at: Timestamp(created_at),
        last_seen_at: Timestamp(last_seen_at),
        expires_at: Timestamp(expires_at),
    }
}

impl Reading<'_> {
    /// The session with this token that was used since `idle_since` and has not ended at `now`.
    ///
    /// # Errors
    /// The database failed.
    pub async fn session(
        &mut self,
        token_hash: &[u8; 32],
        now: Timestamp,
        idle_since: Timestamp,
    ) -> Result<Option<(Session, UserId)>, StoreError> {
        let found: Option<(i64, String, i64, i64, i64, i64)> = sqlx::query_as(
            r"
            SELECT id, device, created_at, last_seen_at, expires_at, user
            FROM sessions
            WHERE token_hash = $1 AND expires_at > $2 AND last_seen_at > $3
            ",
        )
        .bind(token_hash.as_slice())
        .bind(now.0)
        .bind(idle_since.0)
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(found.map(|(id, device, began_at, last_seen_at, expires_at, user)| {
            (session((id, device, began_at, last_seen_at, expires_at)), UserId(user))
        }))
    }

    /// The sessions of a person, the newest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sessions(
        &mut self,
        user: UserId,
        now: Timestamp,
        idle_since: Timestamp,
    ) -> Result<Vec<Session>, StoreError> {
        let rows: Vec<SessionRow> = sqlx::query_as(
            r"
            SELECT id, device, created_at, last_seen_at, expires_at
            FROM sessions
            WHERE user = $1 AND expires_at > $2 AND last_seen_at > $3
            ORDER BY id DESC
            LIMIT 500
            ",
        )
        .bind(user.0)
        .bind(now.0)
        .bind(idle_since.0)
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows.into_iter().map(session).collect())
    }

    /// Whether a session has not been ended.
    ///
    /// # Errors
    /// The database failed.
    pub async fn has_session(&mut self, session: i64) -> Result<bool, StoreError> {
        let id: Option<i64> = sqlx::query_scalar(
            r"
            SELECT id
            FROM sessions
            WHERE id = $1
            ",
        )
        .bind(session)
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(id.is_some())
    }
}

impl Tx {
    /// Begins a session, clears away those of the same person that are over, and ends the one unused for
    /// longest where there are a hundred.
    ///
    /// # Errors
    /// The database failed.
    pub async fn add_session(&mut self, new: &NewSession, idle_since: Timestamp) -> Result<i64, StoreError> {
        let connection = self.connection().await?;
        sqlx::query(
            r"
            DELETE FROM sessions
            WHERE user = $1 AND (expires_at <= $2 OR last_seen_at <= $3)
            ",
        )
        .bind(new.user.0)
        .bind(new.at.0)
        .bind(idle_since.0)
        .execute(&mut *connection)
        .await?;
        let oldest: Vec<i64> = sqlx::query_scalar(
            r"
            SELECT id
            FROM sessions
            WHERE user = $1
            ORDER BY last_seen_at DESC, id DESC
            LIMIT -1 OFFSET $2
            ",
        )
        .bind(new.user.0)
        .bind(SESSIONS_MOST - 1)
        .fetch_all(&mut *connection)
        .await?;
        for session in oldest {
            self.end_session(new.user, session).await?;
        }
        let id = sqlx::query_scalar(
            r"
            INSERT INTO sessions (token_hash, user, device, created_at, last_seen_at, expires_at)
            VALUES ($1, $2, $3, $4, $4, $5)
            RETURNING id
            ",
        )
        .bind(new.token_hash.as_slice())
        .bind(new.user.0)
        .bind(&new.device)
        .bind(new.at.0)
        .bind(new.expires_at.0)
        .fetch_one(self.connection().await?)
        .await?;
        Ok(id)
    }

    /// Notes that a session is in use.
    ///
    /// # Errors
    /// The database failed.
    pub async fn touch_session(&mut self, session: i64, at: Timestamp) -> Result<(), StoreError> {
        sqlx::query(
            r"
            UPDATE sessions
            SET last_seen_at = $2
            WHERE id = $1 AND last_seen_at < $2
            ",
        )
        .bind(session)
        .bind(at.0)
        .execute(self.connection().await?)
        .await?;
        Ok(())
    }

    /// Ends a session of this person. Answers whether there was one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn end_session(&mut self, user: UserId, session: i64) -> Result<bool, StoreError> {
        let ended = sqlx::query(
            r"
            DELETE FROM sessions
            WHERE id = $1 AND user = $2
            ",
        )
        .bind(session)
        .bind(user.0)
        .execute(self.connection().await?)
        .await?
        .rows_affected();
        if ended > 0 {
            self.note(Effect::SessionEnded { session });
        }
        Ok(ended > 0)
    }
}

//! Attempts to get in, which throttle guessing. They outlive a restart; nothing else that
//! is counted does.

use app::domain::Timestamp;

use super::{Reading, StoreError, Tx};

/// At which door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptKind {
    /// With an address and a password.
    SignIn,
    /// At a join link.
    SignUp,
}

impl AttemptKind {
    fn stored(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SignUp => "sign_up",
        }
    }
}

/// One attempt to get in.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// At which door.
    pub kind: AttemptKind,
    /// From where; whoever owns several addresses of one network counts as one.
    pub address: String,
    /// SHA-256 of the account that was named.
    pub account: [u8; 32],
}

impl Reading<'_> {
    /// How many attempts there were from this address since `since`, and the oldest of them.
    ///
    /// # Errors
    /// The database failed.
    pub async fn attempts(&mut self, of: &Attempt, since: Timestamp) -> Result<(u64, Timestamp), StoreError> {
        let (attempts, oldest): (i64, i64) = sqlx::query_as(
            r"
            SELECT COUNT(*), COALESCE(MIN(at), 0)
            FROM login_attempts
            WHERE kind = $1 AND address = $2 AND at > $3
            ",
        )
        .bind(of.kind.stored())
        .bind(&of.address)
        .bind(since.0)
        .fetch_one(&mut *self.connection)
        .await?;
        Ok((super::rows::count(attempts), Timestamp(oldest)))
    }

    /// The same, at this account only.
    ///
    /// # Errors
    /// The database failed.
    pub async fn attempts_at_account(
        &mut self,
        of: &Attempt,
        since: Timestamp,
    ) -> Result<(u64, Timestamp), StoreError> {
        let (attempts, oldest): (i64, i64) = sqlx::query_as(
            r"
            SELECT COUNT(*), COALESCE(MIN(at), 0)
            FROM login_attempts
            WHERE kind = $1 AND address = $2 AND at > $3 AND account = $4
            ",
        )
        .bind(of.kind.stored())
        .bind(&of.address)
        .bind(since.0)
        .bind(of.account.as_slice())
        .fetch_one(&mut *self.connection)
        .await?;
        Ok((super::rows::count(attempts), Timestamp(oldest)))
    }
}

impl Tx {
    /// Notes an attempt, and forgets those before `forget`.
    ///
    /// # Errors
    /// The database failed.
    pub async fn add_attempt(&mut self, of: &Attempt, at: Timestamp, forget: Timestamp) -> Result<(), StoreError> {
        let connection = self.connection().await?;
        sqlx::query(
            r"
            DELETE FROM login_attempts
            WHERE at < $1
            ",
        )
        .bind(forget.0)
        .execute(&mut *connection)
        .await?;
        sqlx::query(
            r"
            INSERT INTO login_attempts (kind, address, account, at)
            VALUES ($1, $2, $3, $4)
            ",
        )
        .bind(of.kind.stored())
        .bind(&of.address)
        .bind(of.account.as_slice())
        .bind(at.0)
        .execute(connection)
        .await?;
        Ok(())
    }

    /// Forgets the attempts at an account from an address, because one succeeded.
    ///
    /// # Errors
    /// The database failed.
    pub async fn forgive_attempts(&mut self, of: &Attempt) -> Result<(), StoreError> {
        sqlx::query(
            r"
            DELETE FROM login_attempts
            WHERE kind = $1 AND address = $2 AND account = $3
            ",
        )
        .bind(of.kind.stored())
        .bind(&of.address)
        .bind(of.account.as_slice())
        .execute(self.connection().await?)
        .await?;
        Ok(())
    }
}

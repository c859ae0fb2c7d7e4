//! Join links: one is live at a time.

use app::domain::{Person, Timestamp, UserId};

use super::rows::{self, PersonRow};
use super::{Reading, StoreError, Tx};

impl Reading<'_> {
    /// Who made the live join link with this token.
    ///
    /// # Errors
    /// The database failed.
    pub async fn invitation(&mut self, token: &str) -> Result<Option<Person>, StoreError> {
        let row: Option<PersonRow> = sqlx::query_as(
            r"
            SELECT u.id, u.name, u.picture
            FROM invitations i
            JOIN users u ON u.id = i.made_by
            WHERE i.token = $1 AND i.revoked_at IS NULL
            ",
        )
        .bind(token)
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(row.map(rows::person))
    }

    /// The token of the live join link.
    ///
    /// # Errors
    /// The database failed.
    pub async fn live_invitation(&mut self) -> Result<Option<String>, StoreError> {
        let token = sqlx::query_scalar(
            r"
            SELECT token
            FROM invitations
            WHERE revoked_at IS NULL
            ",
        )
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(token)
    }
}

impl Tx {
    /// Makes the live join link; the one before is dead.
    ///
    /// # Errors
    /// The database failed.
    pub async fn renew_invitation(&mut self, token: &str, by: UserId, at: Timestamp) -> Result<(), StoreError> {
        let connection = self.connection().await?;
        sqlx::query(
            r"
            UPDATE invitations
            SET revoked_at = $1
            WHERE revoked_at IS NULL
            ",
        )
        .bind(at.0)
        .execute(&mut *connection)
        .await?;
        sqlx::query(
            r"
            INSERT INTO invitations (token, made_by, created_at)
            VALUES ($1, $2, $3)
            ",
        )
        .bind(token)
        .bind(by.0)
        .bind(at.0)
        .execute(connection)
        .await?;
        Ok(())
    }
}

//! Rooms that rest, and rooms in which only some people post.

use app::domain::{RoomId, Timestamp, UserId};

use super::{Reading, Seat, StoreError, Tx};

/// Whether a person may say something in the room `r`, in which they are by the membership `m`: not where it is archived;
/// where only the chosen post, those and who looks after the room.
pub(super) const MAY_SAY: &str = r"
    r.archived_at IS NULL AND (
        r.chosen_only = 0
        OR m.chosen
        OR EXISTS (
            SELECT 1
            FROM users u
            WHERE u.id = m.user AND (u.role IN ('owner', 'admin') OR u.role = 'member' AND r.made_by = u.id)
        )
    )
";

impl Reading<'_> {
    /// Whether who sits here may say something.
    ///
    /// # Errors
    /// The database failed.
    pub async fn may_say(&mut self, seat: &Seat) -> Result<bool, StoreError> {
        let sql = format!(
            "SELECT {MAY_SAY} FROM rooms r LEFT JOIN memberships m ON m.room = r.id AND m.user = $2 WHERE r.id = $1"
        );
        let may: Option<bool> = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(seat.room().0)
            .bind(seat.user().0)
            .fetch_one(&mut *self.connection)
            .await?;
        Ok(may == Some(true))
    }

    /// Members who were chosen to post, by number.
    ///
    /// # Errors
    /// The database failed.
    pub async fn chosen(&mut self, seat: &Seat) -> Result<Vec<UserId>, StoreError> {
        let chosen: Vec<i64> = sqlx::query_scalar(
            r"
            SELECT user
            FROM memberships
            WHERE room = $1 AND chosen
            ORDER BY user
            ",
        )
        .bind(seat.room().0)
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(chosen.into_iter().map(UserId).collect())
    }
}

impl Tx {
    /// Archives a room and its threads, or brings them back. Answers those for which that is new.
    ///
    /// # Errors
    /// The database failed.
    pub async fn archive(&mut self, seat: &Seat, since: Option<Timestamp>) -> Result<Vec<RoomId>, StoreError> {
        let changed: Vec<i64> = sqlx::query_scalar(
            r"
            UPDATE rooms
            SET archived_at = $2
            WHERE (id = $1 OR parent = $1) AND (archived_at IS NULL) <> ($2 IS NULL)
            RETURNING id
            ",
        )
        .bind(seat.room().0)
        .bind(since.map(|at| at.0))
        .fetch_all(self.connection().await?)
        .await?;
        Ok(changed.into_iter().map(RoomId).collect())
    }

    /// Says whether only the chosen post. Answers whether that is new.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_posting(&mut self, seat: &Seat, chosen_only: bool) -> Result<bool, StoreError> {
        let changed = sqlx::query(
            r"
            UPDATE rooms
            SET chosen_only = $2
            WHERE id = $1 AND chosen_only <> $2
            ",
        )
        .bind(seat.room().0)
        .bind(chosen_only)
        .execute(self.connection().await?)
        .await?;
        Ok(changed.rows_affected() > 0)
    }

    /// Chooses who sits here, or does so no longer. Answers whether that is new.
    ///
    /// # Errors
    /// The database failed.
    pub async fn choose(&mut self, seat: &Seat, on: bool) -> Result<bool, StoreError> {
        let changed = sqlx::query(
            r"
            UPDATE memberships
            SET chosen = $3
            WHERE room = $1 AND user = $2 AND chosen <> $3
            ",
        )
        .bind(seat.room().0)
        .bind(seat.user().0)
        .bind(on)
        .execute(self.connection().await?)
        .await?;
        Ok(changed.rows_affected() > 0)
    }
}

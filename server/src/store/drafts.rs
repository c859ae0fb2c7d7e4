//! What people have typed and not sent.

use app::domain::{RoomId, Timestamp, UserId};
use app::protocol::{Draft, Later, PrivateEvent};

use super::rows::{count, number};
use super::threads::root;
use super::{Reading, StoreError, Tx};

/// `room, body, at, parent, root_no`
type Row = (i64, String, i64, Option<i64>, Option<i64>);

fn draft((room, body, at, parent, no): Row) -> Draft {
    Draft { room: RoomId(room), body, at: Timestamp(at), root: root(parent, no) }
}

impl Reading<'_> {
    /// What a page knows of what somebody comes back to.
    ///
    /// # Errors
    /// The database failed.
    pub async fn later(&mut self, user: UserId) -> Result<Later, StoreError> {
        let rows: Vec<(String, i64, i64)> = sqlx::query_as(
            r"
            SELECT 'draft' AS what, room AS one, 0 AS other
            FROM drafts
            WHERE user = $1
            UNION ALL
            SELECT 'saved', room, msg_no
            FROM saved
            WHERE user = $1
            UNION ALL
            SELECT 'rings', COUNT(*), 0
            FROM saved
            WHERE user = $1 AND rings = 1
            UNION ALL
            SELECT 'unsent', COUNT(*), 0
            FROM scheduled
            WHERE user = $1 AND problem IS NOT NULL
            ORDER BY 1, 2, 3
            ",
        )
        .bind(user.0)
        .fetch_all(&mut *self.connection)
        .await?;
        let mut later = Later::default();
        for (what, one, other) in rows {
            match what.as_str() {
                "draft" => later.drafts.push(RoomId(one)),
                "saved" => later.saved.push((RoomId(one), count(other))),
                "rings" => later.reminders = count(one),
                _ => later.unsent = count(one),
            }
        }
        Ok(later)
    }

    /// What somebody has typed in a room and not sent.
    ///
    /// # Errors
    /// The database failed.
    pub async fn draft(&mut self, user: UserId, room: RoomId) -> Result<Option<Draft>, StoreError> {
        let row: Option<Row> = sqlx::query_as(
            r"
            SELECT d.room, d.body, d.at, r.parent, r.root_no
            FROM drafts d
            JOIN rooms r ON r.id = d.room
            WHERE d.user = $1 AND d.room = $2
            ",
        )
        .bind(user.0)
        .bind(room.0)
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(row.map(draft))
    }

    /// Whether somebody may begin one more, or goes on with the one of this room.
    ///
    /// # Errors
    /// The database failed.
    pub async fn may_draft(&mut self, user: UserId, room: RoomId) -> Result<bool, StoreError> {
        let others: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM drafts WHERE user = $1 AND room <> $2")
            .bind(user.0)
            .bind(room.0)
            .fetch_one(&mut *self.connection)
            .await?;
        Ok(count(others) < Draft::MOST as u64)
    }

    /// Everything that somebody has typed and not sent, the newest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn drafts(&mut self, user: UserId) -> Result<Vec<Draft>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(
            r"
            SELECT d.room, d.body, d.at, r.parent, r.root_no
            FROM drafts d
            JOIN rooms r ON r.id = d.room
            WHERE d.user = $1
            ORDER BY d.at DESC, d.room
            LIMIT $2
            ",
        )
        .bind(user.0)
        .bind(number(Draft::MOST as u64))
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows.into_iter().map(draft).collect())
    }
}

impl Tx {
    /// Keeps what somebody has typed in a room and tells their screens, or lets go of it where it is empty; the same
    /// text again changes nothing.
    ///
    /// # Errors
    /// The database failed.
    pub async fn keep_draft(&mut self, user: UserId, draft: &Draft) -> Result<(), StoreError> {
        let Draft { room, body, at, .. } = draft;
        let sql = if body.is_empty() {
            "DELETE FROM drafts WHERE user = $1 AND room = $2 AND $3 IS NOT NULL AND $4 IS NOT NULL"
        } else {
            r"
            INSERT INTO drafts (user, room, body, at)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (user, room) DO UPDATE
            SET body = excluded.body, at = excluded.at
            WHERE drafts.body <> excluded.body
            "
        };
        let query = sqlx::query(sql).bind(user.0).bind(room.0).bind(body).bind(at.0);
        if query.execute(self.connection().await?).await?.rows_affected() > 0 {
            let (on, at) = if body.is_empty() { (false, Timestamp(0)) } else { (true, *at) };
            self.tell(user, PrivateEvent::Drafted { room: *room, on, at }).await?;
        }
        Ok(())
    }
}

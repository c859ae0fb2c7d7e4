//! How messages change. Each of these answers whether anything is different now: what is asked for twice is
//! done once, and told once.

use app::domain::{Block, Reactions, Timestamp, UserId};

use super::rows::{self, number};
use super::{Seat, StoreError, Tx};

impl Tx {
    /// Gives a message another text, and keeps the one it had.
    ///
    /// # Errors
    /// The database failed.
    pub async fn edit_message(
        &mut self,
        seat: &Seat,
        no: u64,
        body: &str,
        nodes: &[Block],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.will_change(seat, no).await?;
        let connection = self.connection().await?;
        sqlx::query(
            r"
            INSERT INTO revisions (room, msg_no, rev, at, body)
            SELECT room, msg_no, rev, COALESCE(edited_at, at), body
            FROM messages
            WHERE room = $1 AND msg_no = $2
            ",
        )
        .bind(seat.room().0)
        .bind(number(no))
        .execute(&mut *connection)
        .await?;
        sqlx::query(
            r"
            UPDATE messages
            SET body = $3, nodes = $4, parser = $5, rev = rev + 1, edited_at = $6
            WHERE room = $1 AND msg_no = $2
            ",
        )
        .bind(seat.room().0)
        .bind(number(no))
        .bind(body)
        .bind(rows::stored_nodes(nodes))
        .bind(crate::markup::VERSION)
        .bind(at.0)
        .execute(connection)
        .await?;
        Ok(())
    }

    /// Takes everything of a message away but its place.
    ///
    /// # Errors
    /// The database failed.
    pub async fn delete_message(&mut self, seat: &Seat, no: u64, at: Timestamp) -> Result<(), StoreError> {
        self.will_change(seat, no).await?;
        self.drop_attachments(seat, no).await?;
        self.forget_saved(seat, no).await?;
        let connection = self.connection().await?;
        for sql in [
            "DELETE FROM revisions WHERE room = $1 AND msg_no = $2",
            "DELETE FROM reactions WHERE room = $1 AND msg_no = $2",
            "DELETE FROM pins WHERE room = $1 AND msg_no = $2",
            "DELETE FROM mentions WHERE room = $1 AND msg_no = $2",
            "DELETE FROM previews WHERE room = $1 AND msg_no = $2",
        ] {
            sqlx::query(sql).bind(seat.room().0).bind(number(no)).execute(&mut *connection).await?;
        }
        sqlx::query(
            r"
            UPDATE messages
            SET body = '', nodes = NULL, reply_no = NULL, rev = 0, edited_at = NULL, deleted_at = $3
            WHERE room = $1 AND msg_no = $2
            ",
        )
        .bind(seat.room().0)
        .bind(number(no))
        .bind(at.0)
        .execute(connection)
        .await?;
        Ok(())
    }

    /// Notes a reaction. `None`: the message has as many different ones as it can have.
    ///
    /// # Errors
    /// The database failed.
    pub async fn react(
        &mut self,
        seat: &Seat,
        no: u64,
        emoji: &str,
        at: Timestamp,
    ) -> Result<Option<bool>, StoreError> {
        let connection = self.connection().await?;
        let others: i64 = sqlx::query_scalar(
            r"
            SELECT COUNT(DISTINCT emoji)
            FROM reactions
            WHERE room = $1 AND msg_no = $2 AND emoji <> $3
            ",
        )
        .bind(seat.room().0)
        .bind(number(no))
        .bind(emoji)
        .fetch_one(&mut *connection)
        .await?;
        if usize::try_from(others).unwrap_or(usize::MAX) >= Reactions::KINDS {
            return Ok(None);
        }
        let added = sqlx::query(
            r"
            INSERT INTO reactions (room, msg_no, emoji, user, at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (room, msg_no, emoji, user) DO NOTHING
            ",
        )
        .bind(seat.room().0)
        .bind(number(no))
        .bind(emoji)
        .bind(seat.user().0)
        .bind(at.0)
        .execute(connection)
        .await?
        .rows_affected();
        Ok(Some(added > 0))
    }

    /// Takes a reaction back.
    ///
    /// # Errors
    /// The database failed.
    pub async fn unreact(&mut self, seat: &Seat, no: u64, emoji: &str) -> Result<bool, StoreError> {
        let removed = sqlx::query(
            r"
            DELETE FROM reactions
            WHERE room = $1 AND msg_no = $2 AND emoji = $3 AND user = $4
            ",
        )
        .bind(seat.room().0)
        .bind(number(no))
        .bind(emoji)
        .bind(seat.user().0)
        .execute(self.connection().await?)
        .await?
        .rows_affected();
        Ok(removed > 0)
    }

    /// Pins a message, or takes it off.
    ///
    /// # Errors
    /// The database failed.
    pub async fn pin(&mut self, seat: &Seat, no: u64, on: bool, by: UserId, at: Timestamp) -> Result<bool, StoreError> {
        let connection = self.connection().await?;
        let sql = if on {
            r"
            INSERT INTO pins (room, msg_no, user, at)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (room, msg_no) DO NOTHING
            "
        } else {
            "DELETE FROM pins WHERE room = $1 AND msg_no = $2 AND $3 IS NOT NULL AND $4 IS NOT NULL"
        };
        let query = sqlx::query(sql).bind(seat.room().0).bind(number(no)).bind(by.0).bind(at.0);
        Ok(query.execute(connection).await?.rows_affected() > 0)
    }
}

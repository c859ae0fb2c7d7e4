//! Messages as they are read; `saying.rs` is how they come to be.

use app::domain::{Cid, Message, RoomId, Timestamp, UserId};
use app::protocol::Posted;

use super::rows::{self, count, number};
use super::{Reading, Seat, StoreError};

impl Reading<'_> {
    /// The messages of a room from number `first` to number `last`.
    ///
    /// # Errors
    /// The database failed.
    pub async fn messages(&mut self, seat: &Seat, first: u64, last: u64) -> Result<Vec<Message>, StoreError> {
        let rows: Vec<(i64, i64, String, i64, String)> = sqlx::query_as(
            r"
            SELECT m.msg_no, u.id, u.name, m.at, m.body
            FROM messages m
            JOIN users u ON u.id = m.author
            WHERE m.room = $1 AND m.msg_no BETWEEN $2 AND $3
            ORDER BY m.msg_no
            ",
        )
        .bind(seat.room().0)
        .bind(number(first))
        .bind(number(last))
        .fetch_all(&mut *self.connection)
        .await?;
        let message = |(no, user, name, at, body)| Message {
            no: count(no),
            by: rows::person((user, name)),
            at: Timestamp(at),
            body,
        };
        Ok(rows.into_iter().map(message).collect())
    }

    /// What became of the author's attempt called `cid`, and in which room.
    ///
    /// # Errors
    /// The database failed.
    pub async fn said(&mut self, author: UserId, cid: Cid) -> Result<Option<(RoomId, Posted)>, StoreError> {
        let row: Option<(i64, i64, i64, i64)> = sqlx::query_as(
            r"
            SELECT room, msg_no, seq, at
            FROM messages
            WHERE cid = $2 AND author = $1
            ",
        )
        .bind(author.0)
        .bind(rows::stored_cid(cid))
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(row.map(|(room, no, seq, at)| (RoomId(room), rows::posted(no, seq, at))))
    }
}

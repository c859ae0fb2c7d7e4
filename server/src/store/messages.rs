//! Messages: the hot path.

use app::domain::{Cid, Message, Person, RoomId, Timestamp, UserId};
use app::protocol::{Event, Posted};
use sqlx::Row as _;

use super::rows::{self, count, number};
use super::tx::Effect;
use super::{Reading, Seat, StoreError, Tx};

/// What became of something that was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// It is a message now.
    New(Posted),
    /// It was one already, here or in another room.
    Before(RoomId, Posted),
    /// There is no such room, or its author is not in it.
    NotHere,
}

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
            WHERE author = $1 AND cid = $2
            ",
        )
        .bind(author.0)
        .bind(rows::stored_cid(cid))
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(row.map(|(room, no, seq, at)| (RoomId(room), rows::posted(no, seq, at))))
    }
}

/// Inserts only for a member, and only what is not there yet: the check of the seat, that of
/// the `cid` and the next numbers are one statement, and with the savepoint around it one trip.
/// The rest is done by the trigger `messages_are_logged`.
macro_rules! say {
    ($savepoint:literal) => {
        concat!(
            $savepoint,
            r"
            INSERT INTO messages (room, msg_no, seq, author, cid, at, body)
            SELECT r.id, r.msg_no + 1, r.seq + 1, m.user, $3, $4, $5
            FROM rooms r
            JOIN memberships m ON m.room = r.id
            WHERE r.id = $1 AND m.user = $2
            ON CONFLICT (author, cid) DO NOTHING
            RETURNING msg_no, seq
            "
        )
    };
}

impl Tx {
    /// Says something in a room. The author has read up to their own message then, which needs
    /// no private event: their screens know it from the message, or from its head.
    ///
    /// # Errors
    /// The database failed.
    pub async fn say(
        &mut self,
        room: RoomId,
        by: &Person,
        cid: Cid,
        body: String,
        at: Timestamp,
    ) -> Result<Said, StoreError> {
        let (connection, release) = self.connection_for_savepoint();
        let sql = if release { say!("RELEASE job; SAVEPOINT job;") } else { say!("SAVEPOINT job;") };
        let rows = sqlx::query(sql)
            .bind(room.0)
            .bind(by.id.0)
            .bind(rows::stored_cid(cid))
            .bind(at.0)
            .bind(&body)
            .fetch_all(connection)
            .await?;
        let Some(row) = rows.first() else {
            let before = self.read().await?.said(by.id, cid).await?;
            return Ok(before.map_or(Said::NotHere, |(room, posted)| Said::Before(room, posted)));
        };
        let posted = rows::posted(row.try_get(0)?, row.try_get(1)?, at.0);
        let message = Message { no: posted.no, by: by.clone(), at, body };
        self.note(Effect::Happened {
            room,
            seq: posted.seq,
            msg_no: posted.no,
            event: Event::MessagePosted { message, cid },
        });
        Ok(Said::New(posted))
    }
}

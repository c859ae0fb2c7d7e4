//! What waits for somebody: which messages do not count, and in which ones they are called. Nothing here is counted
//! up or down: it is looked up anew, from where they have read to.

use std::collections::BTreeSet;

use app::domain::{RoomId, UserId};
use app::protocol::{Mention, RoomEntry};

use super::rows::{self, count, number};
use super::{Reading, Seat, StoreError, Tx};

impl Reading<'_> {
    /// Notes in the entries of `user` what waits there. Only where something was said since is anything looked up.
    pub(super) async fn note_waiting(&mut self, entries: &mut [RoomEntry], user: UserId) -> Result<(), StoreError> {
        let moved = entries.iter().filter(|entry| entry.read_no < entry.msg_no);
        let moved: Vec<_> = moved.map(|entry| (entry.id, entry.floor(), entry.marked_no)).collect();
        if moved.is_empty() {
            return Ok(());
        }
        let rows: Vec<(i64, i64, bool)> = sqlx::query_as(
            r"
            WITH moved AS (
                SELECT value ->> 0 AS room, value ->> 1 AS floor, value ->> 2 AS marked_no
                FROM json_each($2)
            )
            SELECT d.room, d.msg_no, FALSE AS calls
            FROM moved
            CROSS JOIN messages d
            WHERE d.room = moved.room AND d.msg_no > moved.floor AND d.deleted_at IS NOT NULL
            UNION
            SELECT o.room, o.msg_no, FALSE
            FROM moved
            CROSS JOIN messages o
            WHERE moved.marked_no > moved.floor AND o.author = $1
                AND o.room = moved.room AND o.msg_no > moved.floor AND o.msg_no <= moved.marked_no
            UNION
            SELECT c.room, c.msg_no, TRUE
            FROM moved
            CROSS JOIN mentions c
            WHERE c.user = $1 AND c.room = moved.room AND c.msg_no > moved.floor
            ORDER BY 1, 2
            ",
        )
        .bind(user.0)
        .bind(rows::list(&moved))
        .fetch_all(&mut *self.connection)
        .await?;
        for (room, no, calls) in rows {
            let Some(entry) = entries.iter_mut().find(|entry| entry.id.0 == room) else { continue };
            let numbers = if calls { &mut entry.mentions } else { &mut entry.skipped };
            numbers.push(count(no));
        }
        Ok(())
    }

    /// The messages that call `user`, the newest first, from before a position on; only of rooms they are in.
    ///
    /// # Errors
    /// The database failed.
    pub async fn mentions(&mut self, user: UserId, before: Option<i64>, most: u64) -> Result<Vec<Mention>, StoreError> {
        let rows: Vec<(i64, i64, i64)> = sqlx::query_as(
            r"
            SELECT c.message, c.room, c.msg_no
            FROM mentions c
            JOIN memberships m ON m.room = c.room AND m.user = c.user
            WHERE c.user = $1 AND ($2 IS NULL OR c.message < $2)
            ORDER BY c.message DESC
            LIMIT $3
            ",
        )
        .bind(user.0)
        .bind(before)
        .bind(number(most))
        .fetch_all(&mut *self.connection)
        .await?;
        let rooms: Vec<_> = rows.iter().map(|(_, room, _)| RoomId(*room)).collect();
        let spots: Vec<_> = rows.iter().map(|(_, room, no)| (RoomId(*room), count(*no))).collect();
        let (entries, mut messages) = (self.entries_of(user, &rooms).await?, self.messages_for(user, &spots).await?);
        let mention = |(position, room, no): (i64, i64, i64)| {
            let room = entries.iter().find(|entry| entry.id.0 == room)?.clone();
            let message = messages.remove(&(room.id, count(no)))?;
            Some(Mention { position, room, message })
        };
        Ok(rows.into_iter().filter_map(mention).collect())
    }
}

impl Tx {
    /// Notes whom message `no` calls: these members, or all of them; nobody calls themselves. Answers for whom that
    /// is new.
    ///
    /// # Errors
    /// The database failed.
    pub async fn call(
        &mut self,
        seat: &Seat,
        no: u64,
        people: &BTreeSet<UserId>,
        everyone: bool,
    ) -> Result<Vec<UserId>, StoreError> {
        let called: Vec<i64> = sqlx::query_scalar(
            r"
            INSERT INTO mentions (user, room, msg_no, message)
            SELECT m.user, n.room, n.msg_no, n.id
            FROM messages n
            JOIN memberships m ON m.room = n.room
            WHERE n.room = $1 AND n.msg_no = $2 AND m.user <> n.author
                AND ($4 OR m.user IN (SELECT value FROM json_each($3)))
            ON CONFLICT (user, room, msg_no) DO NOTHING
            RETURNING user
            ",
        )
        .bind(seat.room().0)
        .bind(number(no))
        .bind(rows::list(people))
        .bind(everyone)
        .fetch_all(self.connection().await?)
        .await?;
        Ok(called.into_iter().map(UserId).collect())
    }

    /// Message `no` calls nobody but these people any more. Answers who was called before.
    ///
    /// # Errors
    /// The database failed.
    pub async fn call_off(&mut self, seat: &Seat, no: u64, but: &BTreeSet<UserId>) -> Result<Vec<UserId>, StoreError> {
        let called: Vec<i64> = sqlx::query_scalar(
            r"
            DELETE FROM mentions
            WHERE room = $1 AND msg_no = $2 AND user NOT IN (SELECT value FROM json_each($3))
            RETURNING user
            ",
        )
        .bind(seat.room().0)
        .bind(number(no))
        .bind(rows::list(but))
        .fetch_all(self.connection().await?)
        .await?;
        Ok(called.into_iter().map(UserId).collect())
    }

    /// Moves the mark back, so that `no` and what follows is unread.
    ///
    /// # Errors
    /// The database failed.
    pub async fn unread_from(&mut self, seat: &Seat, no: u64) -> Result<(), StoreError> {
        sqlx::query(
            r"
            UPDATE memberships
            SET read_no = MIN($3, r.msg_no), marked_no = r.msg_no
            FROM rooms r
            WHERE r.id = memberships.room AND memberships.room = $1 AND memberships.user = $2
            ",
        )
        .bind(seat.room().0)
        .bind(seat.user().0)
        .bind(number(no.saturating_sub(1)))
        .execute(self.connection().await?)
        .await?;
        Ok(())
    }
}

//! Messages that people keep for later, and what they are to be reminded of.

use app::domain::{RoomId, Timestamp, UserId};
use app::protocol::{PrivateEvent, Saved};

use super::rows::{count, number};
use super::{Reading, Seat, StoreError, Tx};

impl Reading<'_> {
    /// Of how many messages somebody is reminded now.
    ///
    /// # Errors
    /// The database failed.
    pub async fn reminders(&mut self, user: UserId) -> Result<u64, StoreError> {
        let ringing: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM saved WHERE user = $1 AND rings = 1")
            .bind(user.0)
            .fetch_one(&mut *self.connection)
            .await?;
        Ok(count(ringing))
    }

    /// How many messages somebody keeps beside this one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn saved_beside(&mut self, seat: &Seat, no: u64) -> Result<u64, StoreError> {
        let others: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM saved WHERE user = $1 AND NOT (room = $2 AND msg_no = $3)")
                .bind(seat.user().0)
                .bind(seat.room().0)
                .bind(number(no))
                .fetch_one(&mut *self.connection)
                .await?;
        Ok(count(others))
    }

    /// The messages that somebody keeps, the newest first, from before a position on.
    ///
    /// # Errors
    /// The database failed.
    pub async fn saved(&mut self, user: UserId, before: Option<i64>, most: u64) -> Result<Vec<Saved>, StoreError> {
        let rows: Vec<(i64, i64, i64, Option<i64>, bool)> = sqlx::query_as(
            r"
            SELECT id, room, msg_no, remind_at, rings
            FROM saved
            WHERE user = $1 AND ($2 IS NULL OR id < $2)
            ORDER BY id DESC
            LIMIT $3
            ",
        )
        .bind(user.0)
        .bind(before)
        .bind(number(most))
        .fetch_all(&mut *self.connection)
        .await?;
        let spots: Vec<_> = rows.iter().map(|&(_, room, no, ..)| (RoomId(room), count(no))).collect();
        let mut messages = self.messages_for(user, &spots).await?;
        let mut saved = Vec::with_capacity(rows.len());
        for ((position, .., remind_at, rings), spot @ (room, no)) in rows.into_iter().zip(spots) {
            let message = messages.remove(&spot);
            let root = match message {
                Some(_) => self.seat(room, user).await?.and_then(|seat| seat.root()),
                None => None,
            };
            saved.push(Saved { position, room, no, remind_at: remind_at.map(Timestamp), rings, root, message });
        }
        Ok(saved)
    }

    /// When the next reminder is due.
    ///
    /// # Errors
    /// The database failed.
    pub async fn next_reminder(&mut self) -> Result<Option<Timestamp>, StoreError> {
        let next: Option<i64> =
            sqlx::query_scalar("SELECT MIN(remind_at) FROM saved WHERE remind_at IS NOT NULL AND rings = 0")
                .fetch_one(&mut *self.connection)
                .await?;
        Ok(next.map(Timestamp))
    }
}

impl Tx {
    /// Keeps a message for who sits here, with a moment to be reminded of it; what rang for it is over. Answers whether
    /// something is different now.
    ///
    /// # Errors
    /// The database failed.
    pub async fn save(&mut self, seat: &Seat, no: u64, remind_at: Option<Timestamp>) -> Result<bool, StoreError> {
        let changed = sqlx::query(
            r"
            INSERT INTO saved (user, room, msg_no, remind_at)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (user, room, msg_no) DO UPDATE
            SET remind_at = excluded.remind_at, rings = 0
            WHERE saved.rings = 1 OR saved.remind_at IS NOT excluded.remind_at
            ",
        )
        .bind(seat.user().0)
        .bind(seat.room().0)
        .bind(number(no))
        .bind(remind_at.map(|at| at.0))
        .execute(self.connection().await?)
        .await?;
        Ok(changed.rows_affected() > 0)
    }

    /// Lets go of a message that somebody keeps, wherever it is. Answers whether they did.
    ///
    /// # Errors
    /// The database failed.
    pub async fn unsave(&mut self, user: UserId, room: RoomId, no: u64) -> Result<bool, StoreError> {
        let gone = sqlx::query("DELETE FROM saved WHERE user = $1 AND room = $2 AND msg_no = $3")
            .bind(user.0)
            .bind(room.0)
            .bind(number(no))
            .execute(self.connection().await?)
            .await?;
        Ok(gone.rows_affected() > 0)
    }

    /// Tells somebody's screens whether they keep a message, and of how many they are reminded.
    ///
    /// # Errors
    /// The database failed.
    pub async fn tell_saved(&mut self, user: UserId, room: RoomId, no: u64, on: bool) -> Result<(), StoreError> {
        let reminders = self.read().await?.reminders(user).await?;
        self.tell(user, PrivateEvent::MessageSaved { room, no, on, reminders }).await
    }

    /// A message is gone: nobody keeps it any more.
    pub(super) async fn forget_saved(&mut self, seat: &Seat, no: u64) -> Result<(), StoreError> {
        let keepers: Vec<i64> = sqlx::query_scalar("DELETE FROM saved WHERE room = $1 AND msg_no = $2 RETURNING user")
            .bind(seat.room().0)
            .bind(number(no))
            .fetch_all(self.connection().await?)
            .await?;
        for user in keepers {
            self.tell_saved(UserId(user), seat.room(), no, false).await?;
        }
        Ok(())
    }

    /// Rings for what is due, at most so many at once, and tells those who are reminded. Answers how many there were.
    ///
    /// # Errors
    /// The database failed.
    pub async fn ring(&mut self, now: Timestamp, most: u64) -> Result<u64, StoreError> {
        let due: Vec<(i64, i64, i64, i64)> = sqlx::query_as(
            r"
            SELECT id, user, room, msg_no
            FROM saved
            WHERE remind_at <= $1 AND remind_at IS NOT NULL AND rings = 0
            ORDER BY remind_at
            LIMIT $2
            ",
        )
        .bind(now.0)
        .bind(number(most))
        .fetch_all(self.connection().await?)
        .await?;
        let rung = due.len();
        for (id, user, room, no) in due {
            sqlx::query("UPDATE saved SET rings = 1, id = (SELECT MAX(id) + 1 FROM saved) WHERE id = $1")
                .bind(id)
                .execute(self.connection().await?)
                .await?;
            self.tell_saved(UserId(user), RoomId(room), count(no), true).await?;
        }
        Ok(u64::try_from(rung).unwrap_or(u64::MAX))
    }
}

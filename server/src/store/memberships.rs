//! Who is in which room, and how far they have read.

use app::domain::{Person, RoomId, Timestamp, UserId};

use super::rows::{self, PersonRow, count, number};
use super::tx::Effect;
use super::{Reading, StoreError, Tx};

/// Proof that a person is in a room. Only looking it up makes one, and what shows or changes
/// the inside of a room asks for one; it is good for the moment or write it was looked up in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    room: RoomId,
    user: UserId,
    read_no: u64,
}

impl Seat {
    /// Where.
    pub fn room(&self) -> RoomId {
        self.room
    }

    /// Who.
    pub fn user(&self) -> UserId {
        self.user
    }

    /// The newest message they have read.
    pub fn read_no(&self) -> u64 {
        self.read_no
    }
}

impl Reading<'_> {
    /// The seat of a person in a room, if they have one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn seat(&mut self, room: RoomId, user: UserId) -> Result<Option<Seat>, StoreError> {
        let read_no: Option<i64> = sqlx::query_scalar(
            r"
            SELECT read_no
            FROM memberships
            WHERE room = $1 AND user = $2
            ",
        )
        .bind(room.0)
        .bind(user.0)
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(read_no.map(|read_no| Seat { room, user, read_no: count(read_no) }))
    }

    /// The first members of a room by folded name, then by age of the account.
    ///
    /// # Errors
    /// The database failed.
    pub async fn members(&mut self, seat: &Seat, most: usize) -> Result<Vec<Person>, StoreError> {
        let rows: Vec<PersonRow> = sqlx::query_as(
            r"
            SELECT u.id, u.name
            FROM memberships m
            JOIN users u ON u.id = m.user
            WHERE m.room = $1
            ORDER BY u.name_folded, u.id
            LIMIT $2
            ",
        )
        .bind(seat.room.0)
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows.into_iter().map(rows::person).collect())
    }

    /// How many are in the room.
    ///
    /// # Errors
    /// The database failed.
    pub async fn member_count(&mut self, seat: &Seat) -> Result<u64, StoreError> {
        let members: i64 = sqlx::query_scalar(
            r"
            SELECT COUNT(*)
            FROM memberships
            WHERE room = $1
            ",
        )
        .bind(seat.room.0)
        .fetch_one(&mut *self.connection)
        .await?;
        Ok(count(members))
    }

    /// In how many rooms a person is by their own wish: others open direct rooms with them.
    ///
    /// # Errors
    /// The database failed.
    pub async fn rooms_joined(&mut self, user: UserId) -> Result<u64, StoreError> {
        let rooms: i64 = sqlx::query_scalar(
            r"
            SELECT COUNT(*)
            FROM memberships m
            JOIN rooms r ON r.id = m.room
            WHERE m.user = $1 AND r.kind <> 'direct'
            ",
        )
        .bind(user.0)
        .fetch_one(&mut *self.connection)
        .await?;
        Ok(count(rooms))
    }
}

impl Tx {
    /// Takes a seat. What was said before counts as read. Answers `None` when there is no such
    /// room, else the seat and whether it is a new one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn join(
        &mut self,
        room: RoomId,
        user: UserId,
        at: Timestamp,
    ) -> Result<Option<(Seat, bool)>, StoreError> {
        let read_no: Option<i64> = sqlx::query_scalar(
            r"
            INSERT INTO memberships (room, user, read_no, joined_at)
            SELECT id, $2, msg_no, $3
            FROM rooms
            WHERE id = $1
            ON CONFLICT (room, user) DO NOTHING
            RETURNING read_no
            ",
        )
        .bind(room.0)
        .bind(user.0)
        .bind(at.0)
        .fetch_optional(self.connection().await?)
        .await?;
        if let Some(read_no) = read_no {
            self.note(Effect::Entered { user, room });
            return Ok(Some((Seat { room, user, read_no: count(read_no) }, true)));
        }
        Ok(self.read().await?.seat(room, user).await?.map(|seat| (seat, false)))
    }

    /// Gives a seat up.
    ///
    /// # Errors
    /// The database failed.
    pub async fn leave(&mut self, seat: Seat) -> Result<(), StoreError> {
        let Seat { room, user, .. } = seat;
        sqlx::query(
            r"
            DELETE FROM memberships
            WHERE room = $1 AND user = $2
            ",
        )
        .bind(room.0)
        .bind(user.0)
        .execute(self.connection().await?)
        .await?;
        self.note(Effect::Left { user, room });
        Ok(())
    }

    /// Moves the mark up to which everything is read forward to `no`, and not beyond what
    /// there is. Answers where it stands, when it moved.
    ///
    /// # Errors
    /// The database failed.
    pub async fn read_up_to(&mut self, seat: &Seat, no: u64) -> Result<Option<u64>, StoreError> {
        let read_no: Option<i64> = sqlx::query_scalar(
            r"
            UPDATE memberships
            SET read_no = MIN($3, r.msg_no)
            FROM rooms r
            WHERE r.id = memberships.room
                AND memberships.room = $1
                AND memberships.user = $2
                AND memberships.read_no < MIN($3, r.msg_no)
            RETURNING memberships.read_no
            ",
        )
        .bind(seat.room.0)
        .bind(seat.user.0)
        .bind(number(no))
        .fetch_optional(self.connection().await?)
        .await?;
        Ok(read_no.map(count))
    }
}

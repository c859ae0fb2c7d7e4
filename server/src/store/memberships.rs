//! Who is in which room, and how far they have read.

use app::domain::{Involvement, Person, RoomId, Root, Timestamp, UserId};

use super::rows::{self, PersonRow, count, number};
use super::threads::root;
use super::tx::Effect;
use super::{Reading, StoreError, Tx};

/// Proof that a person is in a room, or in the room that a thread belongs to. Only looking it up makes one, and what
/// shows or changes the inside of a room asks for one; it is good for the moment or write it was looked up in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    room: RoomId,
    user: UserId,
    read_no: u64,
    is_member: bool,
    root: Option<Root>,
    is_archived: bool,
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

    /// The newest message they have read; the newest of all where they do not follow the thread.
    pub fn read_no(&self) -> u64 {
        self.read_no
    }

    /// Whether they are a member themselves. Who only looks at a thread is none.
    pub fn is_member(&self) -> bool {
        self.is_member
    }

    /// Whether the room is only there to be read.
    pub fn is_archived(&self) -> bool {
        self.is_archived
    }

    /// Of a thread: the message that it hangs from.
    pub fn root(&self) -> Option<Root> {
        self.root
    }
}

/// `read_no, is_member, parent, root_no, is_archived`
type SeatRow = (i64, bool, Option<i64>, Option<i64>, bool);

impl Reading<'_> {
    /// The seat of a person in a room, if they have one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn seat(&mut self, room: RoomId, user: UserId) -> Result<Option<Seat>, StoreError> {
        let row: Option<SeatRow> = sqlx::query_as(
            r"
            SELECT COALESCE(m.read_no, r.msg_no), m.user IS NOT NULL, r.parent, r.root_no,
                r.archived_at IS NOT NULL
            FROM rooms r
            LEFT JOIN memberships m ON m.room = r.id AND m.user = $2
            WHERE r.id = $1
                AND (m.user IS NOT NULL OR EXISTS (SELECT 1 FROM memberships p WHERE p.room = r.parent AND p.user = $2))
            ",
        )
        .bind(room.0)
        .bind(user.0)
        .fetch_optional(&mut *self.connection)
        .await?;
        let seat = |(read_no, is_member, parent, no, is_archived)| Seat {
            room,
            user,
            read_no: count(read_no),
            is_member,
            root: root(parent, no),
            is_archived,
        };
        Ok(row.map(seat))
    }

    /// Where a room stands: its newest event and its newest message.
    ///
    /// # Errors
    /// The database failed.
    pub async fn position(&mut self, seat: &Seat) -> Result<(u64, u64), StoreError> {
        let (seq, msg_no): (i64, i64) = sqlx::query_as(
            r"
            SELECT seq, msg_no
            FROM rooms
            WHERE id = $1
            ",
        )
        .bind(seat.room.0)
        .fetch_one(&mut *self.connection)
        .await?;
        Ok((count(seq), count(msg_no)))
    }

    /// The first members of a room by folded name, then by age of the account.
    ///
    /// # Errors
    /// The database failed.
    pub async fn members(&mut self, seat: &Seat, most: usize) -> Result<Vec<Person>, StoreError> {
        let rows: Vec<PersonRow> = sqlx::query_as(
            r"
            SELECT u.id, u.name, u.picture
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
            WHERE m.user = $1 AND r.kind IN ('open', 'closed')
            ",
        )
        .bind(user.0)
        .fetch_one(&mut *self.connection)
        .await?;
        Ok(count(rooms))
    }
}

impl Tx {
    /// Notes how a person stands to a room. Answers whether anything is different.
    ///
    /// # Errors
    /// The database failed.
    pub async fn involve(
        &mut self,
        seat: &Seat,
        involvement: Involvement,
        favourite: bool,
    ) -> Result<bool, StoreError> {
        let changed = sqlx::query(
            r"
            UPDATE memberships
            SET involvement = $3, favourite = $4
            WHERE room = $1 AND user = $2 AND (involvement <> $3 OR favourite <> $4)
            ",
        )
        .bind(seat.room.0)
        .bind(seat.user.0)
        .bind(involvement.name())
        .bind(favourite)
        .execute(self.connection().await?)
        .await?;
        Ok(changed.rows_affected() > 0)
    }

    /// Takes a seat. What was said before counts as read, or only what is up to `read_no`. Answers `None` when there is
    /// no such room, else the seat and whether it is a new one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn join(
        &mut self,
        room: RoomId,
        user: UserId,
        read_no: Option<u64>,
        at: Timestamp,
    ) -> Result<Option<(Seat, bool)>, StoreError> {
        let is_new = sqlx::query(
            r"
            INSERT INTO memberships (room, user, read_no, joined_at)
            SELECT id, $2, MIN(msg_no, COALESCE($3, msg_no)), $4
            FROM rooms
            WHERE id = $1
            ON CONFLICT (room, user) DO NOTHING
            ",
        )
        .bind(room.0)
        .bind(user.0)
        .bind(read_no.map(number))
        .bind(at.0)
        .execute(self.connection().await?)
        .await?
        .rows_affected()
            > 0;
        if is_new {
            self.note(Effect::Entered { user, room });
        }
        Ok(self.read().await?.seat(room, user).await?.map(|seat| (seat, is_new)))
    }

    /// Gives a seat up, and with it those in all threads of the room. Answers the rooms and threads in which the person
    /// was a member.
    ///
    /// # Errors
    /// The database failed.
    pub async fn leave(&mut self, seat: Seat) -> Result<Vec<RoomId>, StoreError> {
        let Seat { room, user, root, .. } = seat;
        let connection = self.connection().await?;
        let threads: Vec<i64> = sqlx::query_scalar(
            r"
            SELECT id
            FROM rooms
            WHERE parent = $1
            ",
        )
        .bind(room.0)
        .fetch_all(&mut *connection)
        .await?;
        sqlx::query(
            r"
            INSERT INTO former_members (user, room)
            SELECT user, room
            FROM memberships
            WHERE user = $2 AND (room = $1 OR room IN (SELECT id FROM rooms WHERE parent = $1))
            ON CONFLICT DO NOTHING
            ",
        )
        .bind(room.0)
        .bind(user.0)
        .execute(&mut *connection)
        .await?;
        let left: Vec<i64> = sqlx::query_scalar(
            r"
            DELETE FROM memberships
            WHERE user = $2 AND (room = $1 OR room IN (SELECT id FROM rooms WHERE parent = $1))
            RETURNING room
            ",
        )
        .bind(room.0)
        .bind(user.0)
        .fetch_all(connection)
        .await?;
        // Who follows a thread no longer may still look at it.
        self.note(if root.is_none() { Effect::Left { user, room } } else { Effect::Unfollowed { user, room } });
        for thread in threads {
            self.note(Effect::Left { user, room: RoomId(thread) });
        }
        Ok(left.into_iter().map(RoomId).collect())
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

//! Rooms: what they are called, where their log stands.

use app::domain::{Room, RoomId, RoomName, Timestamp, Topic, UserId};
use app::protocol::{Listing, RoomEntry};

use super::rows::{self, count};
use super::{Reading, Seat, StoreError, Tx};

/// A room, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomState {
    /// Name and topic.
    pub room: Room,
    /// Its newest event.
    pub seq: u64,
    /// Its newest message; 0 while there is none.
    pub msg_no: u64,
    /// How many are in it.
    pub member_count: u64,
}

/// `id, name, seq, msg_no, read_no`
type EntryRow = (i64, String, i64, i64, i64);

fn entry((id, name, seq, msg_no, read_no): EntryRow) -> RoomEntry {
    RoomEntry { id: RoomId(id), name, seq: count(seq), msg_no: count(msg_no), read_no: count(read_no) }
}

impl Reading<'_> {
    /// A room, for anybody who knows its number.
    ///
    /// # Errors
    /// The database failed.
    pub async fn room(&mut self, room: RoomId) -> Result<Option<RoomState>, StoreError> {
        let row: Option<(i64, String, String, i64, i64, i64)> = sqlx::query_as(
            r"
            SELECT r.id, r.name, r.topic, r.seq, r.msg_no,
                (SELECT COUNT(*) FROM memberships m WHERE m.room = r.id)
            FROM rooms r
            WHERE r.id = $1
            ",
        )
        .bind(room.0)
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(row.map(|(id, name, topic, seq, msg_no, members)| RoomState {
            room: Room { id: RoomId(id), name, topic },
            seq: count(seq),
            msg_no: count(msg_no),
            member_count: count(members),
        }))
    }

    /// The room that everybody begins in: the oldest.
    ///
    /// # Errors
    /// The database failed.
    pub async fn first_room(&mut self) -> Result<Option<RoomId>, StoreError> {
        let id: Option<i64> = sqlx::query_scalar(
            r"
            SELECT MIN(id)
            FROM rooms
            ",
        )
        .fetch_one(&mut *self.connection)
        .await?;
        Ok(id.map(RoomId))
    }

    /// The first thousand rooms by name, and whether `user` is in them.
    ///
    /// # Errors
    /// The database failed.
    pub async fn listings(&mut self, user: UserId) -> Result<Vec<Listing>, StoreError> {
        let rows: Vec<(i64, String, String, i64, bool, Option<i64>)> = sqlx::query_as(
            r"
            SELECT r.id, r.name, r.topic,
                (SELECT COUNT(*) FROM memberships m WHERE m.room = r.id),
                EXISTS (SELECT 1 FROM memberships m WHERE m.room = r.id AND m.user = $1),
                (SELECT n.at FROM messages n WHERE n.room = r.id AND n.msg_no = r.msg_no)
            FROM rooms r
            ORDER BY r.name_folded, r.id
            LIMIT 1000
            ",
        )
        .bind(user.0)
        .fetch_all(&mut *self.connection)
        .await?;
        let listing = |(id, name, topic, members, joined, last_at): (i64, String, String, i64, bool, Option<i64>)| {
            let room = Room { id: RoomId(id), name, topic };
            Listing { room, member_count: count(members), joined, last_at: last_at.map(Timestamp) }
        };
        Ok(rows.into_iter().map(listing).collect())
    }

    /// The rooms that a person is in, by name.
    ///
    /// # Errors
    /// The database failed.
    pub async fn entries(&mut self, user: UserId) -> Result<Vec<RoomEntry>, StoreError> {
        let rows: Vec<EntryRow> = sqlx::query_as(
            r"
            SELECT r.id, r.name, r.seq, r.msg_no, m.read_no
            FROM memberships m
            JOIN rooms r ON r.id = m.room
            WHERE m.user = $1
            ORDER BY r.name_folded, r.id
            ",
        )
        .bind(user.0)
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows.into_iter().map(entry).collect())
    }

    /// A room in the sidebar of a person who is in it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn entry(&mut self, seat: &Seat) -> Result<RoomEntry, StoreError> {
        let row: EntryRow = sqlx::query_as(
            r"
            SELECT r.id, r.name, r.seq, r.msg_no, m.read_no
            FROM memberships m
            JOIN rooms r ON r.id = m.room
            WHERE m.room = $1 AND m.user = $2
            ",
        )
        .bind(seat.room().0)
        .bind(seat.user().0)
        .fetch_one(&mut *self.connection)
        .await?;
        Ok(entry(row))
    }

    /// How many rooms a person has made since `since`.
    ///
    /// # Errors
    /// The database failed.
    pub async fn rooms_made(&mut self, by: UserId, since: Timestamp) -> Result<u64, StoreError> {
        let rooms: i64 = sqlx::query_scalar(
            r"
            SELECT COUNT(*)
            FROM rooms
            WHERE made_by = $1 AND created_at > $2
            ",
        )
        .bind(by.0)
        .bind(since.0)
        .fetch_one(&mut *self.connection)
        .await?;
        Ok(count(rooms))
    }
}

impl Tx {
    /// Makes a room with nobody in it.
    ///
    /// # Errors
    /// [`Taken::RoomName`](super::Taken::RoomName): another room is called that.
    pub async fn add_room(
        &mut self,
        name: &RoomName,
        topic: &Topic,
        by: UserId,
        at: Timestamp,
    ) -> Result<RoomId, StoreError> {
        let id = sqlx::query_scalar(
            r"
            INSERT INTO rooms (name, name_folded, topic, made_by, created_at)
            VALUES ($1, $2, $3, $4, $5)
            RETURNING id
            ",
        )
        .bind(name.as_str())
        .bind(rows::folded(name.as_str()))
        .bind(topic.as_str())
        .bind(by.0)
        .bind(at.0)
        .fetch_one(self.connection().await?)
        .await?;
        Ok(RoomId(id))
    }

    /// Gives a room another name. Answers whether it is another.
    ///
    /// # Errors
    /// [`Taken::RoomName`](super::Taken::RoomName): another room is called that.
    pub async fn rename_room(&mut self, seat: &Seat, name: &RoomName) -> Result<bool, StoreError> {
        let changed = sqlx::query(
            r"
            UPDATE rooms
            SET name = $2, name_folded = $3
            WHERE id = $1 AND name <> $2
            ",
        )
        .bind(seat.room().0)
        .bind(name.as_str())
        .bind(rows::folded(name.as_str()))
        .execute(self.connection().await?)
        .await?
        .rows_affected();
        Ok(changed > 0)
    }

    /// Says what a room is about. Answers whether that is something else than before.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_topic(&mut self, seat: &Seat, topic: &Topic) -> Result<bool, StoreError> {
        let changed = sqlx::query(
            r"
            UPDATE rooms
            SET topic = $2
            WHERE id = $1 AND topic <> $2
            ",
        )
        .bind(seat.room().0)
        .bind(topic.as_str())
        .execute(self.connection().await?)
        .await?
        .rows_affected();
        Ok(changed > 0)
    }
}

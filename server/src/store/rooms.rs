//! Rooms: what they are called, where their log stands.

use std::collections::{BTreeSet, HashMap};

use app::domain::{Room, RoomId, RoomKind, RoomName, Timestamp, Topic, UserId, room_slug};
use app::protocol::Listing;

use super::rows::{self, count};
use super::threads::root;
use super::{Reading, Seat, StoreError, Tx};

/// A room, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomState {
    /// Name, topic and kind; a direct room has no name of its own.
    pub room: Room,
    /// Who made it.
    pub made_by: UserId,
    /// Its newest event.
    pub seq: u64,
    /// Its newest message; 0 while there is none.
    pub msg_no: u64,
    /// How many are in it.
    pub member_count: u64,
}

#[derive(sqlx::FromRow)]
struct StateRow {
    id: i64,
    name: String,
    topic: String,
    kind: String,
    made_by: i64,
    seq: i64,
    msg_no: i64,
    members: i64,
    parent: Option<i64>,
    root_no: Option<i64>,
    archived: bool,
    chosen_only: bool,
}

#[derive(sqlx::FromRow)]
struct ListingRow {
    id: i64,
    name: String,
    topic: String,
    kind: String,
    members: i64,
    joined: bool,
    last_at: Option<i64>,
    archived: bool,
    chosen_only: bool,
}

impl Reading<'_> {
    /// A room, for anybody who knows its number.
    ///
    /// # Errors
    /// The database failed.
    pub async fn room(&mut self, room: RoomId) -> Result<Option<RoomState>, StoreError> {
        let row: Option<StateRow> = sqlx::query_as(
            r"
            SELECT r.id, r.name, r.topic, r.kind, r.made_by, r.seq, r.msg_no, r.parent, r.root_no,
                r.archived_at IS NOT NULL AS archived, r.chosen_only,
                (SELECT COUNT(*) FROM memberships m WHERE m.room = r.id) AS members
            FROM rooms r
            WHERE r.id = $1
            ",
        )
        .bind(room.0)
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(row.map(|row| RoomState {
            room: Room {
                id: RoomId(row.id),
                name: row.name,
                topic: row.topic,
                kind: rows::room_kind(&row.kind),
                root: root(row.parent, row.root_no),
                archived: row.archived,
                chosen_only: row.chosen_only,
            },
            made_by: UserId(row.made_by),
            seq: count(row.seq),
            msg_no: count(row.msg_no),
            member_count: count(row.members),
        }))
    }

    /// The room that everybody begins in: the oldest open one that is not archived.
    ///
    /// # Errors
    /// The database failed.
    pub async fn first_room(&mut self) -> Result<Option<RoomId>, StoreError> {
        let id: Option<i64> = sqlx::query_scalar(
            r"
            SELECT MIN(id)
            FROM rooms
            WHERE kind = 'open' AND archived_at IS NULL
            ",
        )
        .fetch_one(&mut *self.connection)
        .await?;
        Ok(id.map(RoomId))
    }

    /// The first thousand rooms by name that are open, or closed with `user` in them.
    ///
    /// # Errors
    /// The database failed.
    pub async fn listings(&mut self, user: UserId) -> Result<Vec<Listing>, StoreError> {
        let rows: Vec<ListingRow> = sqlx::query_as(
            r"
            SELECT r.id, r.name, r.topic, r.kind, r.archived_at IS NOT NULL AS archived, r.chosen_only,
                (SELECT COUNT(*) FROM memberships m WHERE m.room = r.id) AS members,
                EXISTS (SELECT 1 FROM memberships m WHERE m.room = r.id AND m.user = $1) AS joined,
                (SELECT n.at FROM messages n WHERE n.room = r.id AND n.msg_no = r.msg_no) AS last_at
            FROM rooms r
            WHERE r.kind = 'open'
                OR r.kind = 'closed' AND EXISTS (SELECT 1 FROM memberships m WHERE m.room = r.id AND m.user = $1)
            ORDER BY r.name_folded, r.id
            LIMIT 1000
            ",
        )
        .bind(user.0)
        .fetch_all(&mut *self.connection)
        .await?;
        let listing = |row: ListingRow| Listing {
            room: Room {
                id: RoomId(row.id),
                name: row.name,
                topic: row.topic,
                kind: rows::room_kind(&row.kind),
                root: None,
                archived: row.archived,
                chosen_only: row.chosen_only,
            },
            member_count: count(row.members),
            joined: row.joined,
            last_at: row.last_at.map(Timestamp),
        };
        Ok(rows.into_iter().map(listing).collect())
    }

    /// Which open rooms are meant by these names in one word, and `own` if it is: of several, the oldest.
    ///
    /// # Errors
    /// The database failed.
    pub async fn by_slug(
        &mut self,
        slugs: &BTreeSet<String>,
        own: RoomId,
    ) -> Result<HashMap<String, RoomId>, StoreError> {
        if slugs.is_empty() {
            return Ok(HashMap::new());
        }
        let rows: Vec<(i64, String)> = sqlx::query_as(
            r"
            SELECT id, name
            FROM rooms
            WHERE kind = 'open' OR (id = $1 AND kind = 'closed')
            ORDER BY id DESC
            ",
        )
        .bind(own.0)
        .fetch_all(&mut *self.connection)
        .await?;
        let named = rows.into_iter().map(|(id, name)| (room_slug(&name), RoomId(id)));
        Ok(named.filter(|(slug, _)| slugs.contains(slug)).collect())
    }

    /// How many rooms a person has made since `since`, not counting threads.
    ///
    /// # Errors
    /// The database failed.
    pub async fn rooms_made(&mut self, by: UserId, since: Timestamp) -> Result<u64, StoreError> {
        let rooms: i64 = sqlx::query_scalar(
            r"
            SELECT COUNT(*)
            FROM rooms
            WHERE made_by = $1 AND created_at > $2 AND kind <> 'thread'
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
        kind: RoomKind,
        by: UserId,
        at: Timestamp,
    ) -> Result<RoomId, StoreError> {
        let id = sqlx::query_scalar(
            r"
            INSERT INTO rooms (name, name_folded, topic, kind, made_by, created_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            RETURNING id
            ",
        )
        .bind(name.as_str())
        .bind(rows::folded(name.as_str()))
        .bind(topic.as_str())
        .bind(rows::stored_room_kind(kind))
        .bind(by.0)
        .bind(at.0)
        .fetch_one(self.connection().await?)
        .await?;
        Ok(RoomId(id))
    }

    /// The room of exactly these people, who have to be in order, and whether it is a new one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn direct_room(
        &mut self,
        people: &[UserId],
        by: UserId,
        at: Timestamp,
    ) -> Result<(RoomId, bool), StoreError> {
        let ids: Vec<String> = people.iter().map(UserId::to_string).collect();
        let key = format!("\u{1}{}", ids.join(","));
        let connection = self.connection().await?;
        let made: Option<i64> = sqlx::query_scalar(
            r"
            INSERT INTO rooms (name, name_folded, topic, kind, made_by, created_at)
            VALUES ('', $1, '', 'direct', $2, $3)
            ON CONFLICT (name_folded) DO NOTHING
            RETURNING id
            ",
        )
        .bind(&key)
        .bind(by.0)
        .bind(at.0)
        .fetch_optional(&mut *connection)
        .await?;
        if let Some(id) = made {
            return Ok((RoomId(id), true));
        }
        let id: i64 = sqlx::query_scalar(
            r"
            SELECT id
            FROM rooms
            WHERE name_folded = $1
            ",
        )
        .bind(&key)
        .fetch_one(connection)
        .await?;
        Ok((RoomId(id), false))
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

//! Rooms: what they are called, where their log stands.

use std::collections::{BTreeSet, HashMap};

use app::domain::{Room, RoomId, RoomKind, RoomName, Timestamp, Topic, UserId, direct_name, room_slug};
use app::protocol::{Listing, RoomEntry};

use super::rows::{self, count};
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
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    id: i64,
    name: String,
    kind: String,
    seq: i64,
    msg_no: i64,
    read_no: i64,
    marked_no: i64,
}

impl EntryRow {
    fn entry(self) -> RoomEntry {
        RoomEntry {
            id: RoomId(self.id),
            name: self.name,
            seq: count(self.seq),
            msg_no: count(self.msg_no),
            read_no: count(self.read_no),
            kind: rows::room_kind(&self.kind),
            people: Vec::new(),
            marked_no: count(self.marked_no),
            skipped: Vec::new(),
            mentions: Vec::new(),
        }
    }
}

impl Reading<'_> {
    /// A room, for anybody who knows its number.
    ///
    /// # Errors
    /// The database failed.
    pub async fn room(&mut self, room: RoomId) -> Result<Option<RoomState>, StoreError> {
        let row: Option<StateRow> = sqlx::query_as(
            r"
            SELECT r.id, r.name, r.topic, r.kind, r.made_by, r.seq, r.msg_no,
                (SELECT COUNT(*) FROM memberships m WHERE m.room = r.id) AS members
            FROM rooms r
            WHERE r.id = $1
            ",
        )
        .bind(room.0)
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(row.map(|row| RoomState {
            room: Room { id: RoomId(row.id), name: row.name, topic: row.topic, kind: rows::room_kind(&row.kind) },
            made_by: UserId(row.made_by),
            seq: count(row.seq),
            msg_no: count(row.msg_no),
            member_count: count(row.members),
        }))
    }

    /// The room that everybody begins in: the oldest open one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn first_room(&mut self) -> Result<Option<RoomId>, StoreError> {
        let id: Option<i64> = sqlx::query_scalar(
            r"
            SELECT MIN(id)
            FROM rooms
            WHERE kind = 'open'
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
            SELECT r.id, r.name, r.topic, r.kind,
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
            room: Room { id: RoomId(row.id), name: row.name, topic: row.topic, kind: rows::room_kind(&row.kind) },
            member_count: count(row.members),
            joined: row.joined,
            last_at: row.last_at.map(Timestamp),
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
            SELECT r.id, r.name, r.kind, r.seq, r.msg_no, m.read_no, m.marked_no
            FROM memberships m
            JOIN rooms r ON r.id = m.room
            WHERE m.user = $1
            ORDER BY r.name_folded, r.id
            ",
        )
        .bind(user.0)
        .fetch_all(&mut *self.connection)
        .await?;
        let mut entries: Vec<RoomEntry> = rows.into_iter().map(EntryRow::entry).collect();
        self.name_direct(&mut entries, user).await?;
        self.note_waiting(&mut entries, user).await?;
        // As the screen sorts them: a direct room by the names of the others.
        entries.sort_by_cached_key(|entry| (entry.name.to_lowercase(), entry.id));
        Ok(entries)
    }

    /// A room in the sidebar of a person who is in it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn entry(&mut self, seat: &Seat) -> Result<RoomEntry, StoreError> {
        let row: EntryRow = sqlx::query_as(
            r"
            SELECT r.id, r.name, r.kind, r.seq, r.msg_no, m.read_no, m.marked_no
            FROM memberships m
            JOIN rooms r ON r.id = m.room
            WHERE m.room = $1 AND m.user = $2
            ",
        )
        .bind(seat.room().0)
        .bind(seat.user().0)
        .fetch_one(&mut *self.connection)
        .await?;
        let mut entries = [row.entry()];
        self.name_direct(&mut entries, seat.user()).await?;
        self.note_waiting(&mut entries, seat.user()).await?;
        let [entry] = entries;
        Ok(entry)
    }

    /// Gives direct rooms the names under which `user` knows them.
    async fn name_direct(&mut self, entries: &mut [RoomEntry], user: UserId) -> Result<(), StoreError> {
        let is_direct = |entry: &&mut RoomEntry| entry.kind == RoomKind::Direct;
        let only = match entries {
            [one] => Some(one.id.0),
            _ => None,
        };
        if !entries.iter().any(|entry| entry.kind == RoomKind::Direct) {
            return Ok(());
        }
        let people: Vec<(i64, i64, String)> = sqlx::query_as(
            r"
            SELECT other.room, u.id, u.name
            FROM memberships mine
            JOIN rooms r ON r.id = mine.room
            JOIN memberships other ON other.room = mine.room AND other.user <> mine.user
            JOIN users u ON u.id = other.user
            WHERE mine.user = $1 AND r.kind = 'direct' AND ($2 IS NULL OR r.id = $2)
            ORDER BY u.name_folded, u.id
            ",
        )
        .bind(user.0)
        .bind(only)
        .fetch_all(&mut *self.connection)
        .await?;
        for entry in entries.iter_mut().filter(is_direct) {
            let others = people.iter().filter(|(room, ..)| *room == entry.id.0);
            entry.people = others.map(|(_, id, name)| rows::person((*id, name.clone()))).collect();
            entry.name = direct_name(entry.people.iter().map(|person| person.name.as_str()));
        }
        Ok(())
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

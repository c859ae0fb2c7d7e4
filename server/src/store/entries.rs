//! The rooms of one person, as they stand in the sidebar.

use app::domain::{Involvement, RoomId, RoomKind, UserId, direct_name};
use app::protocol::RoomEntry;

use super::rows::{self, count};
use super::threads::root;
use super::{Reading, Seat, StoreError};

#[derive(sqlx::FromRow)]
struct EntryRow {
    id: i64,
    name: String,
    kind: String,
    seq: i64,
    msg_no: i64,
    read_no: i64,
    marked_no: i64,
    parent: Option<i64>,
    root_no: Option<i64>,
    involvement: String,
    favourite: bool,
    archived: bool,
}

/// The rooms and threads that a person is a member of. What they are selected by is put behind it.
const SELECT: &str = r"
    SELECT r.id, r.name, r.kind, r.seq, r.msg_no, m.read_no, m.marked_no, r.parent, r.root_no, m.involvement, m.favourite,
        r.archived_at IS NOT NULL AS archived
    FROM memberships m
    JOIN rooms r ON r.id = m.room
    WHERE m.user = $1 AND
";

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
            root: root(self.parent, self.root_no),
            involvement: Involvement::named(&self.involvement).unwrap_or_default(),
            favourite: self.favourite,
            archived: self.archived,
        }
    }
}

impl Reading<'_> {
    /// The rooms that a person is in, by name, and behind them the threads in which something waits, by age.
    ///
    /// # Errors
    /// The database failed.
    pub async fn entries(&mut self, user: UserId) -> Result<Vec<RoomEntry>, StoreError> {
        let sql = format!("{SELECT} (r.kind <> 'thread' OR m.read_no < r.msg_no)");
        let rows: Vec<EntryRow> =
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(user.0).fetch_all(&mut *self.connection).await?;
        let mut entries: Vec<RoomEntry> = rows.into_iter().map(EntryRow::entry).collect();
        self.name_direct(&mut entries, user).await?;
        self.note_waiting(&mut entries, user).await?;
        entries.retain(|entry| entry.root.is_none() || entry.waits());
        // As the screen sorts them: a direct room by the names of the others.
        entries.sort_by_cached_key(|entry| (entry.root.is_some(), rows::folded(&entry.name), entry.id));
        Ok(entries)
    }

    /// A room in the sidebar of a person who is in it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn entry(&mut self, seat: &Seat) -> Result<RoomEntry, StoreError> {
        Ok(self.entries_of(seat.user(), &[seat.room()]).await?.pop().ok_or(sqlx::Error::RowNotFound)?)
    }

    /// Of these rooms, those that a person is in, in no order.
    pub(super) async fn entries_of(&mut self, user: UserId, rooms: &[RoomId]) -> Result<Vec<RoomEntry>, StoreError> {
        let sql = format!("{SELECT} m.room IN (SELECT value FROM json_each($2))");
        let rows: Vec<EntryRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(user.0)
            .bind(rows::list(&rooms))
            .fetch_all(&mut *self.connection)
            .await?;
        let mut entries: Vec<RoomEntry> = rows.into_iter().map(EntryRow::entry).collect();
        self.name_direct(&mut entries, user).await?;
        self.note_waiting(&mut entries, user).await?;
        Ok(entries)
    }

    /// Gives direct rooms the names under which `user` knows them.
    async fn name_direct(&mut self, entries: &mut [RoomEntry], user: UserId) -> Result<(), StoreError> {
        let mut direct: Vec<_> = entries.iter_mut().filter(|entry| entry.kind == RoomKind::Direct).collect();
        if direct.is_empty() {
            return Ok(());
        }
        let rooms: Vec<_> = direct.iter().map(|entry| entry.id).collect();
        let people: Vec<(i64, i64, String, u32)> = sqlx::query_as(
            r"
            SELECT other.room, u.id, u.name, u.picture
            FROM json_each($2) direct
            CROSS JOIN memberships other
            JOIN users u ON u.id = other.user
            WHERE other.room = direct.value AND other.user <> $1
            ORDER BY u.name_folded, u.id
            ",
        )
        .bind(user.0)
        .bind(rows::list(&rooms))
        .fetch_all(&mut *self.connection)
        .await?;
        for entry in &mut direct {
            let others = people.iter().filter(|(room, ..)| *room == entry.id.0);
            entry.people = others.map(|(_, id, name, picture)| rows::person((*id, name.clone(), *picture))).collect();
            entry.name = direct_name(entry.people.iter().map(|person| person.name.as_str()));
        }
        Ok(())
    }
}

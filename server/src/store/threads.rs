//! Threads: rooms that hang from a message. What a message shows of its thread is looked up anew whenever it is shown.

use std::collections::BTreeSet;

use app::domain::{Message, Person, RoomId, Root, THREAD_NAME, Thread, Timestamp, UserId};
use app::protocol::{Event, Followed, RoomEntry};

use super::messages::Spot;
use super::rows::{self, PersonRow, count, list, number};
use super::{Reading, Seat, StoreError, Tx};

/// The people of a thread are looked for among so many of its newest messages.
const LATELY: i64 = 20;

/// So many replies of a thread are shown in the list of threads.
const SHOWN: u64 = 2;

/// From the columns of a room.
pub(super) fn root(parent: Option<i64>, no: Option<i64>) -> Option<Root> {
    Some(Root { room: RoomId(parent?), no: count(no?) })
}

#[derive(sqlx::FromRow)]
struct ThreadRow {
    parent: i64,
    root_no: i64,
    id: i64,
    replies: i64,
    last_at: Option<i64>,
    /// As JSON, of each of them what [`PersonRow`] has.
    people: String,
}

impl ThreadRow {
    /// Nothing where nothing is left in it.
    fn thread(self) -> Option<(Spot, Thread)> {
        let people: Vec<PersonRow> = serde_json::from_str(&self.people).unwrap_or_default();
        let thread = Thread {
            room: RoomId(self.id),
            replies: count(self.replies),
            last_at: Timestamp(self.last_at?),
            people: people.into_iter().map(rows::person).collect(),
        };
        Some(((RoomId(self.parent), count(self.root_no)), thread))
    }
}

impl Reading<'_> {
    /// What messages show of the threads beneath them.
    pub(super) async fn threads(&mut self, spots: &[Spot]) -> Result<Vec<(Spot, Thread)>, StoreError> {
        let rows: Vec<ThreadRow> = sqlx::query_as(
            r"
            SELECT t.parent, t.root_no, t.id,
                t.msg_no - (SELECT COUNT(*) FROM messages d WHERE d.room = t.id AND d.deleted_at IS NOT NULL) AS replies,
                (
                    SELECT n.at
                    FROM messages n
                    WHERE n.room = t.id AND n.deleted_at IS NULL
                    ORDER BY n.msg_no DESC
                    LIMIT 1
                ) AS last_at,
                (
                    SELECT json_group_array(json_array(u.id, u.name, u.picture) ORDER BY s.no DESC)
                    FROM (
                        SELECT author, MAX(msg_no) AS no
                        FROM (
                            SELECT author, msg_no
                            FROM messages
                            WHERE room = t.id AND deleted_at IS NULL
                            ORDER BY msg_no DESC
                            LIMIT $2
                        )
                        GROUP BY author
                        ORDER BY no DESC
                        LIMIT $3
                    ) s
                    JOIN users u ON u.id = s.author
                ) AS people
            FROM json_each($1) c
            JOIN rooms t ON t.parent = c.value ->> 0 AND t.root_no = c.value ->> 1
            WHERE t.msg_no > 0
            ",
        )
        .bind(list(&spots))
        .bind(LATELY)
        .bind(i64::try_from(Thread::PEOPLE).unwrap_or(i64::MAX))
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows.into_iter().filter_map(ThreadRow::thread).collect())
    }

    /// The message that a thread hangs from, as it stands above it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn root(&mut self, thread: RoomId) -> Result<Option<Message>, StoreError> {
        let row: Option<(Option<i64>, Option<i64>)> = sqlx::query_as(
            r"
            SELECT parent, root_no
            FROM rooms
            WHERE id = $1
            ",
        )
        .bind(thread.0)
        .fetch_optional(&mut *self.connection)
        .await?;
        let Some(Root { room, no }) = row.and_then(|(parent, no)| root(parent, no)) else { return Ok(None) };
        Ok(self.messages_between(room, no, no).await?.pop().map(Message::as_root))
    }

    /// Every thread that a person follows, and its newest event.
    ///
    /// # Errors
    /// The database failed.
    pub async fn followed(&mut self, user: UserId) -> Result<Vec<(RoomId, u64)>, StoreError> {
        let rows: Vec<(i64, i64)> = sqlx::query_as(
            r"
            SELECT r.id, r.seq
            FROM memberships m
            JOIN rooms r ON r.id = m.room
            WHERE m.user = $1 AND r.kind = 'thread'
            ",
        )
        .bind(user.0)
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows.into_iter().map(|(room, seq)| (RoomId(room), count(seq))).collect())
    }

    /// The threads that a person follows and in which something was said, the newest first, from before a position on.
    ///
    /// # Errors
    /// The database failed.
    pub async fn list_threads(
        &mut self,
        user: UserId,
        before: Option<i64>,
        most: u64,
    ) -> Result<Vec<Followed>, StoreError> {
        let rows: Vec<(i64, i64)> = sqlx::query_as(
            r"
            SELECT n.id, r.id
            FROM memberships m
            JOIN rooms r ON r.id = m.room
            JOIN messages n ON n.room = r.id AND n.msg_no = r.msg_no
            WHERE m.user = $1 AND r.kind = 'thread' AND ($2 IS NULL OR n.id < $2)
            ORDER BY n.id DESC
            LIMIT $3
            ",
        )
        .bind(user.0)
        .bind(before)
        .bind(number(most))
        .fetch_all(&mut *self.connection)
        .await?;
        let rooms: Vec<_> = rows.iter().map(|(_, room)| RoomId(*room)).collect();
        let entries = self.entries_of(user, &rooms).await?;
        let newest = |entry: &RoomEntry| (entry.msg_no + 1).saturating_sub(SHOWN).max(1)..=entry.msg_no;
        let roots = entries.iter().filter_map(|entry| entry.root).map(|root| (root.room, root.no));
        let latest = entries.iter().flat_map(|entry| newest(entry).map(|no| (entry.id, no)));
        let mut messages = self.messages_for(user, &roots.chain(latest).collect::<Vec<_>>()).await?;
        let mut threads = Vec::with_capacity(rows.len());
        for (position, room) in rows {
            let Some(entry) = entries.iter().find(|entry| entry.id.0 == room).cloned() else { continue };
            let root = entry.root.and_then(|root| messages.get(&(root.room, root.no)).cloned());
            let latest = newest(&entry).filter_map(|no| messages.remove(&(entry.id, no)));
            let latest: Vec<_> = latest.filter(|message| !message.deleted).collect();
            threads.extend(root.map(|root| Followed { position, entry, root, latest }));
        }
        Ok(threads)
    }

    /// Who of these people is in the room that a thread belongs to, and does not follow the thread; the first so many.
    ///
    /// # Errors
    /// The database failed.
    pub async fn who_could_follow(
        &mut self,
        thread: &Seat,
        people: &BTreeSet<UserId>,
        most: usize,
    ) -> Result<Vec<Person>, StoreError> {
        let rows: Vec<PersonRow> = sqlx::query_as(
            r"
            SELECT u.id, u.name, u.picture
            FROM rooms t
            JOIN memberships m ON m.room = t.parent
            JOIN users u ON u.id = m.user
            WHERE t.id = $1 AND m.user IN (SELECT value FROM json_each($2))
                AND NOT EXISTS (SELECT 1 FROM memberships f WHERE f.room = t.id AND f.user = m.user)
            ORDER BY u.id
            LIMIT $3
            ",
        )
        .bind(thread.room().0)
        .bind(list(people))
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows.into_iter().map(rows::person).collect())
    }
}

impl Tx {
    /// The thread beneath message `no`, and whether it is a new one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn start_thread(
        &mut self,
        seat: &Seat,
        no: u64,
        by: UserId,
        at: Timestamp,
    ) -> Result<(RoomId, bool), StoreError> {
        if let Some(known) = self.thread_beneath(seat.room(), no).await? {
            return Ok((known, false));
        }
        let id = sqlx::query_scalar(
            r"
            INSERT INTO rooms (name, name_folded, topic, kind, made_by, created_at, parent, root_no)
            VALUES ($1, $2, '', 'thread', $3, $4, $5, $6)
            RETURNING id
            ",
        )
        .bind(THREAD_NAME)
        .bind(format!("\u{2}{}:{no}", seat.room()))
        .bind(by.0)
        .bind(at.0)
        .bind(seat.room().0)
        .bind(number(no))
        .fetch_one(self.connection().await?)
        .await?;
        Ok((RoomId(id), true))
    }

    async fn thread_beneath(&mut self, room: RoomId, no: u64) -> Result<Option<RoomId>, StoreError> {
        let id: Option<i64> = sqlx::query_scalar(
            r"
            SELECT id
            FROM rooms
            WHERE parent = $1 AND root_no = $2
            ",
        )
        .bind(room.0)
        .bind(number(no))
        .fetch_optional(self.connection().await?)
        .await?;
        Ok(id.map(RoomId))
    }

    /// Something was said or deleted in the thread beneath a message: whoever sees the message is told.
    ///
    /// # Errors
    /// The database failed.
    pub async fn thread_moved(&mut self, Root { room, no }: Root) -> Result<(), StoreError> {
        let thread = self.read().await?.threads(&[(room, no)]).await?.pop().map(|(_, thread)| thread);
        self.record(room, Event::ThreadMoved { no, thread }).await?;
        Ok(())
    }

    /// A message has changed: whoever looks at the thread beneath it is told.
    ///
    /// # Errors
    /// The database failed.
    pub async fn root_changed(&mut self, seat: &Seat, no: u64) -> Result<(), StoreError> {
        if let Some(thread) = self.thread_beneath(seat.room(), no).await?
            && let Some(message) = self.read().await?.root(thread).await?
        {
            self.record(thread, Event::RootChanged { message }).await?;
        }
        Ok(())
    }
}

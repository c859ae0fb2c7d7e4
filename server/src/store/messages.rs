//! Messages as they are read; `saying.rs` is how they come to be, `changing.rs` how they change.

use std::collections::BTreeMap;

use app::domain::{Block, Cid, Edit, Message, Person, Quotation, Revision, RoomId, Timestamp, UserId};
use app::protocol::Posted;

use super::rows::{self, count, number};
use super::{Reading, Seat, StoreError};
use crate::markup;

/// A message, the one it answers, and whether it is pinned. What it is selected by is put behind it.
const SELECT: &str = r"
    SELECT m.room, m.msg_no, u.id, u.name, u.picture, m.at, m.body, m.nodes, m.parser, m.rev, m.edited_at, m.deleted_at,
        q.msg_no AS quoted_no, qu.id AS quoted_by, qu.name AS quoted_name, qu.picture AS quoted_picture,
        CASE
            WHEN q.body = '' THEN COALESCE((
                SELECT GROUP_CONCAT(f.name, ', ' ORDER BY f.place)
                FROM attachments f
                WHERE f.room = q.room AND f.msg_no = q.msg_no
            ), '')
            ELSE q.body
        END AS quoted_body,
        q.nodes AS quoted_nodes,
        EXISTS (SELECT 1 FROM pins p WHERE p.room = m.room AND p.msg_no = m.msg_no) AS is_pinned
    FROM messages m
    JOIN users u ON u.id = m.author
    LEFT JOIN messages q ON q.room = m.room AND q.msg_no = m.reply_no
    LEFT JOIN users qu ON qu.id = q.author
    WHERE
";

/// A message by its room and its number there.
pub(super) type Spot = (RoomId, u64);

#[derive(sqlx::FromRow)]
struct MessageRow {
    room: i64,
    msg_no: i64,
    id: i64,
    name: String,
    picture: u32,
    at: i64,
    body: String,
    nodes: Option<String>,
    parser: i64,
    rev: i64,
    edited_at: Option<i64>,
    deleted_at: Option<i64>,
    quoted_no: Option<i64>,
    quoted_by: Option<i64>,
    quoted_name: Option<String>,
    quoted_picture: Option<u32>,
    quoted_body: Option<String>,
    quoted_nodes: Option<String>,
    is_pinned: bool,
}

/// The nodes as they are kept; what this build cannot read is shown as plain text.
fn stored(nodes: Option<&str>) -> Vec<Block> {
    nodes.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}

/// The nodes of a message; what was said before there was a parser is read now.
pub(super) fn nodes(parser: i64, body: &str, kept: Option<&str>) -> Vec<Block> {
    if parser == 0 { markup::parse(body) } else { stored(kept) }
}

impl MessageRow {
    fn message(self) -> Message {
        let by = rows::person((self.id, self.name, self.picture));
        let quoted = (self.quoted_no, self.quoted_by, self.quoted_name, self.quoted_picture, self.quoted_body);
        let quotation = |quoted_nodes: Option<&str>| -> Option<Quotation> {
            let (Some(no), Some(by), Some(name), Some(picture), Some(body)) = quoted else { return None };
            let mut quoted = Message::new(count(no), rows::person((by, name, picture)), Timestamp(0), body);
            quoted.nodes = stored(quoted_nodes);
            Some(quoted.quotation())
        };
        let edited =
            self.edited_at.map(|at| Edit { rev: u32::try_from(self.rev).unwrap_or(u32::MAX), at: Timestamp(at) });
        Message {
            nodes: nodes(self.parser, &self.body, self.nodes.as_deref()),
            edited,
            deleted: self.deleted_at.is_some(),
            reply: quotation(self.quoted_nodes.as_deref()),
            pinned: self.is_pinned,
            ..Message::new(count(self.msg_no), by, Timestamp(self.at), self.body)
        }
    }
}

impl Reading<'_> {
    /// The messages of a room from number `first` to number `last`.
    ///
    /// # Errors
    /// The database failed.
    pub async fn messages(&mut self, seat: &Seat, first: u64, last: u64) -> Result<Vec<Message>, StoreError> {
        self.messages_between(seat.room(), first, last).await
    }

    pub(super) async fn messages_between(
        &mut self,
        room: RoomId,
        first: u64,
        last: u64,
    ) -> Result<Vec<Message>, StoreError> {
        let sql = format!("{SELECT} m.room = $1 AND m.msg_no BETWEEN $2 AND $3 ORDER BY m.msg_no");
        let rows: Vec<MessageRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(room.0)
            .bind(number(first))
            .bind(number(last))
            .fetch_all(&mut *self.connection)
            .await?;
        Ok(self.dressed(rows).await?.into_values().collect())
    }

    /// Of these messages, those that a person may see: in a room or in a thread that belongs to one they are in.
    ///
    /// # Errors
    /// The database failed.
    pub async fn messages_for(&mut self, user: UserId, spots: &[Spot]) -> Result<BTreeMap<Spot, Message>, StoreError> {
        let sql = format!(
            "{SELECT} (m.room, m.msg_no) IN (SELECT value ->> 0, value ->> 1 FROM json_each($1))
            AND EXISTS (
                SELECT 1
                FROM rooms r
                JOIN memberships s ON s.room IN (r.id, r.parent)
                WHERE r.id = m.room AND s.user = $2
            )"
        );
        let rows: Vec<MessageRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(rows::list(&spots))
            .bind(user.0)
            .fetch_all(&mut *self.connection)
            .await?;
        self.dressed(rows).await
    }

    /// One message, with all that belongs to it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn message(&mut self, seat: &Seat, no: u64) -> Result<Option<Message>, StoreError> {
        Ok(self.messages(seat, no, no).await?.pop())
    }

    /// The messages that events between two positions are about, as they are now.
    pub(super) async fn messages_of_events(
        &mut self,
        room: RoomId,
        after: u64,
        last: u64,
    ) -> Result<Vec<Message>, StoreError> {
        let sql = format!(
            "{SELECT} m.room = $1 AND m.msg_no IN (
                SELECT e.msg_no
                FROM events e
                WHERE e.room = $1 AND e.seq > $2 AND e.seq <= $3 AND e.kind IN ('message.new', 'message.edited', 'thread.moved')
            )
            ORDER BY m.msg_no"
        );
        let rows: Vec<MessageRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(room.0)
            .bind(number(after))
            .bind(number(last))
            .fetch_all(&mut *self.connection)
            .await?;
        Ok(self.dressed(rows).await?.into_values().collect())
    }

    /// The pinned messages of a room, the newest pin first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn pins(&mut self, seat: &Seat, most: u64) -> Result<Vec<Message>, StoreError> {
        let nos: Vec<i64> = sqlx::query_scalar(
            r"
            SELECT msg_no
            FROM pins
            WHERE room = $1
            ORDER BY at DESC, msg_no DESC
            LIMIT $2
            ",
        )
        .bind(seat.room().0)
        .bind(number(most))
        .fetch_all(&mut *self.connection)
        .await?;
        let spots: Vec<_> = nos.into_iter().map(|no| (seat.room(), count(no))).collect();
        let mut pinned = self.messages_for(seat.user(), &spots).await?;
        Ok(spots.into_iter().filter_map(|spot| pinned.remove(&spot)).collect())
    }

    /// The texts that a message had before its present one, the oldest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn revisions(&mut self, seat: &Seat, no: u64) -> Result<Vec<Revision>, StoreError> {
        let rows: Vec<(i64, i64, String)> = sqlx::query_as(
            r"
            SELECT rev, at, body
            FROM revisions
            WHERE room = $1 AND msg_no = $2
            ORDER BY rev
            ",
        )
        .bind(seat.room().0)
        .bind(number(no))
        .fetch_all(&mut *self.connection)
        .await?;
        let revision =
            |(rev, at, body)| Revision { rev: u32::try_from(rev).unwrap_or(u32::MAX), at: Timestamp(at), body };
        Ok(rows.into_iter().map(revision).collect())
    }

    /// Rows as messages, with the reactions to them, their files and the threads beneath them.
    async fn dressed(&mut self, rows: Vec<MessageRow>) -> Result<BTreeMap<Spot, Message>, StoreError> {
        let mut messages: BTreeMap<Spot, Message> =
            rows.into_iter().map(|row| ((RoomId(row.room), count(row.msg_no)), row.message())).collect();
        let spots: Vec<Spot> = messages.keys().copied().collect();
        for (spot, emoji, by) in self.reactions(&spots).await? {
            if let Some(message) = messages.get_mut(&spot) {
                message.react(&emoji, &by, true);
            }
        }
        for (spot, file) in self.attachments(&spots).await? {
            if let Some(message) = messages.get_mut(&spot) {
                message.files.push(file);
            }
        }
        for (spot, preview) in self.previews(&spots).await? {
            if let Some(message) = messages.get_mut(&spot) {
                message.preview = Some(Box::new(preview));
            }
        }
        for (spot, thread) in self.threads(&spots).await? {
            if let Some(message) = messages.get_mut(&spot) {
                message.thread = Some(thread);
            }
        }
        Ok(messages)
    }

    async fn reactions(&mut self, spots: &[Spot]) -> Result<Vec<(Spot, String, Person)>, StoreError> {
        let rows: Vec<(i64, i64, String, i64, String, u32)> = sqlx::query_as(
            r"
            SELECT r.room, r.msg_no, r.emoji, u.id, u.name, u.picture
            FROM reactions r
            JOIN users u ON u.id = r.user
            WHERE (r.room, r.msg_no) IN (SELECT value ->> 0, value ->> 1 FROM json_each($1))
            ",
        )
        .bind(rows::list(&spots))
        .fetch_all(&mut *self.connection)
        .await?;
        let reaction = |(room, no, emoji, id, name, picture)| {
            ((RoomId(room), count(no)), emoji, rows::person((id, name, picture)))
        };
        Ok(rows.into_iter().map(reaction).collect())
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
            WHERE cid = $2 AND author = $1
            ",
        )
        .bind(author.0)
        .bind(rows::stored_cid(cid))
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(row.map(|(room, no, seq, at)| (RoomId(room), rows::posted(no, seq, at))))
    }
}

//! Looking for messages: first by the index, then by reading those that it names. What the index does not have yet is
//! read one by one, so that nothing that was acknowledged is ever missing.
//!
//! The index narrows and never decides: who may see a message, and whether it is still there, is asked here, when it is read.

use app::domain::{Block, Found, RoomId, Timestamp, UserId};
use sqlx::{QueryBuilder, Sqlite};

use super::rows::{self, count, list, number};
use super::threads::root;
use super::{Reading, StoreError, messages};
use crate::search::{self, Trait};

/// What the index and the tables can tell of a question.
#[derive(Clone, Debug)]
pub struct Sought {
    /// Who asks.
    pub reader: UserId,
    /// The terms of words that all have.
    pub terms: Vec<String>,
    /// The terms of what else is in the text of all.
    pub contents: Vec<&'static str>,
    /// Only in these rooms and their threads; none: anywhere, which needs terms, contents or authors.
    pub rooms: Vec<RoomId>,
    /// Only by these people; none: by anybody.
    pub authors: Vec<UserId>,
    /// From this moment on.
    pub since: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
    /// What else is true of them; what is only seen in the text is left to who reads it.
    pub traits: Vec<Trait>,
}

/// A message that may fit, and that the reader may see.
#[derive(Debug)]
pub struct Candidate {
    /// As it is shown if it fits, but for the passage.
    pub found: Found,
    /// What was typed, and what its files are called.
    pub body: String,
    nodes: Option<String>,
    parser: i64,
}

impl Candidate {
    /// What the text means.
    pub fn nodes(&self) -> Vec<Block> {
        messages::nodes(self.parser, &self.body, self.nodes.as_deref())
    }
}

/// Some of those that may fit, the newest first.
#[derive(Debug)]
pub struct Candidates {
    /// Those the reader may see.
    pub found: Vec<Candidate>,
    /// How many were looked at. Where rooms were named, these are all ones that the reader may see.
    pub looked_at: u64,
    /// The rest is before this position; `None`: there is nothing more.
    pub below: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct CandidateRow {
    id: i64,
    room: i64,
    parent: Option<i64>,
    root_no: Option<i64>,
    msg_no: i64,
    author: i64,
    name: String,
    picture: u32,
    at: i64,
    body: String,
    nodes: Option<String>,
    parser: i64,
}

impl CandidateRow {
    fn candidate(self) -> Candidate {
        let found = Found {
            position: self.id,
            room: RoomId(self.room),
            root: root(self.parent, self.root_no),
            no: count(self.msg_no),
            by: rows::person((self.author, self.name, self.picture)),
            at: Timestamp(self.at),
            passage: Vec::new(),
        };
        Candidate { found, body: self.body, nodes: self.nodes, parser: self.parser }
    }
}

/// What is searched of a message `m`: what was typed, and below it what its files are called.
pub(super) const TEXT: &str = r"
    m.body || COALESCE((
        SELECT CHAR(10) || GROUP_CONCAT(f.name, ' ' ORDER BY f.place)
        FROM attachments f
        WHERE f.room = m.room AND f.msg_no = m.msg_no
    ), '')
";

/// So many messages that are not indexed are looked through in one go.
const WINDOW: i64 = 20_000;

impl Sought {
    /// As the index is asked.
    fn expression(&self) -> String {
        let any = |terms: Vec<String>| {
            let quoted: Vec<_> = terms.iter().map(|term| format!("\"{term}\"")).collect();
            (!quoted.is_empty()).then(|| format!("({})", quoted.join(" OR ")))
        };
        let terms = self.terms.iter().map(String::as_str).chain(self.contents.iter().copied());
        let words = terms.map(|term| format!("\"{term}\""));
        let rooms = any(self.rooms.iter().map(|room| search::room(*room)).collect());
        let authors = any(self.authors.iter().map(|author| search::author(*author)).collect());
        words.chain(rooms).chain(authors).collect::<Vec<_>>().join(" AND ")
    }
}

impl Reading<'_> {
    /// Up to `most` messages before a position that may fit.
    ///
    /// # Errors
    /// The database failed.
    pub async fn candidates(&mut self, sought: &Sought, below: i64, most: u64) -> Result<Candidates, StoreError> {
        let (first, indexed): (i64, i64) = sqlx::query_as(
            r"
            SELECT
                (SELECT COALESCE(MIN(first), 9223372036854775807) FROM search_spans WHERE $1 IS NULL OR latest >= $1),
                COALESCE((SELECT last FROM search_spans ORDER BY first DESC LIMIT 1), 0)
            ",
        )
        .bind(sought.since.map(|at| at.0))
        .fetch_one(&mut *self.connection)
        .await?;
        let (ids, below) = if below > indexed.saturating_add(1) {
            let (ids, down_to) = self.unindexed(sought.reader, indexed, below, most).await?;
            (ids, Some(down_to))
        } else {
            let below = match sought.until {
                Some(until) => below.min(self.said_before(until).await?),
                None => below,
            };
            let ids = self.named(sought, first, below, most).await?;
            let below = if ids.len() as u64 == most { ids.last().copied() } else { None };
            (ids, below)
        };
        let looked_at = ids.len() as u64;
        let found = if ids.is_empty() { Vec::new() } else { self.seen(sought, &ids).await? };
        Ok(Candidates { found, looked_at, below })
    }

    /// Messages that are not in the index yet, of those that the reader may see, and down to which position these are all.
    /// Where to go on says nothing about the others: it is that of one of these, or a fixed distance away.
    async fn unindexed(
        &mut self,
        reader: UserId,
        indexed: i64,
        below: i64,
        most: u64,
    ) -> Result<(Vec<i64>, i64), StoreError> {
        let newest: i64 =
            sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM messages").fetch_one(&mut *self.connection).await?;
        let below = below.min(newest.saturating_add(1));
        let down_to = (indexed + 1).max(below.saturating_sub(WINDOW));
        let ids: Vec<i64> = sqlx::query_scalar(
            r"
            SELECT m.id
            FROM messages m
            JOIN rooms r ON r.id = m.room
            WHERE m.id >= $1 AND m.id < $2
                AND EXISTS (SELECT 1 FROM memberships s WHERE s.room IN (r.id, r.parent) AND s.user = $4)
            ORDER BY m.id DESC
            LIMIT $3
            ",
        )
        .bind(down_to)
        .bind(below)
        .bind(number(most))
        .bind(reader.0)
        .fetch_all(&mut *self.connection)
        .await?;
        let down_to = ids.last().copied().filter(|_| ids.len() as u64 == most).unwrap_or(down_to);
        Ok((ids, down_to))
    }

    /// Messages that the index names, and those that it has under terms of the past.
    async fn named(&mut self, sought: &Sought, first: i64, below: i64, most: u64) -> Result<Vec<i64>, StoreError> {
        let mut query = QueryBuilder::<Sqlite>::new("");
        if sought.terms.is_empty() && sought.traits.contains(&Trait::IsMention) {
            query.push("SELECT message FROM mentions WHERE user = ").push_bind(sought.reader.0);
            query.push(" AND message >= ").push_bind(first).push(" AND message < ").push_bind(below);
            query.push(" ORDER BY message DESC LIMIT ");
        } else if sought.terms.is_empty() && sought.traits.contains(&Trait::IsPinned) {
            // From the pins to their messages, which are few, and not the other way round.
            query.push(
                "SELECT m.id FROM memberships s CROSS JOIN pins p CROSS JOIN messages m
                WHERE p.room = s.room AND m.room = p.room AND m.msg_no = p.msg_no AND s.user = ",
            );
            query.push_bind(sought.reader.0);
            query.push(" AND m.id >= ").push_bind(first).push(" AND m.id < ").push_bind(below);
            query.push(" ORDER BY m.id DESC LIMIT ");
        } else {
            query.push("SELECT rowid FROM search WHERE search MATCH ").push_bind(sought.expression());
            query.push(" AND rowid >= ").push_bind(first).push(" AND rowid < ").push_bind(below);
            query.push(" ORDER BY rowid DESC LIMIT ");
        }
        query.push_bind(number(most));
        let mut ids: Vec<i64> = query.build_query_scalar().fetch_all(&mut *self.connection).await?;
        let down_to = ids.last().copied().filter(|_| ids.len() as u64 == most).unwrap_or(first);
        // From what is stale to its messages: it is next to nothing, and the messages of the range can be all there are.
        let stale: Vec<i64> = sqlx::query_scalar(
            r"
            SELECT t.message
            FROM search_stale t
            CROSS JOIN messages m
            CROSS JOIN rooms r
            WHERE t.message >= $1 AND t.message < $2 AND m.id = t.message AND r.id = m.room
                AND EXISTS (SELECT 1 FROM memberships s WHERE s.room IN (r.id, r.parent) AND s.user = $3)
            ",
        )
        .bind(down_to)
        .bind(below)
        .bind(sought.reader.0)
        .fetch_all(&mut *self.connection)
        .await?;
        if !stale.is_empty() {
            ids.extend(stale);
            ids.sort_unstable_by(|a, b| b.cmp(a));
            ids.dedup();
            ids.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        }
        Ok(ids)
    }

    /// The position behind the last indexed message that may have been said before a moment.
    async fn said_before(&mut self, until: Timestamp) -> Result<i64, StoreError> {
        let last: i64 = sqlx::query_scalar("SELECT COALESCE(MAX(last), 0) FROM search_spans WHERE earliest < $1")
            .bind(until.0)
            .fetch_one(&mut *self.connection)
            .await?;
        Ok(last.saturating_add(1))
    }

    /// Of these messages, those that the reader may see and that are as they are sought, the newest first.
    async fn seen(&mut self, sought: &Sought, ids: &[i64]) -> Result<Vec<Candidate>, StoreError> {
        let mut query = QueryBuilder::<Sqlite>::new(
            "SELECT m.id, m.room, r.parent, r.root_no, m.msg_no, m.author, u.name, u.picture, m.at, m.nodes, m.parser, ",
        );
        query.push(TEXT).push(" AS body FROM json_each(");
        query.push_bind(list(&ids)).push(
            r") c
            JOIN messages m ON m.id = c.value
            JOIN rooms r ON r.id = m.room
            JOIN users u ON u.id = m.author
            WHERE m.deleted_at IS NULL
                AND EXISTS (SELECT 1 FROM memberships s WHERE s.room IN (r.id, r.parent) AND s.user = ",
        );
        query.push_bind(sought.reader.0).push(")");
        if !sought.rooms.is_empty() {
            let rooms = list(&sought.rooms.iter().map(|room| room.0).collect::<Vec<_>>());
            query.push(" AND COALESCE(r.parent, r.id) IN (SELECT value FROM json_each(").push_bind(rooms).push("))");
        }
        if !sought.authors.is_empty() {
            let authors = list(&sought.authors.iter().map(|author| author.0).collect::<Vec<_>>());
            query.push(" AND m.author IN (SELECT value FROM json_each(").push_bind(authors).push("))");
        }
        if let Some(since) = sought.since {
            query.push(" AND m.at >= ").push_bind(since.0);
        }
        if let Some(until) = sought.until {
            query.push(" AND m.at < ").push_bind(until.0);
        }
        for one in &sought.traits {
            has_trait(&mut query, *one, sought.reader);
        }
        query.push(" ORDER BY m.id DESC");
        let rows: Vec<CandidateRow> = query.build_query_as().fetch_all(&mut *self.connection).await?;
        Ok(rows.into_iter().map(CandidateRow::candidate).collect())
    }

    /// How many messages wait to be indexed.
    ///
    /// # Errors
    /// The database failed.
    pub async fn unindexed_count(&mut self) -> Result<u64, StoreError> {
        let waiting: i64 = sqlx::query_scalar(
            r"
            SELECT COALESCE((SELECT MAX(id) FROM messages), 0)
                - COALESCE((SELECT last FROM search_spans ORDER BY first DESC LIMIT 1), 0)
            ",
        )
        .fetch_one(&mut *self.connection)
        .await?;
        Ok(count(waiting))
    }
}

fn has_trait(query: &mut QueryBuilder<Sqlite>, one: Trait, reader: UserId) {
    match one {
        Trait::HasFile => {
            query.push(" AND EXISTS (SELECT 1 FROM attachments x WHERE x.room = m.room AND x.msg_no = m.msg_no)");
        }
        Trait::HasPicture => {
            query.push(
                " AND EXISTS (
                    SELECT 1
                    FROM attachments x
                    WHERE x.room = m.room AND x.msg_no = m.msg_no AND x.kind = 'picture'
                )",
            );
        }
        Trait::HasReaction => {
            query.push(" AND EXISTS (SELECT 1 FROM reactions x WHERE x.room = m.room AND x.msg_no = m.msg_no)");
        }
        Trait::HasThread => {
            query.push(
                " AND EXISTS (SELECT 1 FROM rooms x WHERE x.parent = m.room AND x.root_no = m.msg_no AND x.msg_no > 0)",
            );
        }
        Trait::IsPinned => {
            query.push(" AND EXISTS (SELECT 1 FROM pins x WHERE x.room = m.room AND x.msg_no = m.msg_no)");
        }
        Trait::IsEdited => {
            query.push(" AND m.edited_at IS NOT NULL");
        }
        Trait::IsThread => {
            query.push(" AND r.parent IS NOT NULL");
        }
        Trait::IsDirect => {
            query.push(" AND (SELECT x.kind FROM rooms x WHERE x.id = COALESCE(r.parent, r.id)) = 'direct'");
        }
        Trait::IsMention => {
            query.push(
                " AND EXISTS (SELECT 1 FROM mentions x WHERE x.room = m.room AND x.msg_no = m.msg_no AND x.user = ",
            );
            query.push_bind(reader.0).push(")");
        }
        Trait::IsUnread => {
            query.push(
                " AND EXISTS (SELECT 1 FROM memberships x WHERE x.room = m.room AND x.read_no < m.msg_no AND x.user = ",
            );
            query.push_bind(reader.0).push(" AND x.user <> m.author)");
        }
        // Seen in the text.
        Trait::HasLink | Trait::HasCode => {}
    }
}

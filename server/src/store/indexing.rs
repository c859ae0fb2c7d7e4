//! The index of what was said is kept up behind the writer: in portions, each a write like any other. New messages wait a
//! moment for more of them. A text that was changed or deleted is noted as stale in the same write, and its terms are
//! exchanged here; in the file they are then marked as gone, and leave it when the index is rewritten, portion by portion.

use std::sync::Arc;
use std::time::{Duration, Instant};

use app::domain::{RoomId, UserId};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sqlx::SqliteConnection;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::rows::{list, number};
use super::search::TEXT;
use super::writer::{self, Progress, Work};
use super::{Seat, StoreError, Tx, messages};
use crate::{markup, search};

/// Most messages of a portion, and bytes of their text: a few milliseconds of the writer's time.
const PORTION: i64 = 100;
const BYTES: usize = 32 * 1024;

/// Pages of 4 KiB that are rewritten at a time.
const PAGES: i64 = 16;

/// A portion waits so long for more to come, and between two portions others can write.
const PATIENCE: Duration = Duration::from_millis(500);
const PAUSE: Duration = Duration::from_millis(2);

/// After a fault the next try waits twice as long as the one before, up to this.
const LONGEST: Duration = Duration::from_secs(60);

/// So often at most what was taken away is rewritten out of the file.
const PURGE: Duration = Duration::from_secs(3_600);

/// Messages of a span.
const SPAN: i64 = 1_000;

/// By which rules terms are made: texts of before there was a parser are read by the present one.
const VERSION: i64 = search::VERSION * 1_000 + markup::VERSION;

/// Empties an index whose terms were made by other rules, or that is damaged.
pub(super) async fn prepare(writer: &mut SqliteConnection, is_sound: bool) -> Result<(), StoreError> {
    let version: i64 = sqlx::query_scalar("SELECT version FROM search_state").fetch_one(&mut *writer).await?;
    if version == VERSION && is_sound {
        return Ok(());
    }
    if version != 0 {
        tracing::info!("the index of the search is made anew; until then old messages are found more slowly");
    }
    for sql in
        ["INSERT INTO search (search) VALUES ('delete-all')", "DELETE FROM search_spans", "DELETE FROM search_stale"]
    {
        sqlx::query(sql).execute(&mut *writer).await?;
    }
    let made = sqlx::query("UPDATE search_state SET version = $1, removals = 0").bind(VERSION);
    made.execute(writer).await?;
    Ok(())
}

/// Keeps the index until `stop`, or until nobody is left who could say anything.
pub(super) async fn run(queue: mpsc::WeakSender<Work>, progress: Arc<Progress>, stop: CancellationToken) {
    stop.run_until_cancelled(keep(queue, progress)).await;
}

async fn keep(queue: mpsc::WeakSender<Work>, progress: Arc<Progress>) {
    let mut wait = PATIENCE;
    // What was taken away before the start is rewritten at once.
    let mut purged: Option<Instant> = None;
    loop {
        let is_due = purged.is_none_or(|at| at.elapsed() >= PURGE);
        let Some(done) = carry_out(&queue, move |tx| tx.index_some(is_due).boxed()).await else { return };
        match done {
            Ok(Indexed::Some) => tokio::time::sleep(PAUSE).await,
            Ok(Indexed::All) => {
                if is_due {
                    purged = Some(Instant::now());
                }
                let _ = tokio::time::timeout(PURGE, progress.said.notified()).await;
                tokio::time::sleep(PATIENCE).await;
            }
            Err(error) => {
                tracing::warn!(%error, "could not index what was said; it is found all the same, but more slowly");
                tokio::time::sleep(wait).await;
                wait = (wait * 2).min(LONGEST);
                continue;
            }
        }
        wait = PATIENCE;
    }
}

/// `None`: nobody takes writes any more.
async fn carry_out<F>(queue: &mpsc::WeakSender<Work>, write: F) -> Option<Result<Indexed, StoreError>>
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<Indexed, StoreError>> + Send + 'static,
{
    let (work, answered) = writer::job(write);
    queue.upgrade()?.send(work).await.ok()?;
    Some(answered.await.unwrap_or(Err(StoreError::Lost)))
}

#[cfg(test)]
impl super::Store {
    /// Indexes everything now.
    pub(crate) async fn index_all(&self) -> Result<(), StoreError> {
        while self.write::<_, StoreError, _>(|tx| tx.index_some(true).boxed()).await? == Indexed::Some {}
        Ok(())
    }
}

/// What a portion of work has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Indexed {
    /// There may be more to do.
    Some,
    /// Nothing.
    All,
}

/// Messages from one id to another, and when they were said.
#[derive(Clone, Copy, sqlx::FromRow)]
struct Span {
    first: i64,
    last: i64,
    earliest: i64,
    latest: i64,
}

/// A message as the index needs it.
#[derive(sqlx::FromRow)]
struct Text {
    id: i64,
    room: i64,
    author: i64,
    at: i64,
    body: String,
    nodes: Option<String>,
    parser: i64,
    is_deleted: bool,
}

/// What is indexed of messages that are selected so: threads under the room that they belong to.
fn texts(of: &str) -> String {
    format!(
        r"
        SELECT m.id, COALESCE(r.parent, r.id) AS room, m.author, m.at, m.nodes, m.parser,
            m.deleted_at IS NOT NULL AS is_deleted, {TEXT} AS body
        FROM messages m
        JOIN rooms r ON r.id = m.room
        WHERE {of}
        "
    )
}

impl Text {
    fn terms(&self) -> String {
        let nodes = messages::nodes(self.parser, &self.body, self.nodes.as_deref());
        search::terms(&self.body, &nodes, RoomId(self.room), UserId(self.author))
    }
}

/// What a portion adds to the newest span, which grows until it is full.
fn span(newest: Option<Span>, portion: &[Text]) -> Option<Span> {
    let (first, last) = (portion.first()?.id, portion.last()?.id);
    let times = || portion.iter().map(|text| text.at);
    let added = Span { first, last, earliest: times().min()?, latest: times().max()? };
    Some(match newest.filter(|span| last - span.first < SPAN) {
        Some(span) => Span {
            first: span.first,
            last,
            earliest: span.earliest.min(added.earliest),
            latest: span.latest.max(added.latest),
        },
        None => added,
    })
}

impl Tx {
    /// Does the next portion of work: texts that were changed come first, then new ones, then, if it is due, what was
    /// taken away is rewritten out of the file.
    async fn index_some(&mut self, may_purge: bool) -> Result<Indexed, StoreError> {
        let some = self.renew_stale().await? || self.index_new().await? || may_purge && self.purge().await?;
        Ok(if some { Indexed::Some } else { Indexed::All })
    }

    /// Exchanges the terms of one message. Answers whether there was one.
    async fn renew_stale(&mut self) -> Result<bool, StoreError> {
        let connection = self.connection().await?;
        let stale: Option<(i64, String)> =
            sqlx::query_as("SELECT message, terms FROM search_stale LIMIT 1").fetch_optional(&mut *connection).await?;
        let Some((id, old)) = stale else { return Ok(false) };
        sqlx::query("INSERT INTO search (search, rowid, terms) VALUES ('delete', $1, $2)")
            .bind(id)
            .bind(old)
            .execute(&mut *connection)
            .await?;
        let text: Option<Text> =
            sqlx::query_as(sqlx::AssertSqlSafe(texts("m.id = $1"))).bind(id).fetch_optional(&mut *connection).await?;
        if let Some(text) = text.filter(|text| !text.is_deleted) {
            sqlx::query("INSERT INTO search (rowid, terms) VALUES ($1, $2)")
                .bind(id)
                .bind(text.terms())
                .execute(&mut *connection)
                .await?;
        }
        sqlx::query("DELETE FROM search_stale WHERE message = $1").bind(id).execute(&mut *connection).await?;
        sqlx::query("UPDATE search_state SET removals = removals + 1").execute(connection).await?;
        Ok(true)
    }

    /// Indexes the messages that come next. Answers whether there were any.
    async fn index_new(&mut self) -> Result<bool, StoreError> {
        let connection = self.connection().await?;
        let newest: Option<Span> = sqlx::query_as(
            r"
            SELECT first, last, earliest, latest
            FROM search_spans
            ORDER BY first DESC
            LIMIT 1
            ",
        )
        .fetch_optional(&mut *connection)
        .await?;
        let sql = texts("m.id > $1 ORDER BY m.id LIMIT $2");
        let mut portion: Vec<Text> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(newest.map_or(0, |span| span.last))
            .bind(PORTION)
            .fetch_all(&mut *connection)
            .await?;
        let mut bytes = 0;
        let small = portion.iter().take_while(|text| {
            bytes += text.body.len();
            bytes <= BYTES
        });
        let small = small.count().max(1);
        portion.truncate(small);
        let Some(span) = span(newest, &portion) else { return Ok(false) };
        let present = portion.iter().filter(|text| !text.is_deleted);
        let terms: Vec<(i64, String)> = present.map(|text| (text.id, text.terms())).collect();
        sqlx::query(
            r"
            INSERT INTO search (rowid, terms)
            SELECT value ->> 0, value ->> 1
            FROM json_each($1)
            ",
        )
        .bind(list(&terms))
        .execute(&mut *connection)
        .await?;
        sqlx::query(
            r"
            INSERT INTO search_spans (first, last, earliest, latest)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (first) DO UPDATE
            SET last = excluded.last, earliest = excluded.earliest, latest = excluded.latest
            ",
        )
        .bind(span.first)
        .bind(span.last)
        .bind(span.earliest)
        .bind(span.latest)
        .execute(connection)
        .await?;
        Ok(true)
    }

    /// Rewrites some pages of the index, so that terms that were taken away leave the file. Answers whether there may be
    /// more of them.
    async fn purge(&mut self) -> Result<bool, StoreError> {
        let connection = self.connection().await?;
        let removals: i64 = sqlx::query_scalar("SELECT removals FROM search_state").fetch_one(&mut *connection).await?;
        if removals == 0 {
            return Ok(false);
        }
        // As the documentation of FTS5 says: a step that had nothing to merge changes fewer than two rows. A negative
        // number merges all there is.
        let changes = "SELECT total_changes()";
        let before: i64 = sqlx::query_scalar(changes).fetch_one(&mut *connection).await?;
        sqlx::query("INSERT INTO search (search, rank) VALUES ('merge', $1)")
            .bind(-PAGES)
            .execute(&mut *connection)
            .await?;
        let after: i64 = sqlx::query_scalar(changes).fetch_one(&mut *connection).await?;
        if after - before >= 2 {
            return Ok(true);
        }
        sqlx::query("UPDATE search_state SET removals = 0").execute(connection).await?;
        Ok(false)
    }

    /// Notes that the text of a message is about to change, with the terms that it is indexed under.
    pub(super) async fn will_change(&mut self, seat: &Seat, no: u64) -> Result<(), StoreError> {
        let connection = self.connection().await?;
        let sql = texts(
            "m.room = $1 AND m.msg_no = $2 AND m.deleted_at IS NULL
                AND m.id <= (SELECT last FROM search_spans ORDER BY first DESC LIMIT 1)",
        );
        let text: Option<Text> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(seat.room().0)
            .bind(number(no))
            .fetch_optional(&mut *connection)
            .await?;
        let Some(text) = text else { return Ok(()) };
        // What is stale already is indexed under the terms of an earlier text.
        sqlx::query("INSERT INTO search_stale (message, terms) VALUES ($1, $2) ON CONFLICT (message) DO NOTHING")
            .bind(text.id)
            .bind(text.terms())
            .execute(connection)
            .await?;
        Ok(())
    }
}

//! Connections: one that writes, some that only read, one that folds the write-ahead log
//! into the database.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, SqliteConnection, SqlitePool};

use super::{StoreError, indexing, users};

/// How many pages are read at the same time.
const READERS: u32 = 4;

/// So many rows of an answer are waiting at most for who asked. With fewer, the two threads wake each other again and again.
const ROWS: usize = 1_000;

fn options(database: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(database)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Full)
        .pragma("mmap_size", "0")
        .pragma("trusted_schema", "OFF")
        .disable_statement_logging()
}

/// The connection that writes. It never folds the log by itself: that would be inside a commit.
pub(super) async fn writer(database: &Path) -> Result<SqliteConnection, StoreError> {
    let options = options(database)
        .journal_mode(SqliteJournalMode::Wal)
        .pragma("wal_autocheckpoint", "0")
        // What a savepoint needs to be undone stays in memory; a batch is small.
        .pragma("temp_store", "MEMORY")
        // What is deleted is gone from the file, too.
        .pragma("secure_delete", "ON")
        .pragma("cache_size", "-16000");
    Ok(options.connect().await?)
}

/// The connection that folds the log.
pub(super) async fn folder(database: &Path) -> Result<SqliteConnection, StoreError> {
    Ok(options(database).pragma("wal_autocheckpoint", "0").pragma("cache_size", "-200").connect().await?)
}

/// The connections that read.
pub(super) async fn readers(database: &Path) -> Result<SqlitePool, StoreError> {
    let pool = SqlitePoolOptions::new()
        .min_connections(1)
        .max_connections(READERS)
        .acquire_timeout(Duration::from_secs(5))
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None);
    Ok(pool.connect_with(options(database).read_only(true).pragma("cache_size", "-4000").row_buffer_size(ROWS)).await?)
}

/// Refuses a SQLite with the fault in its write-ahead log, checks the file after an unclean
/// stop, and brings the tables up to date.
pub(super) async fn prepare(writer: &mut SqliteConnection, was_left_in_order: bool) -> Result<(), StoreError> {
    let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut *writer).await?;
    if !is_sound(&version) {
        return Err(StoreError::TooOld(version));
    }
    let mut is_sound = true;
    if !was_left_in_order {
        tracing::info!("the last stop was not an orderly one; checking the database");
        is_sound = check(writer).await?;
    }
    sqlx::migrate!("migrations/sqlite").run(&mut *writer).await?;
    users::give_handles(writer).await?;
    indexing::prepare(writer, is_sound).await?;
    Ok(())
}

/// Looks through every table. Answers whether the index of the search is whole: that can be made anew, and nothing else can.
async fn check(writer: &mut SqliteConnection) -> Result<bool, StoreError> {
    let mut is_sound = true;
    let tables: Vec<String> = sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .fetch_all(&mut *writer)
        .await?;
    for table in tables {
        let sql = format!("PRAGMA quick_check(\"{table}\")");
        let verdict: String = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut *writer).await?;
        match verdict.as_str() {
            "ok" => {}
            _ if table == "search" || table.starts_with("search_") => is_sound = false,
            _ => return Err(StoreError::Damaged(verdict)),
        }
    }
    Ok(is_sound)
}

fn is_sound(version: &str) -> bool {
    let mut numbers = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    (next(), next(), next()) >= (3, 51, 3)
}

#[cfg(test)]
mod tests {
    use super::is_sound;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(is_sound("3.51.3") && is_sound("3.100.0") && is_sound("4.0"));
        assert!(!is_sound("3.51.2") && !is_sound("3.9.100") && !is_sound("x"));
    }
}

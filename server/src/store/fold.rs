//! Folds the write-ahead log into the database beside the writer, so that no commit waits
//! for it. Only when readers or a steady stream of writes have let the log grow far does the
//! writer stand still for the rest.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use sqlx::{Connection as _, SqliteConnection};
use tokio_util::sync::CancellationToken;

use super::writer::Progress;

/// How often the log is looked at, when there were commits.
const INTERVAL: Duration = Duration::from_millis(250);
/// Pages of 4 KiB that are worth a folding.
const WORTHWHILE: i64 = 1_000;
/// Pages in the log at which the writer has to stop for a moment: 64 MiB.
const TOO_LONG: i64 = 16_384;

/// Folds until `stop`.
pub(super) async fn run(mut connection: SqliteConnection, progress: Arc<Progress>, stop: CancellationToken) {
    let mut seen = 0;
    while stop.run_until_cancelled(tokio::time::sleep(INTERVAL)).await.is_some() {
        let commits = progress.commits.load(Ordering::Relaxed);
        if commits == seen {
            continue;
        }
        seen = commits;
        if let Err(error) = fold(&mut connection, &progress).await {
            tracing::warn!(%error, "could not fold the log into the database");
        }
    }
    if let Err(error) = connection.close().await {
        tracing::warn!(%error, "the connection that folds the log did not close");
    }
}

async fn fold(connection: &mut SqliteConnection, progress: &Progress) -> Result<(), sqlx::Error> {
    let (_, log, folded) = checkpoint(connection, "PRAGMA wal_checkpoint(NOOP)").await?;
    if log - folded < WORTHWHILE {
        return Ok(());
    }
    let (_, log, _) = checkpoint(connection, "PRAGMA wal_checkpoint(PASSIVE)").await?;
    // The log starts again from its beginning only when all of it is folded, which a steady
    // stream of writes never allows.
    if log > TOO_LONG {
        progress.must_fold.store(true, Ordering::Relaxed);
    }
    Ok(())
}

/// `(busy, pages in the log, pages folded)`
async fn checkpoint(connection: &mut SqliteConnection, how: &'static str) -> Result<(i64, i64, i64), sqlx::Error> {
    sqlx::query_as(how).fetch_one(connection).await
}

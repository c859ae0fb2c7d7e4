//! The only SQL. Reads are methods of [`Reading`], writes are methods of [`Tx`]; a write is a
//! job for the one writing task, and what it did is known to others only once it is on disk.
//!
//! Queries are raw strings with `$1` placeholders and named columns, so that the same text
//! serves PostgreSQL; what only SQLite knows is in `database.rs`, `writer.rs` and `fold.rs`.

mod attachments;
mod attempts;
mod changing;
mod database;
mod drafts;
mod entries;
mod error;
mod fold;
mod folder;
mod indexing;
mod invitations;
mod keeping;
mod log;
mod memberships;
mod messages;
mod previews;
mod profiles;
mod reading;
mod rooms;
mod rows;
mod saved;
mod saying;
mod scheduled;
mod search;
mod sessions;
mod threads;
mod tx;
mod users;
mod waiting;
mod workspace;
mod writer;

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::SqlitePool;
use tokio::runtime::Handle;
use tokio::sync::mpsc::error::SendTimeoutError;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use attachments::{Filed, Fits};
pub use attempts::{Attempt, AttemptKind};
pub use error::{StoreError, Taken};
pub use memberships::Seat;
pub use reading::{Glance, Moment, Reading};
pub use rooms::RoomState;
pub use saying::{Said, Saying};
pub use scheduled::Due;
pub use search::{Candidate, Candidates, Sought};
pub use sessions::{NewSession, Session};
pub use tx::{Committed, Effect, Tx};
pub use users::{Credentials, NewUser, Own};
pub use workspace::Workspace;

use self::folder::DataFolder;
use self::writer::{Progress, Sink, Work, Writer};

/// Most writes that wait. Whoever finds the queue full waits outside it, for `PATIENCE`.
const QUEUE: usize = 4_096;
const PATIENCE: Duration = Duration::from_secs(5);

/// Everything that is kept. Clones share it.
#[derive(Clone)]
pub struct Store {
    readers: SqlitePool,
    queue: mpsc::Sender<Work>,
    sink: Arc<OnceLock<Sink>>,
    upkeep: Arc<Upkeep>,
}

/// The tasks that fold the log and keep the index, and how to end them.
struct Upkeep {
    stop: CancellationToken,
    tasks: tokio::sync::Mutex<Vec<JoinHandle<()>>>,
}

impl Store {
    /// Opens the data folder, and makes it and its tables where they are missing.
    ///
    /// # Errors
    /// Another process holds the folder, the SQLite is too old, the file is damaged, or the
    /// disk refuses.
    pub async fn open(folder: &Path) -> Result<Self, StoreError> {
        let folder = DataFolder::enter(folder)?;
        let database = folder.database();
        let mut writing = database::writer(&database).await?;
        database::prepare(&mut writing, folder.was_left_in_order()).await?;
        let readers = database::readers(&database).await?;
        let folding = database::folder(&database).await?;

        let (queue, jobs) = mpsc::channel(QUEUE);
        let sink = Arc::new(OnceLock::new());
        let progress = Arc::new(Progress::default());
        let writer = Writer {
            tx: Tx::new(writing),
            queue: jobs,
            waiting: VecDeque::new(),
            sink: sink.clone(),
            progress: progress.clone(),
            folder,
        };
        // A thread of its own: every statement is a trip to the database's thread and back,
        // and waking a thread is quicker than waking a task.
        let runtime = Handle::current();
        std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || runtime.block_on(writer.run()))
            .map_err(|error| StoreError::Folder(database, error))?;
        let stop = CancellationToken::new();
        let folding = tokio::spawn(fold::run(folding, Arc::clone(&progress), stop.clone()));
        let indexing = tokio::spawn(indexing::run(queue.downgrade(), progress, stop.clone()));
        let upkeep = Arc::new(Upkeep { stop, tasks: tokio::sync::Mutex::new(vec![folding, indexing]) });
        Ok(Self { readers, queue, sink, upkeep })
    }

    /// Says who is told of every commit, in order and before the writes are answered. Once.
    pub fn publish_to(&self, sink: impl Fn(Committed) + Send + Sync + 'static) {
        if self.sink.set(Box::new(sink)).is_err() {
            tracing::error!("commits are published already; the second publisher hears nothing");
        }
    }

    /// Carries out a write and answers when it is on disk. What the job answers with an error is undone, alone.
    /// A write that was accepted is carried out even when nobody waits for its answer any more.
    ///
    /// # Errors
    /// Those of the job, and those of the store.
    pub async fn write<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (work, answered) = writer::job(job);
        self.enqueue(work).await?;
        answered.await.unwrap_or_else(|_| Err(StoreError::Lost.into()))
    }

    /// Says something, and answers when it is on disk. A write of its own kind, because there are so many of it.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn say(&self, saying: Saying) -> Result<Said, StoreError> {
        let (to, answered) = oneshot::channel();
        self.enqueue(Work::Say(saying, to)).await?;
        answered.await.unwrap_or(Err(StoreError::Lost))
    }

    async fn enqueue(&self, work: Work) -> Result<(), StoreError> {
        match self.queue.send_timeout(work, PATIENCE).await {
            Ok(()) => Ok(()),
            Err(SendTimeoutError::Timeout(_)) => Err(StoreError::Busy),
            Err(SendTimeoutError::Closed(_)) => Err(StoreError::Closed),
        }
    }

    /// Opens a moment, at which several things are read that belong together.
    ///
    /// # Errors
    /// All readers are busy, or the database failed.
    pub async fn moment(&self) -> Result<Moment, StoreError> {
        Ok(Moment::new(self.readers.begin().await?))
    }

    /// For a single query.
    ///
    /// # Errors
    /// All readers are busy.
    pub async fn glance(&self) -> Result<Glance, StoreError> {
        Ok(Glance::new(self.readers.acquire().await?))
    }

    /// Whether it reads, and takes writes.
    pub async fn is_ready(&self) -> bool {
        let Ok(mut glance) = self.glance().await else { return false };
        glance.read().workspace().await.is_ok() && !self.queue.is_closed()
    }

    /// Carries out the writes that wait, folds the log into the database and lets the folder go.
    pub async fn close(&self) {
        self.upkeep.stop.cancel();
        for task in self.upkeep.tasks.lock().await.drain(..) {
            if let Err(error) = task.await {
                tracing::warn!(%error, "a task of the store ended early");
            }
        }
        self.readers.close().await;
        let (done, closed) = oneshot::channel();
        if self.queue.send(Work::Close(done)).await.is_ok() {
            // Nothing to do when the writer was gone before.
            let _ = closed.await;
        }
    }
}

impl Drop for Upkeep {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

//! The one task that writes. Whatever waits is carried out in turn, each job behind a
//! savepoint of its own, and committed together: one wait for the disk serves them all.
//! After the commit its effects go to the publisher, in order, and only then do the jobs get
//! their answers.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sqlx::Connection as _;
use tokio::sync::{mpsc, oneshot};

use super::folder::DataFolder;
use super::tx::{Committed, Tx};

/// Most jobs in one commit, and how long a batch may grow: the first of it waits for the last.
const BATCH: usize = 512;
const PATIENCE: Duration = Duration::from_millis(5);

/// Who is told what was committed.
pub(super) type Sink = Box<dyn Fn(Committed) + Send + Sync>;

/// Something to do in a write.
pub(super) type Job = Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Ran> + Send>;

/// A job that was carried out.
pub(super) struct Ran {
    /// Whether its effects stand.
    pub(super) stands: bool,
    /// Tells who waits; with the reason, if the commit failed.
    pub(super) answer: Answer,
}

/// Sends the answer.
pub(super) type Answer = Box<dyn FnOnce(Option<Arc<sqlx::Error>>) + Send>;

/// What the queue holds.
pub(super) enum Work {
    /// A write.
    Job(Job),
    /// Finish what waits and close; answered when that is done.
    Close(oneshot::Sender<()>),
}

/// What the writer and the folder of the log tell each other.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// How many commits there have been.
    pub(super) commits: AtomicU64,
    /// The log has grown so long that the writer must stand still for its folding.
    pub(super) must_fold: AtomicBool,
}

/// The writing task.
pub(super) struct Writer {
    pub(super) tx: Tx,
    pub(super) queue: mpsc::Receiver<Work>,
    pub(super) sink: Arc<OnceLock<Sink>>,
    pub(super) progress: Arc<Progress>,
    pub(super) folder: DataFolder,
}

impl Writer {
    /// Works until it is told to close, or nobody is left who could ask for anything.
    pub(super) async fn run(mut self) {
        let mut closed = None;
        while let Some(work) = self.queue.recv().await {
            match work {
                Work::Job(job) => closed = self.batch(job).await.or(closed),
                Work::Close(done) => closed = Some(done),
            }
            if closed.is_some() {
                // What already waits is still carried out; nothing new comes in.
                self.queue.close();
            }
        }
        self.close().await;
        if let Some(done) = closed {
            let _ = done.send(());
        }
    }

    /// Carries out `first` and what waits behind it, and commits. Answers the wish to close
    /// when it met one.
    async fn batch(&mut self, first: Job) -> Option<oneshot::Sender<()>> {
        let began = Instant::now();
        let mut closed = None;
        let mut answers = Vec::new();
        let mut next = Some(first);
        let mut outcome = self.tx.begin().await;
        while let (Ok(()), Some(job)) = (&outcome, next.take()) {
            outcome = self.carry_out(job, &mut answers).await;
            if answers.len() >= BATCH || began.elapsed() >= PATIENCE {
                break;
            }
            match self.queue.try_recv() {
                Ok(Work::Job(job)) => next = Some(job),
                Ok(Work::Close(done)) => closed = Some(done),
                Err(_) => {}
            }
        }
        let outcome = match outcome {
            Ok(()) => self.tx.commit().await,
            Err(error) => Err(error),
        };
        let failure = match outcome {
            Ok(committed) => {
                self.progress.commits.fetch_add(1, Ordering::Relaxed);
                self.publish(committed);
                None
            }
            Err(error) => {
                tracing::error!(%error, jobs = answers.len(), "a commit failed; nothing of it is stored");
                self.tx.roll_back().await;
                Some(Arc::new(error))
            }
        };
        for answer in answers {
            answer(failure.clone());
        }
        if self.progress.must_fold.swap(false, Ordering::Relaxed) {
            self.fold("PRAGMA wal_checkpoint(PASSIVE)").await;
        }
        closed
    }

    /// Carries out one job. An error means that the batch is lost.
    async fn carry_out(&mut self, job: Job, answers: &mut Vec<Answer>) -> Result<(), sqlx::Error> {
        match AssertUnwindSafe(job(&mut self.tx)).catch_unwind().await {
            Ok(Ran { stands, answer }) => {
                answers.push(answer);
                if stands {
                    self.tx.settle();
                    return Ok(());
                }
            }
            // Its answer is gone with it, which tells who waits.
            Err(_) => tracing::error!("a write panicked and was undone"),
        }
        self.tx.undo().await
    }

    fn publish(&self, committed: Committed) {
        let Some(sink) = self.sink.get() else { return };
        if std::panic::catch_unwind(AssertUnwindSafe(|| sink(committed))).is_err() {
            tracing::error!("publishing panicked; sockets will read on from the log");
        }
    }

    async fn fold(&mut self, how: &'static str) {
        if let Err(error) = sqlx::query(how).execute(self.tx.bare_connection()).await {
            tracing::warn!(%error, "could not fold the log into the database");
        }
    }

    async fn close(mut self) {
        self.fold("PRAGMA wal_checkpoint(TRUNCATE)").await;
        match self.tx.into_connection().close().await {
            Ok(()) => self.folder.leave_in_order(),
            Err(error) => tracing::error!(%error, "the database did not close; the next start will check it"),
        }
    }
}

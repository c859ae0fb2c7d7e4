//! The one task that writes. Whatever waits is carried out in turn, each job behind a
//! savepoint of its own, and committed together: one wait for the disk serves them all.
//! After the commit its effects go to the publisher, in order, and only then do the jobs get
//! their answers.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use app::protocol::Event;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sqlx::Connection as _;
use tokio::sync::{Notify, mpsc, oneshot};

use super::StoreError;
use super::folder::DataFolder;
use super::saying::{self, Said, Saying};
use super::tx::{Committed, Effect, Tx};

/// Most writes in one commit, and how long a batch may grow: the first of it waits for the last.
const BATCH: usize = 1_024;
const PATIENCE: Duration = Duration::from_millis(5);
/// After a write that could not even begin.
const PAUSE: Duration = Duration::from_millis(20);

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
    /// The most frequent write.
    Say(Saying, oneshot::Sender<Result<Said, StoreError>>),
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
    /// There may be more to index.
    pub(super) said: Notify,
}

/// The writing task.
pub(super) struct Writer {
    pub(super) tx: Tx,
    pub(super) queue: mpsc::Receiver<Work>,
    /// What was taken from the queue already.
    pub(super) waiting: VecDeque<Work>,
    pub(super) sink: Arc<OnceLock<Sink>>,
    pub(super) progress: Arc<Progress>,
    pub(super) folder: DataFolder,
}

impl Writer {
    /// Works until it is told to close, or nobody is left who could ask for anything.
    pub(super) async fn run(mut self) {
        let mut closed = None;
        loop {
            let work = match self.waiting.pop_front() {
                Some(work) => work,
                None => match self.queue.recv().await {
                    Some(work) => work,
                    None => break,
                },
            };
            match work {
                // What already waits is still carried out; nothing new comes in.
                Work::Close(done) => {
                    closed = Some(done);
                    self.queue.close();
                }
                work => self.batch(work).await,
            }
        }
        self.close().await;
        if let Some(done) = closed {
            let _ = done.send(());
        }
    }

    /// Carries out `first` and what waits behind it, and commits.
    async fn batch(&mut self, first: Work) {
        if let Err(error) = self.tx.begin().await {
            tracing::error!(%error, "a write could not begin");
            // Whoever waits for this one is told that it is lost; the next may find the disk in a better state.
            drop(first);
            self.tx.roll_back().await;
            return tokio::time::sleep(PAUSE).await;
        }
        let mut answers = Vec::new();
        self.waiting.push_front(first);
        let failure = match self.fill(&mut answers).await {
            Ok(committed) => {
                self.progress.commits.fetch_add(1, Ordering::Relaxed);
                if committed.effects().iter().any(has_text) {
                    self.progress.said.notify_one();
                }
                self.publish(committed);
                None
            }
            Err(error) => {
                tracing::error!(%error, writes = answers.len(), "a commit failed; nothing of it is stored");
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
    }

    /// An error means that the batch is lost, and with it whatever is in `answers`.
    async fn fill(&mut self, answers: &mut Vec<Answer>) -> Result<Committed, sqlx::Error> {
        let began = Instant::now();
        while let Some(work) = self.next() {
            match work {
                Work::Job(job) => self.carry_out(job, answers).await?,
                Work::Say(saying, answer) => {
                    let (sayings, say_to) = self.gather(saying, answer);
                    self.say(sayings, say_to, answers).await?;
                }
                Work::Close(done) => {
                    self.waiting.push_front(Work::Close(done));
                    break;
                }
            }
            if answers.len() >= BATCH || began.elapsed() >= PATIENCE {
                break;
            }
        }
        self.tx.commit().await
    }

    fn next(&mut self) -> Option<Work> {
        self.waiting.pop_front().or_else(|| self.queue.try_recv().ok())
    }

    /// Carries out one job.
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

    /// What waits to be said next to this, in order.
    fn gather(&mut self, saying: Saying, answer: SayTo) -> (Vec<Saying>, Vec<SayTo>) {
        let (mut sayings, mut say_to) = (vec![saying], vec![answer]);
        while sayings.len() < saying::TOGETHER {
            match self.next() {
                Some(Work::Say(saying, answer)) => {
                    sayings.push(saying);
                    say_to.push(answer);
                }
                Some(other) => {
                    self.waiting.push_front(other);
                    break;
                }
                None => break,
            }
        }
        (sayings, say_to)
    }

    /// Says things, together where that works, and one by one where it does not.
    async fn say(
        &mut self,
        sayings: Vec<Saying>,
        say_to: Vec<SayTo>,
        answers: &mut Vec<Answer>,
    ) -> Result<(), sqlx::Error> {
        let mut outcomes = Vec::with_capacity(sayings.len());
        let mut rest = sayings.as_slice();
        let mut together = usize::MAX;
        while !rest.is_empty() {
            let (now, later) = rest.split_at(saying::next_trip(rest.len().min(together)));
            match self.tx.say_together(now).await {
                Ok(said) => {
                    self.tx.settle();
                    outcomes.extend(said.into_iter().map(Ok));
                    rest = later;
                }
                Err(error) => {
                    self.tx.undo().await?;
                    if now.len() == 1 {
                        outcomes.push(Err(error));
                        rest = later;
                    }
                    together = 1;
                }
            }
        }
        answers.extend(say_to.into_iter().zip(outcomes).map(|(say_to, outcome)| answer(say_to, outcome)));
        Ok(())
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

/// Whether there is something to index, or to take out of the index.
fn has_text(effect: &Effect) -> bool {
    use Event::{MessageDeleted, MessageEdited, MessagePosted};
    let Effect::Happened { event, .. } = effect else { return false };
    matches!(event, MessagePosted { .. } | MessageEdited { .. } | MessageDeleted { .. })
}

/// A write as work for the writer, and where its answer will come.
pub(super) fn job<T, E, F>(write: F) -> (Work, oneshot::Receiver<Result<T, E>>)
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let (to, answered) = oneshot::channel();
    let job: Job = Box::new(move |tx| {
        Box::pin(async move {
            let outcome = write(tx).await;
            Ran { stands: outcome.is_ok(), answer: answer(to, outcome) }
        })
    });
    (Work::Job(job), answered)
}

/// Who waits for what became of something that is said.
type SayTo = oneshot::Sender<Result<Said, StoreError>>;

/// The answer to a write: what became of it, or why its commit failed.
pub(super) fn answer<T, E>(to: oneshot::Sender<Result<T, E>>, outcome: Result<T, E>) -> Answer
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    Box::new(move |failure| {
        // Who asked may be gone.
        let _ = to.send(match failure {
            None => outcome,
            Some(error) => Err(StoreError::NotCommitted(error).into()),
        });
    })
}

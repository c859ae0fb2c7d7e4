//! A write under way. What it does to the world is noted as it happens and let go only after
//! the commit: nobody but the writer can make a [`Committed`], and only that can be published.

use app::domain::{RoomId, UserId};
use app::protocol::{Event, PrivateEvent};
use sqlx::SqliteConnection;

use super::reading::Reading;
use super::rows::{count, list};
use super::{StoreError, log};

/// What a write does to those who are connected.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// A room's log has grown.
    Happened {
        /// Which room.
        room: RoomId,
        /// The event's position.
        seq: u64,
        /// The room's newest message at this position.
        msg_no: u64,
        /// What happened.
        event: Event,
    },
    /// A person has a new private fact.
    Told {
        /// Whose.
        user: UserId,
        /// Its position.
        user_seq: u64,
        /// What happened.
        event: PrivateEvent,
    },
    /// A person is in a room from here on.
    Entered {
        /// Who.
        user: UserId,
        /// Where.
        room: RoomId,
    },
    /// A person is in a room no longer; nothing that follows is theirs.
    Left {
        /// Who.
        user: UserId,
        /// Where.
        room: RoomId,
    },
    /// A person follows a thread no longer, and may go on looking at it.
    Unfollowed {
        /// Who.
        user: UserId,
        /// Which thread.
        room: RoomId,
    },
    /// A session has ended; its sockets have no right to be.
    SessionEnded {
        /// Which.
        session: i64,
    },
}

/// The effects of one commit, in the order of the log. Everything in it is on disk.
#[derive(Debug)]
pub struct Committed {
    effects: Vec<Effect>,
}

impl Committed {
    /// What happened, in order.
    pub fn effects(&self) -> &[Effect] {
        &self.effects
    }

    /// What to tell the world, in this order.
    pub fn into_effects(self) -> Vec<Effect> {
        self.effects
    }
}

/// A write under way, as one job of a batch that is committed together.
#[derive(Debug)]
pub struct Tx {
    connection: SqliteConnection,
    /// Whether the savepoint is that of the present job. One is always there, so that a job can
    /// fail alone; until a job needs one, it is that of the job before.
    is_guarded: bool,
    effects: Vec<Effect>,
    /// How many of the effects are by earlier jobs.
    settled: usize,
}

impl Tx {
    pub(super) fn new(connection: SqliteConnection) -> Self {
        Self { connection, is_guarded: false, effects: Vec::new(), settled: 0 }
    }

    /// Begins a batch.
    pub(super) async fn begin(&mut self) -> Result<(), sqlx::Error> {
        self.is_guarded = false;
        self.effects.clear();
        self.settled = 0;
        execute(&mut self.connection, "BEGIN IMMEDIATE; SAVEPOINT job").await
    }

    /// The present job has succeeded.
    pub(super) fn settle(&mut self) {
        self.settled = self.effects.len();
        self.is_guarded = false;
    }

    /// The present job has failed: undoes what it did, and nothing else.
    pub(super) async fn undo(&mut self) -> Result<(), sqlx::Error> {
        self.effects.truncate(self.settled);
        if std::mem::take(&mut self.is_guarded) {
            execute(&mut self.connection, "ROLLBACK TO job").await?;
        }
        Ok(())
    }

    /// Puts the batch on disk.
    pub(super) async fn commit(&mut self) -> Result<Committed, sqlx::Error> {
        execute(&mut self.connection, "COMMIT").await?;
        Ok(Committed { effects: std::mem::take(&mut self.effects) })
    }

    /// Gives the batch up. After some faults SQLite has done so already.
    pub(super) async fn roll_back(&mut self) {
        self.effects.clear();
        if let Err(error) = execute(&mut self.connection, "ROLLBACK").await {
            tracing::debug!(%error, "the batch was rolled back already");
        }
    }

    pub(super) fn into_connection(self) -> SqliteConnection {
        self.connection
    }

    pub(super) fn bare_connection(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }

    /// The connection, once there is a savepoint to come back to.
    pub(super) async fn connection(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        if !self.is_guarded {
            execute(&mut self.connection, "RELEASE job; SAVEPOINT job").await?;
            self.is_guarded = true;
        }
        Ok(&mut self.connection)
    }

    /// The connection for statements that begin with `RELEASE job; SAVEPOINT job`, to save a trip.
    pub(super) fn connection_to_guard(&mut self) -> &mut SqliteConnection {
        self.is_guarded = true;
        &mut self.connection
    }

    /// Reads what this write sees.
    ///
    /// # Errors
    /// The database failed.
    pub async fn read(&mut self) -> Result<Reading<'_>, StoreError> {
        Ok(Reading::new(self.connection().await?))
    }

    /// Appends to a room's log and answers the position. Messages do so by themselves.
    ///
    /// # Errors
    /// The database failed.
    pub async fn record(&mut self, room: RoomId, event: Event) -> Result<u64, StoreError> {
        let connection = self.connection().await?;
        let (seq, msg_no): (i64, i64) = sqlx::query_as(
            r"
            UPDATE rooms
            SET seq = seq + 1
            WHERE id = $1
            RETURNING seq, msg_no
            ",
        )
        .bind(room.0)
        .fetch_one(&mut *connection)
        .await?;
        log::append(connection, room, seq, &event).await?;
        let (seq, msg_no) = (count(seq), count(msg_no));
        self.note(Effect::Happened { room, seq, msg_no, event });
        Ok(seq)
    }

    /// Tells a person a private fact.
    ///
    /// # Errors
    /// The database failed.
    pub async fn tell(&mut self, user: UserId, event: PrivateEvent) -> Result<(), StoreError> {
        let connection = self.connection().await?;
        let user_seq: i64 = sqlx::query_scalar(
            r"
            UPDATE users
            SET user_seq = user_seq + 1
            WHERE id = $1
            RETURNING user_seq
            ",
        )
        .bind(user.0)
        .fetch_one(connection)
        .await?;
        self.note(Effect::Told { user, user_seq: count(user_seq), event });
        Ok(())
    }

    /// Tells several people the same private fact.
    ///
    /// # Errors
    /// The database failed.
    pub async fn tell_all(&mut self, users: &[UserId], event: &PrivateEvent) -> Result<(), StoreError> {
        if users.is_empty() {
            return Ok(());
        }
        let connection = self.connection().await?;
        let told: Vec<(i64, i64)> = sqlx::query_as(
            r"
            UPDATE users
            SET user_seq = user_seq + 1
            WHERE id IN (SELECT value FROM json_each($1))
            RETURNING id, user_seq
            ",
        )
        .bind(list(&users))
        .fetch_all(connection)
        .await?;
        for (user, user_seq) in told {
            self.note(Effect::Told { user: UserId(user), user_seq: count(user_seq), event: event.clone() });
        }
        Ok(())
    }

    pub(super) fn note(&mut self, effect: Effect) {
        self.effects.push(effect);
    }
}

/// One statement without a result. With an empty list of arguments it is kept prepared.
async fn execute(connection: &mut SqliteConnection, sql: &'static str) -> Result<(), sqlx::Error> {
    sqlx::query(sql).execute(connection).await.map(|_| ())
}

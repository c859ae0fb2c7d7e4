//! What can go wrong with what is kept.

use std::path::PathBuf;
use std::sync::Arc;

/// A read or a write that did not happen.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody was first.
    #[error("{0:?} is taken")]
    Taken(Taken),
    /// More writes wait than the queue holds, for longer than anybody should wait.
    #[error("too many writes are waiting")]
    Busy,
    /// The store is closed or closing.
    #[error("the store is closed")]
    Closed,
    /// The write was rolled back before it came to a commit.
    #[error("the write was not carried out")]
    Lost,
    /// The write was carried out, but its commit failed: nothing of it is stored.
    #[error("the commit failed")]
    NotCommitted(#[source] Arc<sqlx::Error>),
    /// Another process has the data folder.
    #[error("another Snug is using {}; stop it first, or give this one a folder of its own", .0.display())]
    InUse(PathBuf),
    /// The folder cannot be used.
    #[error("cannot use {}", .0.display())]
    Folder(PathBuf, #[source] std::io::Error),
    /// Locks do not work on a disk behind a network.
    #[error("{} is on a network disk ({kind}), where SQLite loses data; choose a local one", path.display())]
    NetworkDisk {
        /// The folder.
        path: PathBuf,
        /// What kind of disk.
        kind: String,
    },
    /// This SQLite can damage the log when two connections meet.
    #[error("SQLite {0} is too old: 3.51.3 is the first that is safe here")]
    TooOld(String),
    /// The check after an unclean stop found damage.
    #[error("the database is damaged; restore a backup: {0}")]
    Damaged(String),
    /// The tables could not be brought up to date.
    #[error("the tables cannot be brought up to date")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The database said no.
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
}

/// What can only be there once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The workspace itself.
    Workspace,
    /// An account's address.
    Email,
    /// A room's name.
    RoomName,
    /// Anything else; a fault of the program.
    Other,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(refusal) if refusal.is_unique_violation() => {
                Self::Taken(Taken::recognise(refusal.message()))
            }
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Self::Closed,
            _ => Self::Database(error),
        }
    }
}

impl Taken {
    /// SQLite names the columns: “UNIQUE constraint failed: users.email”.
    fn recognise(message: &str) -> Self {
        let named = |column: &str| message.ends_with(column);
        if named("workspace.id") {
            Self::Workspace
        } else if named("users.email") {
            Self::Email
        } else if named("rooms.name_folded") {
            Self::RoomName
        } else {
            Self::Other
        }
    }
}

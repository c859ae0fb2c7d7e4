//! Reading: every query that changes nothing is a method of [`Reading`], whether it looks
//! through a reader's connection or through a write under way.

use sqlx::pool::PoolConnection;
use sqlx::{Sqlite, SqliteConnection, Transaction};

/// A look at what is kept. The queries are in the files named after what they are about.
#[derive(Debug)]
pub struct Reading<'c> {
    pub(super) connection: &'c mut SqliteConnection,
}

impl<'c> Reading<'c> {
    pub(super) fn new(connection: &'c mut SqliteConnection) -> Self {
        Self { connection }
    }
}

/// One moment: everything read through it belongs together. Others write meanwhile.
#[derive(Debug)]
pub struct Moment {
    transaction: Transaction<'static, Sqlite>,
}

impl Moment {
    pub(super) fn new(transaction: Transaction<'static, Sqlite>) -> Self {
        Self { transaction }
    }

    /// Reads at this moment.
    pub fn read(&mut self) -> Reading<'_> {
        Reading::new(&mut self.transaction)
    }
}

/// A single look: every query may see a later state than the one before.
#[derive(Debug)]
pub struct Glance {
    connection: PoolConnection<Sqlite>,
}

impl Glance {
    pub(super) fn new(connection: PoolConnection<Sqlite>) -> Self {
        Self { connection }
    }

    /// Reads what is there now.
    pub fn read(&mut self) -> Reading<'_> {
        Reading::new(&mut self.connection)
    }
}

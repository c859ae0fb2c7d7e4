//! The only SQL.

mod error;

pub use error::StoreError;

use std::path::Path;

/// Everything that is kept. Clones share it.
#[derive(Clone, Debug)]
pub struct Store;

impl Store {
    /// Opens the data folder, and makes it and its tables where they are missing.
    ///
    /// # Errors
    /// Another process holds the folder, the SQLite is too old, or the disk refuses.
    pub async fn open(_folder: &Path) -> Result<Self, StoreError> {
        unimplemented!()
    }

    /// Finishes the writes under way, folds the log into the database and lets the folder go.
    pub async fn close(&self) {
        unimplemented!()
    }
}

//! What can go wrong with what is kept.

/// A read or a write that did not happen.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database said no.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
}

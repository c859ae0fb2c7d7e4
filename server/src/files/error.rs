//! Why a file was not taken, kept or found.

use std::io;

/// What went wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// It has more bytes than one may have.
    #[error("the file is too large")]
    TooLarge,
    /// It has no bytes at all.
    #[error("the file is empty")]
    Empty,
    /// It is a picture, built in such a way that nobody can say what else it tells.
    #[error("the picture is damaged")]
    Damaged,
    /// It did not come to its end.
    #[error("the file did not arrive whole")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The bytes are not there.
    #[error("the file is not there")]
    Missing,
    /// The program ends.
    #[error("no more files are taken")]
    Closed,
    /// The disk refuses.
    #[error("the disk refuses")]
    Disk(#[from] io::Error),
    /// Where files are kept refuses.
    #[error("the files cannot be reached")]
    Objects(#[source] object_store::Error),
}

impl From<object_store::Error> for FilesError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::Missing,
            error => Self::Objects(error),
        }
    }
}

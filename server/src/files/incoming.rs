//! A file on its way in: on disk, for the eyes of this account only, and gone when it is dropped.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use sha2::{Digest as _, Sha256};
use tokio::fs::File;
use tokio::io::{AsyncWriteExt as _, BufReader, BufWriter};

use super::{FilesError, Hash};

/// So much of the beginning is remembered: enough to tell what it is.
const START: usize = 64 * 1_024;

static NUMBER: AtomicU64 = AtomicU64::new(0);

/// Bytes that came in and are not kept yet.
#[derive(Debug)]
pub struct Incoming {
    place: Place,
    hash: Hash,
    size: u64,
    start: Vec<u8>,
    name: String,
    is_unknown: bool,
}

/// A file that goes with its owner.
#[derive(Debug)]
struct Place(PathBuf);

impl Drop for Place {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.0) {
            tracing::warn!(%error, path = %self.0.display(), "a file that came in was not cleared away");
        }
    }
}

impl Incoming {
    pub(super) async fn receive<E: Into<Box<dyn std::error::Error + Send + Sync>>>(
        folder: &Path,
        body: impl Stream<Item = Result<Bytes, E>> + Send,
        most: u64,
    ) -> Result<Self, FilesError> {
        let path = folder.join(format!("{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed)));
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        let place = Place(path);
        let mut file = BufWriter::new(File::from_std(file));
        let (mut hash, mut size, mut start) = (Sha256::new(), 0, Vec::new());
        let mut body = std::pin::pin!(body);
        while let Some(bytes) = body.next().await {
            let bytes = bytes.map_err(|error| FilesError::Broken(error.into()))?;
            size += bytes.len() as u64;
            if size > most {
                return Err(FilesError::TooLarge);
            }
            hash.update(&bytes);
            start.extend(bytes.iter().take(START - start.len()));
            file.write_all(&bytes).await?;
        }
        file.flush().await?;
        if size == 0 {
            return Err(FilesError::Empty);
        }
        Ok(Self { place, hash: hash.finalize().into(), size, start, name: String::new(), is_unknown: false })
    }

    /// What it is called: of what only looks like text, the name may say that it is more.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self }
    }

    /// How many bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Under which it will be kept.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// It is built in no way that is known.
    pub(super) fn unknown(self) -> Self {
        Self { is_unknown: true, ..self }
    }

    pub(super) fn is_unknown(&self) -> bool {
        self.is_unknown
    }

    pub(super) fn start(&self) -> &[u8] {
        &self.start
    }

    /// The end of its name, in lower case.
    pub(super) fn name_says(&self) -> String {
        self.name.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default()
    }

    pub(super) async fn open(&self) -> io::Result<BufReader<File>> {
        Ok(BufReader::with_capacity(64 * 1_024, File::open(&self.place.0).await?))
    }
}

/// Makes a folder for the eyes of this account only.
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Clears away what an earlier process left.
pub(super) fn clear(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        fs::remove_file(entry?.path())?;
    }
    Ok(())
}

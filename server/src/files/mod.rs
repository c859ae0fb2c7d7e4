//! The bytes of files: taken in to a temporary place and hashed on the way, looked at, and kept under their hash, in a
//! folder or in a bucket. Who brought them and who may see them is not known here.

mod bucket;
mod error;
mod incoming;
mod media;
mod picture;
mod traces;

#[cfg(test)]
mod tests;

use std::convert::Infallible;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::domain::MediaKind;
use bytes::Bytes;
use futures_util::stream::{self, BoxStream};
use futures_util::{Stream, StreamExt as _};
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, PutPayload};
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::Semaphore;

pub use bucket::Bucket;
pub use error::FilesError;
pub use incoming::Incoming;
use traces::Left;

/// A SHA-256 of the bytes: what is the same is kept once.
pub type Hash = [u8; 32];

/// Files that are kept at a time, and the bytes of one piece on its way; S3 takes no smaller ones.
const KEPT_AT_ONCE: usize = 3;
const PIECE: usize = 5 * 1_024 * 1_024;

/// Pictures of more bytes are not looked at.
const LOOKED_AT: u64 = 32 * 1_024 * 1_024;

/// How much may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileLimits {
    /// Most bytes of one file.
    pub each: u64,
    /// Most bytes of all files of one person.
    pub person: u64,
    /// Most bytes of all that are kept.
    pub all: u64,
}

impl Default for FileLimits {
    fn default() -> Self {
        Self { each: 25 * 1_024 * 1_024, person: 1_024 * 1_024 * 1_024, all: 20 * 1_024 * 1_024 * 1_024 }
    }
}

/// What is known of kept bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// Under which they are kept.
    pub hash: Hash,
    /// How many they are.
    pub size: u64,
    /// Their type, which is never what somebody said it was.
    pub mime: &'static str,
    /// How they are shown.
    pub kind: MediaKind,
    /// Of a picture: width and height in pixels, as it is shown.
    pub pixels: Option<(u32, u32)>,
    /// Whether a small copy is kept beside them.
    pub has_preview: bool,
    /// Of a text: its beginning.
    pub beginning: Option<String>,
}

/// Under which bytes are kept.
pub fn hash(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// Which bytes of a blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The file as it was brought.
    Whole,
    /// The small copy of a picture.
    Preview,
}

/// Where files are kept. Clones are cheap and share it.
#[derive(Clone, Debug)]
pub struct Files {
    objects: Arc<dyn ObjectStore>,
    incoming: PathBuf,
    limits: FileLimits,
    /// Pictures are read one at a time: each takes as much memory as it has pixels.
    looking: Arc<Semaphore>,
    /// And few files are kept at a time: each takes some memory on its way.
    keeping: Arc<Semaphore>,
}

impl Files {
    /// Files in a folder below `data`, which is made where it is missing.
    ///
    /// # Errors
    /// The folder cannot be used.
    pub fn in_folder(data: &Path, limits: FileLimits) -> Result<Self, FilesError> {
        let folder = data.join("files");
        incoming::make_private(&folder)?;
        let objects = LocalFileSystem::new_with_prefix(&folder)?.with_fsync(true).with_automatic_cleanup(true);
        Self::on(Arc::new(objects), data, limits)
    }

    /// Files in a bucket that speaks S3; what comes in waits below `data`.
    ///
    /// # Errors
    /// The bucket is not well described, or the folder cannot be used.
    pub fn in_bucket(bucket: &Bucket, data: &Path, limits: FileLimits) -> Result<Self, FilesError> {
        Self::on(bucket.open()?, data, limits)
    }

    fn on(objects: Arc<dyn ObjectStore>, data: &Path, limits: FileLimits) -> Result<Self, FilesError> {
        let incoming = data.join("incoming");
        incoming::make_private(&incoming)?;
        incoming::clear(&incoming)?;
        Ok(Self {
            objects,
            incoming,
            limits,
            looking: Arc::new(Semaphore::new(1)),
            keeping: Arc::new(Semaphore::new(KEPT_AT_ONCE)),
        })
    }

    /// How much may be kept.
    pub fn limits(&self) -> FileLimits {
        self.limits
    }

    /// Takes a file in, without what a picture tells beside itself. Nothing of it is left when what is answered is dropped.
    ///
    /// # Errors
    /// It is larger than a file may be, did not come to its end, or the disk is full.
    pub async fn receive<E: Into<Box<dyn std::error::Error + Send + Sync>>>(
        &self,
        body: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<Incoming, FilesError> {
        let incoming = Incoming::receive(&self.incoming, body, self.limits.each).await?;
        let media = media::sniff(incoming.start(), "", incoming.size());
        if media.kind != MediaKind::Picture || incoming.size() > LOOKED_AT {
            return Ok(incoming);
        }
        match self.looked(&incoming, move |bytes| traces::without(bytes, media.mime)).await? {
            Some(Left::Everything) => Ok(incoming),
            Some(Left::Bytes(bare)) => {
                let bare = stream::iter([Ok::<_, Infallible>(bare)]);
                Incoming::receive(&self.incoming, bare, self.limits.each).await
            }
            None => Ok(incoming.unknown()),
        }
    }

    /// Looks at what came in, and keeps it under its hash; twice is once.
    ///
    /// # Errors
    /// It cannot be kept, or is a picture that could tell more than it shows.
    pub async fn keep(&self, incoming: &Incoming) -> Result<Blob, FilesError> {
        let _turn = self.keeping.acquire().await.map_err(|_| FilesError::Closed)?;
        let start = incoming.start();
        let media = media::sniff(start, &incoming.name_says(), incoming.size());
        let mut blob = Blob {
            hash: incoming.hash(),
            size: incoming.size(),
            mime: media.mime,
            kind: media.kind,
            pixels: None,
            has_preview: false,
            beginning: None,
        };
        match blob.kind {
            MediaKind::Picture if blob.size > LOOKED_AT => (blob.kind, blob.mime) = (MediaKind::Other, media::UNKNOWN),
            MediaKind::Picture => self.look(&mut blob, incoming).await?,
            MediaKind::Text => blob.beginning = Some(media::beginning(start)),
            MediaKind::Audio | MediaKind::Video | MediaKind::Other => {}
        }
        let key = key(&blob.hash, Part::Whole);
        let known = self.objects.head(&key).await;
        if !known.is_ok_and(|known| known.size == blob.size) {
            let mut file = incoming.open().await?;
            let mut writer = BufWriter::with_capacity(Arc::clone(&self.objects), key, PIECE).with_max_concurrency(1);
            tokio::io::copy_buf(&mut file, &mut writer).await?;
            writer.shutdown().await?;
        }
        Ok(blob)
    }

    /// Finds out how large a picture is, and keeps a small copy. What cannot be read is no picture.
    async fn look(&self, blob: &mut Blob, incoming: &Incoming) -> Result<(), FilesError> {
        let mime = blob.mime;
        let looked = self.looked(incoming, move |bytes| picture::look(bytes, mime)).await?;
        match looked {
            Some(_) if incoming.is_unknown() => return Err(FilesError::Damaged),
            Some(picture) => {
                blob.pixels = Some((picture.width, picture.height));
                if let Some(preview) = picture.preview {
                    self.objects.put(&key(&blob.hash, Part::Preview), PutPayload::from(preview)).await?;
                    blob.has_preview = true;
                }
            }
            None => (blob.kind, blob.mime) = (MediaKind::Other, media::UNKNOWN),
        }
        Ok(())
    }

    /// A small square of a picture, as a JPEG: somebody's face. `None`: it is no picture that can be read.
    ///
    /// # Errors
    /// The disk refuses.
    pub async fn face(&self, incoming: &Incoming) -> Result<Option<Vec<u8>>, FilesError> {
        let media = media::sniff(incoming.start(), "", incoming.size());
        if media.kind != MediaKind::Picture || incoming.size() > LOOKED_AT {
            return Ok(None);
        }
        self.looked(incoming, move |bytes| picture::face(bytes, media.mime)).await
    }

    /// What is found in a file by looking at it, in turn with others.
    async fn looked<T: Send + 'static>(
        &self,
        incoming: &Incoming,
        find: impl FnOnce(&Bytes) -> Option<T> + Send + 'static,
    ) -> Result<Option<T>, FilesError> {
        let turn = Arc::clone(&self.looking).acquire_owned().await.map_err(|_| FilesError::Closed)?;
        let mut bytes = Vec::new();
        incoming.open().await?.read_to_end(&mut bytes).await?;
        let found = tokio::task::spawn_blocking(move || {
            let found = find(&bytes.into());
            // Nothing ends this once it has begun: the turn is over when it is.
            drop(turn);
            found
        });
        Ok(found.await.ok().flatten())
    }

    /// Keeps bytes that were made here, under their hash.
    ///
    /// # Errors
    /// They cannot be kept.
    pub async fn put(&self, hash: &Hash, bytes: Vec<u8>) -> Result<(), FilesError> {
        self.objects.put(&key(hash, Part::Whole), PutPayload::from(bytes)).await?;
        Ok(())
    }

    /// The bytes, or a stretch of them, which has to lie within.
    ///
    /// # Errors
    /// They are not there, or cannot be read.
    pub async fn open(
        &self,
        hash: &Hash,
        part: Part,
        range: Option<Range<u64>>,
    ) -> Result<BoxStream<'static, std::io::Result<Bytes>>, FilesError> {
        let options = GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
        let found = self.objects.get_opts(&key(hash, part), options).await?;
        Ok(found.into_stream().map(|bytes| bytes.map_err(std::io::Error::other)).boxed())
    }

    /// Lets go of bytes that nobody needs any more; what is gone is gone.
    ///
    /// # Errors
    /// They are still there.
    pub async fn remove(&self, hash: &Hash) -> Result<(), FilesError> {
        for part in [Part::Preview, Part::Whole] {
            match self.objects.delete(&key(hash, part)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

/// A hash as people and addresses have it.
pub fn hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `ab/cdef…`, so that no folder has too much in it.
fn key(hash: &Hash, part: Part) -> Key {
    let hex = hex(hash);
    let (folder, rest) = hex.split_at(2);
    let end = if part == Part::Preview { ".preview" } else { "" };
    Key::from(format!("{folder}/{rest}{end}"))
}

//! Files: bring one to a room, see one, and let go of what nobody needs.

use std::ops::Range;
use std::time::Duration;

use app::domain::{Attachment, AttachmentId, Block, FileName, Invalid, RoomId, Timestamp, UserId};
use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::BoxStream;

use super::rates::Going;
use super::{Actor, Chat, ChatError, Result, access};
use crate::files::{self, FilesError, Incoming, Part};
use crate::markup;
use crate::store::{Filed, Fits};

const DAY: i64 = 24 * 60 * 60 * 1_000;

/// So long at most what was deleted lies on the disk.
const SWEEP: Duration = Duration::from_secs(3_600);

/// So many files are let go of in one go.
const PORTION: u64 = 20;

/// So many files of one person may be on their way at once: as many as a message may have.
pub(super) const AT_ONCE: u32 = Attachment::MOST as u32;

const NO_FILE: ChatError = ChatError::NotFound("There is no such file, or it was deleted.");

impl From<FilesError> for ChatError {
    fn from(error: FilesError) -> Self {
        match error {
            FilesError::TooLarge => {
                Self::TooLarge("This file is larger than a file may be here. Make it smaller, or share a link to it.")
            }
            FilesError::Empty => Self::Invalid(Invalid::new("files", "This file is empty. Choose another.")),
            FilesError::Damaged => {
                Self::Invalid(Invalid::new("files", "This picture is damaged. Open it, save it anew, and bring that."))
            }
            FilesError::Broken(_) => Self::Broken("The file did not arrive whole. Try again."),
            FilesError::Missing => NO_FILE,
            FilesError::Closed => Self::Unavailable,
            error => Self::Internal(Box::new(error)),
        }
    }
}

impl Chat {
    /// Takes in a file for a message that the actor is about to say in a room. Until then only they see it, and it is gone
    /// after a day.
    ///
    /// # Errors
    /// The actor may say nothing there, brings too many, or it is too large, alone or with all that is kept.
    pub async fn bring<E: Into<Box<dyn std::error::Error + Send + Sync>>>(
        &self,
        actor: &Actor,
        room: RoomId,
        name: FileName,
        body: impl Stream<Item = std::result::Result<Bytes, E>> + Send,
    ) -> Result<Attachment> {
        let _going = self.count_upload(actor)?;
        self.may_bring(actor, room).await?;
        let incoming = self.files.receive(body).await?.named(name.as_str());
        // Whoever goes away meanwhile leaves nothing half done.
        let kept = tokio::spawn(self.clone().keep(actor.clone(), room, name, incoming)).await;
        kept.map_err(|error| ChatError::Internal(Box::new(error)))?
    }

    /// Counts a file, for as long as it is on its way, or refuses it: what has not arrived yet takes room, too.
    pub(super) fn count_upload(&self, actor: &Actor) -> Result<Going<UserId>> {
        let message = "You are bringing files faster than they can be looked at. Wait a moment.";
        let going = self.uploading.begin(actor.user());
        let going = going.ok_or(ChatError::RateLimited { message, after_ms: 1_000 })?;
        self.count(&self.uploads, actor.user(), message)?;
        Ok(going)
    }

    /// Notes bytes before they are kept, if they fit into what the person, and all together, may have.
    pub(super) async fn note_bytes(&self, user: UserId, hash: files::Hash, size: u64) -> Result<()> {
        let limits = self.files.limits();
        let fits = self.store.write(move |tx| {
            Box::pin(async move { Ok::<_, ChatError>(tx.note_bytes(user, &hash, size, limits).await?) })
        });
        match fits.await? {
            Fits::Yes => Ok(()),
            Fits::NotThePerson => Err(ChatError::Forbidden(
                "You have brought as much as one person may. Delete messages with large files, and there is room again.",
            )),
            Fits::NotAll => Err(ChatError::Forbidden(
                "There is no room left for files in this workspace. Who looks after it can make some.",
            )),
        }
    }

    /// Notes the bytes, then keeps them, then notes the file: at whatever point it ends, the sweep finds what is left.
    async fn keep(self, actor: Actor, room: RoomId, name: FileName, incoming: Incoming) -> Result<Attachment> {
        let _hold = self.sweeping.read().await;
        self.note_bytes(actor.user(), incoming.hash(), incoming.size()).await?;
        let blob = self.files.keep(&incoming).await?;
        let lines: Vec<Block> = blob.beginning.iter().map(|text| markup::code(name.as_str(), text)).collect();
        let now = self.clock.now();
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let mut reading = tx.read().await?;
                    let seat = access::seat(&mut reading, &actor, room).await?;
                    access::may_say(&mut reading, &seat).await?;
                    Ok(tx.add_attachment(&seat, &name, &blob, &lines, now).await?)
                })
            })
            .await
    }

    /// Whether the actor may bring files to a room now.
    ///
    /// # Errors
    /// They may say nothing there.
    pub async fn may_bring(&self, actor: &Actor, room: RoomId) -> Result<()> {
        let mut moment = self.store.moment().await?;
        let mut reading = moment.read();
        let seat = access::seat(&mut reading, actor, room).await?;
        access::may_say(&mut reading, &seat).await
    }

    /// Most bytes of one file.
    pub fn file_limit(&self) -> u64 {
        self.files.limits().each
    }

    /// A file that the actor may see: it came with a message of a room they are in, or they brought it themselves.
    ///
    /// # Errors
    /// There is none.
    pub async fn find_file(&self, actor: &Actor, id: AttachmentId) -> Result<Filed> {
        let mut moment = self.store.moment().await?;
        access::file(&mut moment.read(), actor, id).await?.ok_or(NO_FILE)
    }

    /// The bytes of a file that was found, or a stretch of them.
    ///
    /// # Errors
    /// They are not there, or cannot be read.
    pub async fn read_file(
        &self,
        found: &Filed,
        part: Part,
        range: Option<Range<u64>>,
    ) -> Result<BoxStream<'static, std::io::Result<Bytes>>> {
        Ok(self.files.open(&found.hash, part, range).await?)
    }

    /// Of these files, those that the actor has brought to the room and not sent yet.
    ///
    /// # Errors
    /// The actor is not in the room.
    pub async fn brought(&self, actor: &Actor, room: RoomId, files: &[AttachmentId]) -> Result<Vec<Attachment>> {
        let mut moment = self.store.moment().await?;
        let mut reading = moment.read();
        let seat = access::seat(&mut reading, actor, room).await?;
        Ok(reading.unsent(&seat, files).await?)
    }

    /// Takes back a file that was brought and not sent; twice is once.
    ///
    /// # Errors
    /// The store failed.
    pub async fn take_back(&self, actor: &Actor, id: AttachmentId) -> Result<()> {
        self.count_touch(actor)?;
        let user = actor.user();
        let gone =
            self.store.write(move |tx| Box::pin(async move { Ok::<_, ChatError>(tx.take_back(user, id).await?) }));
        if gone.await? {
            self.sweep_soon.notify_one();
        }
        Ok(())
    }

    /// Lets go of the bytes of files that were deleted or never sent: soon after, and once in an hour.
    pub async fn sweep_files(self) {
        loop {
            let _ = tokio::time::timeout(SWEEP, self.sweep_soon.notified()).await;
            if let Err(error) = self.sweep().await {
                tracing::warn!(%error, "files that nobody needs are still there; they go the next time");
            }
        }
    }

    async fn sweep(&self) -> Result<()> {
        let then = Timestamp(self.clock.now().0 - DAY);
        let old =
            self.store.write(move |tx| Box::pin(async move { Ok::<_, ChatError>(tx.forget_unsent(then).await?) }));
        old.await?;
        loop {
            // What comes in waits no longer than a few removals take.
            let _hold = self.sweeping.write().await;
            let released = self.store.glance().await?.read().released(PORTION).await?;
            let mut settled = Vec::with_capacity(released.len());
            for (hash, is_free) in &released {
                match if *is_free { self.files.remove(hash).await } else { Ok(()) } {
                    Ok(()) => settled.push((*hash, *is_free)),
                    Err(error) => tracing::warn!(%error, "bytes that nobody needs are still there"),
                }
            }
            let is_all = released.len() as u64 != PORTION || settled.is_empty();
            let done = self
                .store
                .write(move |tx| Box::pin(async move { Ok::<_, ChatError>(tx.settle_bytes(&settled).await?) }));
            done.await?;
            if is_all {
                return Ok(());
            }
        }
    }
}

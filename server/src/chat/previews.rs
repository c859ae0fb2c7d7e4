//! Showing beneath a message what is behind its first link, where the server was told to look. It is looked at after the
//! message was said, by nobody's leave but the author's, and may be lost: then the link stands alone.

use std::sync::Arc;

use app::domain::{Preview, RoomId, UserId};
use app::protocol::Event;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

use super::rates::Going;
use super::{Actor, Chat, Result, access};
use crate::previews::Previews;

/// So many pages are asked for at once, and so many links of one person wait or are looked at: pages that never answer
/// hold up nobody but who names them.
const AT_ONCE: usize = 16;
pub(super) const EACH: u32 = 5;

/// So many links wait; more stand alone.
const WAITING: usize = 256;

/// A link that somebody said.
#[derive(Debug)]
pub struct SaidLink {
    room: RoomId,
    no: u64,
    /// Of which version of the text.
    rev: u32,
    by: UserId,
    url: String,
    _going: Going<UserId>,
}

impl Chat {
    /// From here on links are looked at, by whoever takes them from the end that is answered.
    pub fn with_previews(mut self) -> (Self, mpsc::Receiver<SaidLink>) {
        let (links, said) = mpsc::channel(WAITING);
        self.links = Some(links);
        (self, said)
    }

    /// Looks at links, for as long as it is let.
    pub async fn preview_links(self, previews: Previews, mut links: mpsc::Receiver<SaidLink>) {
        let at_once = Arc::new(Semaphore::new(AT_ONCE));
        let mut looking = JoinSet::new();
        while let Some(link) = links.recv().await {
            // Nobody closes it.
            let Ok(leave) = Arc::clone(&at_once).acquire_owned().await else { return };
            while looking.try_join_next().is_some() {}
            let (chat, previews) = (self.clone(), previews.clone());
            looking.spawn(async move {
                let _leave = leave;
                match previews.look(&link.url).await {
                    Ok(Some(preview)) => chat.show_preview(link, preview).await,
                    Ok(None) => {}
                    Err(error) => {
                        tracing::debug!(error = &error as &dyn std::error::Error, "nothing is shown of a link");
                    }
                }
            });
        }
    }

    /// Message `no` was said, or changed, with this link as its first.
    pub(super) fn said_link(&self, room: RoomId, no: u64, rev: u32, by: UserId, url: Option<String>) {
        let (Some(links), Some(url)) = (&self.links, url) else { return };
        let going = self.previewing.begin(by);
        let link = going.map(|going| SaidLink { room, no, rev, by, url, _going: going });
        if link.is_none_or(|link| links.try_send(link).is_err()) {
            tracing::debug!("a link stands alone: too many wait");
        }
    }

    async fn show_preview(&self, link: SaidLink, preview: Preview) {
        if let Err(error) = self.keep_preview(link, preview).await {
            tracing::debug!(error = &error as &dyn std::error::Error, "nothing is shown of a link");
        }
    }

    /// The message may have gone meanwhile, or its author; or it says something else.
    async fn keep_preview(&self, link: SaidLink, preview: Preview) -> Result<()> {
        let SaidLink { room, no, rev, by, .. } = link;
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let actor = Actor { user: by, session: 0 };
                    let mut reading = tx.read().await?;
                    let seat = access::lively_seat(&mut reading, &actor, room).await?;
                    let known = reading.message(&seat, no).await?;
                    if known.is_none_or(|message| message.deleted || message.rev() != rev) {
                        return Ok(());
                    }
                    tx.set_preview(&seat, no, &preview).await?;
                    if let Some(message) = tx.read().await?.message(&seat, no).await? {
                        tx.record(room, Event::MessageEdited { message }).await?;
                        tx.root_changed(&seat, no).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

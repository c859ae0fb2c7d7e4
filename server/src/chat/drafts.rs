//! What people have typed and not sent: on all their screens, and nobody else's.

use app::domain::{Invalid, MessageBody, RoomId};
use app::protocol::Draft;

use super::{Actor, Chat, Result, access};

impl Chat {
    /// Keeps what the actor has typed in a room or thread; an empty text lets go of it. It need not be fit to be sent,
    /// only as short.
    ///
    /// # Errors
    /// They are not in the room, it is too long, or they have as many drafts as they can.
    pub async fn keep_draft(&self, actor: &Actor, room: RoomId, body: String) -> Result<()> {
        self.count_touch(actor)?;
        if body.len() > MessageBody::MOST {
            return Err(Invalid::new("body", "This is too long to be sent. Make two messages of it.").into());
        }
        let body = if body.trim().is_empty() { String::new() } else { body };
        let (actor, at) = (actor.clone(), self.clock.now());
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let user = actor.user();
                    if !body.is_empty() {
                        let mut reading = tx.read().await?;
                        access::seat(&mut reading, &actor, room).await?;
                        let drafts = reading.later(user).await?.drafts;
                        if drafts.len() >= Draft::MOST && !drafts.contains(&room) {
                            let message = "You have begun as many messages as can be kept. Finish some of them.";
                            return Err(Invalid::new("body", message).into());
                        }
                    }
                    Ok(tx.keep_draft(user, &Draft { room, body, at, root: None }).await?)
                })
            })
            .await
    }

    /// What the actor has typed in a room and not sent; empty where there is nothing.
    ///
    /// # Errors
    /// The store failed.
    pub async fn draft(&self, actor: &Actor, room: RoomId) -> Result<Draft> {
        let draft = self.store.glance().await?.read().draft(actor.user(), room).await?;
        Ok(draft.unwrap_or_else(|| Draft { room, body: String::new(), at: self.clock.now(), root: None }))
    }

    /// Everything that the actor has typed and not sent, the newest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn drafts(&self, actor: &Actor) -> Result<Vec<Draft>> {
        Ok(self.store.glance().await?.read().drafts(actor.user()).await?)
    }
}

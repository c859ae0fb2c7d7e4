//! What people have typed and not sent: on all their screens, and nobody else's.

use app::domain::{Invalid, MessageBody, RoomId, Timestamp};
use app::protocol::Draft;

use super::{Actor, Chat, ChatError, Result, access};

const CHANGED: ChatError = ChatError::Conflict {
    field: Some("body"),
    message: "There is another draft for this room, and both together are too long. Send or discard one of them.",
};

impl Chat {
    /// Keeps what the actor has typed in a room or thread; an empty text lets go of it. It need not be fit to be sent,
    /// only as short. `base` is the time of the draft that they began from, 0 for none: what changed since stays.
    /// Answers what is kept now.
    ///
    /// # Errors
    /// They are not in the room, it is too long, or they have as many drafts as they can.
    pub async fn keep_draft(
        &self,
        actor: &Actor,
        room: RoomId,
        body: String,
        base: Option<Timestamp>,
    ) -> Result<Draft> {
        self.count_change(actor)?;
        if body.len() > MessageBody::MOST {
            return Err(Invalid::new("body", "This is too long to be sent. Make two messages of it.").into());
        }
        let body = if body.trim().is_empty() { String::new() } else { body };
        let (actor, now) = (actor.clone(), self.clock.now());
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let user = actor.user();
                    let mut reading = tx.read().await?;
                    let known = reading.draft(user, room).await?;
                    let at = known.as_ref().map_or(now, |known| now.max(Timestamp(known.at.0 + 1)));
                    let body = match known {
                        Some(known) if base.is_some_and(|base| base != known.at) => {
                            if body.is_empty() || known.body.contains(&body) {
                                // What was let go of here has become something else elsewhere.
                                return Ok(known);
                            }
                            joined(&known.body, body).ok_or(CHANGED)?
                        }
                        Some(known) if known.body == body => return Ok(known),
                        _ => body,
                    };
                    if !body.is_empty() {
                        access::seat(&mut reading, &actor, room).await?;
                        if !reading.may_draft(user, room).await? {
                            let message = "You have begun as many messages as can be kept. Finish some of them.";
                            return Err(Invalid::new("body", message).into());
                        }
                    }
                    let draft = Draft { room, body, at, root: None };
                    tx.keep_draft(user, &draft).await?;
                    Ok(if draft.body.is_empty() { nothing(room) } else { draft })
                })
            })
            .await
    }

    /// Lets go of a draft that was sent, unless more was typed meanwhile. What was sent is: a fault here is nobody's business
    /// but the log's.
    pub async fn drop_draft(&self, actor: &Actor, room: RoomId, sent: &str) {
        let (user, sent) = (actor.user(), sent.replace("\r\n", "\n"));
        let gone = self
            .store
            .write(move |tx| {
                Box::pin(async move {
                    let known = tx.read().await?.draft(user, room).await?;
                    match known.filter(|known| sent.contains(known.body.trim())) {
                        Some(_) => tx.keep_draft(user, &nothing(room)).await,
                        None => Ok(()),
                    }
                })
            })
            .await;
        if let Err(error) = gone {
            tracing::warn!(%error, "a draft stays that was sent");
        }
    }

    /// What the actor has typed in a room and not sent; empty where there is nothing.
    ///
    /// # Errors
    /// The store failed.
    pub async fn draft(&self, actor: &Actor, room: RoomId) -> Result<Draft> {
        let draft = self.store.glance().await?.read().draft(actor.user(), room).await?;
        Ok(draft.unwrap_or_else(|| nothing(room)))
    }

    /// Everything that the actor has typed and not sent, the newest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn drafts(&self, actor: &Actor) -> Result<Vec<Draft>> {
        Ok(self.store.glance().await?.read().drafts(actor.user()).await?)
    }
}

fn nothing(room: RoomId) -> Draft {
    Draft { room, body: String::new(), at: Timestamp(0), root: None }
}

/// Two texts as one, the older first, where neither is a part of the other; nothing where that is too long.
pub(super) fn joined(older: &str, newer: String) -> Option<String> {
    let both = if newer.contains(older) { newer } else { format!("{older}\n\n{newer}") };
    (both.len() <= MessageBody::MOST).then_some(both)
}

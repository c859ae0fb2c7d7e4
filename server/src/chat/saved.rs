//! Messages that people keep for later, and reminders.

use app::domain::{Invalid, RoomId, Timestamp};
use app::protocol::Saved;

use super::changes::NO_MESSAGE;
use super::{Actor, Chat, ChatError, Result, access};

impl Chat {
    /// Keeps a message for later, with a moment to be reminded of it, or lets go of it; twice is once. What rang for it
    /// is over either way.
    ///
    /// # Errors
    /// There is no such message for the actor, the moment is not to come, or they keep as many as they can.
    pub async fn save(
        &self,
        actor: &Actor,
        room: RoomId,
        no: u64,
        on: bool,
        remind_at: Option<Timestamp>,
    ) -> Result<()> {
        self.count_touch(actor)?;
        if let Some(at) = remind_at.filter(|_| on) {
            self.to_come(at)?;
        }
        let actor = actor.clone();
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let user = actor.user();
                    if !on {
                        // Of a room that one has left, too.
                        if tx.unsave(user, room, no).await? {
                            tx.tell_saved(user, room, no, false).await?;
                        }
                        return Ok::<_, ChatError>(());
                    }
                    let mut reading = tx.read().await?;
                    let seat = access::seat(&mut reading, &actor, room).await?;
                    reading.message(&seat, no).await?.filter(|message| !message.deleted).ok_or(NO_MESSAGE)?;
                    if reading.saved_beside(&seat, no).await? >= Saved::MOST as u64 {
                        let message =
                            format!("You keep {} messages for later. Let go of one of them first.", Saved::MOST);
                        return Err(Invalid::new("no", message).into());
                    }
                    if tx.save(&seat, no, remind_at).await? {
                        tx.tell_saved(user, room, no, true).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        self.alarm.notify_one();
        Ok(())
    }

    /// What the actor keeps for later, the newest first, from before a position on.
    ///
    /// # Errors
    /// The store failed.
    pub async fn saved(&self, actor: &Actor, before: Option<i64>, most: u64) -> Result<Vec<Saved>> {
        let mut moment = self.store.moment().await?;
        Ok(moment.read().saved(actor.user(), before, most).await?)
    }
}

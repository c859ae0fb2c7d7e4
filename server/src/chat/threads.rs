//! Threads: begin one beneath a message, and list those that somebody follows.

use app::domain::RoomId;
use app::protocol::{Begun, Entry, Followed};

use super::changes::NO_MESSAGE;
use super::{Actor, Chat, ChatError, Result, access, members};

impl Chat {
    /// The thread beneath a message; it begins empty, and the same message always has the same. Who wrote the message
    /// follows it.
    ///
    /// # Errors
    /// The actor is not in the room, the message is gone, or stands in a thread itself.
    pub async fn start_thread(&self, actor: &Actor, room: RoomId, no: u64) -> Result<Begun> {
        self.count_touch(actor)?;
        let (actor, now, most) = (actor.clone(), self.clock.now(), self.rates.room_members);
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let mut reading = tx.read().await?;
                    let seat = access::lively_seat(&mut reading, &actor, room).await?;
                    if seat.root().is_some() {
                        return Err(ChatError::Forbidden("This is a thread already. Reply here."));
                    }
                    // What was said beneath a message outlives it.
                    let message = reading.message(&seat, no).await?;
                    let message = message.filter(|message| !message.deleted || message.thread.is_some());
                    let author = message.ok_or(NO_MESSAGE)?.by;
                    let (thread, is_new) = tx.start_thread(&seat, no, actor.user(), now).await?;
                    if is_new && tx.read().await?.seat(room, author.id).await?.is_some() {
                        members::seat(tx, &author, thread, most, now).await?;
                    }
                    Ok(Begun { room: thread })
                })
            })
            .await
    }

    /// The newest threads that the actor follows, from before a position on.
    ///
    /// # Errors
    /// The store failed.
    pub async fn threads(&self, actor: &Actor, before: Option<i64>, most: u64) -> Result<Vec<Followed>> {
        let mut moment = self.store.moment().await?;
        Ok(moment.read().list_threads(actor.user(), before, most).await?)
    }

    /// A room or thread as it stands in the actor's sidebar.
    ///
    /// # Errors
    /// The actor is not in the room.
    pub async fn entry(&self, actor: &Actor, room: RoomId) -> Result<Entry> {
        let mut moment = self.store.moment().await?;
        let mut reading = moment.read();
        let user_seq = reading.own(actor.user()).await?.ok_or(access::NO_ROOM)?.user_seq;
        let seat = access::seat(&mut reading, actor, room).await?;
        let room = if seat.is_member() { Some(reading.entry(&seat).await?) } else { None };
        Ok(Entry { user_seq, room })
    }
}

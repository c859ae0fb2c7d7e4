//! How far somebody has read. Unread is derived from it and counted nowhere.

use app::domain::RoomId;
use app::protocol::PrivateEvent;

use super::{Actor, Chat, Result, access};

impl Chat {
    /// Everything up to `no` is read; the mark only moves forward, and the person's other
    /// screens hear of it when it does. Posting moves it too, which they know by themselves.
    ///
    /// # Errors
    /// The actor is not in the room.
    pub async fn mark_read(&self, actor: &Actor, room: RoomId, no: u64) -> Result<()> {
        let actor = actor.clone();
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let seat = access::seat(&mut tx.read().await?, &actor, room).await?;
                    if let Some(no) = tx.read_up_to(&seat, no).await? {
                        tx.tell(actor.user(), PrivateEvent::Read { room, no }).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

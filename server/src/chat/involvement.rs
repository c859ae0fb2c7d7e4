//! How a person stands to a room they are in.

use app::domain::{Involvement, RoomId};
use app::protocol::PrivateEvent;

use super::{Actor, Chat, ChatError, Result, access};

impl Chat {
    /// Says what of a room reaches the actor, and whether they keep it at the top; their other screens hear of it when
    /// anything is different.
    ///
    /// # Errors
    /// The actor is not in the room, or it is a thread, which one follows or not.
    pub async fn involve(&self, actor: &Actor, room: RoomId, involvement: Involvement, favourite: bool) -> Result<()> {
        self.count_change(actor)?;
        let actor = actor.clone();
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let seat = access::seat(&mut tx.read().await?, &actor, room).await?;
                    if seat.root().is_some() {
                        return Err(ChatError::Forbidden("A thread is followed or not. There is no more to choose."));
                    }
                    if tx.involve(&seat, involvement, favourite).await? {
                        tx.tell(actor.user(), PrivateEvent::Involved { room, involvement, favourite }).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

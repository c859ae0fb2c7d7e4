//! The join link: one for the workspace, for whoever is given it.

use super::{Actor, Chat, ChatError, Invitation, Result, access, secret};

impl Chat {
    /// What a join link leads to; `None` when it is not, or no longer, valid.
    ///
    /// # Errors
    /// The store failed.
    pub async fn invitation(&self, token: &str) -> Result<Option<Invitation>> {
        let mut glance = self.store.glance().await?;
        let mut reading = glance.read();
        let Some(by) = reading.invitation(token).await? else { return Ok(None) };
        let workspace = reading.workspace().await?.map(|workspace| workspace.name).unwrap_or_default();
        Ok(Some(Invitation { workspace, by }))
    }

    /// The token of the join link. Everyone but guests may see it.
    ///
    /// # Errors
    /// The actor is a guest, or there is no link.
    pub async fn join_link(&self, actor: &Actor) -> Result<String> {
        let mut glance = self.store.glance().await?;
        let mut reading = glance.read();
        access::no_guest(&mut reading, actor).await?;
        let token = reading.live_invitation().await?;
        token.ok_or(ChatError::NotFound("There is no join link. The owner can make one."))
    }

    /// Makes another join link; the old one is dead.
    ///
    /// # Errors
    /// The actor is neither the owner nor an admin.
    pub async fn renew_join_link(&self, actor: &Actor) -> Result<String> {
        let (actor, now) = (actor.clone(), self.clock.now());
        let token = secret::fresh::<16>()?;
        let link = token.clone();
        let renewed = self.store.write(move |tx| {
            Box::pin(async move {
                access::leader(&mut tx.read().await?, &actor).await?;
                Ok::<_, ChatError>(tx.renew_invitation(&link, actor.user(), now).await?)
            })
        });
        renewed.await?;
        Ok(token)
    }
}

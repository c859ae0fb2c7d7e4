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

    /// The token of the join link. Any member may see it.
    ///
    /// # Errors
    /// The store failed.
    pub async fn join_link(&self, _actor: &Actor) -> Result<String> {
        let token = self.store.glance().await?.read().live_invitation().await?;
        token.ok_or(ChatError::NotFound("There is no join link. The owner can make one."))
    }

    /// Makes another join link; the old one is dead.
    ///
    /// # Errors
    /// The actor is not the owner.
    pub async fn renew_join_link(&self, actor: &Actor) -> Result<String> {
        access::owner(actor)?;
        let (user, now) = (actor.user(), self.clock.now());
        let token = secret::fresh::<16>()?;
        let link = token.clone();
        let renewed =
            self.store.write(move |tx| Box::pin(async move { tx.renew_invitation(&link, user, now).await })).await;
        renewed.map_err(ChatError::from)?;
        Ok(token)
    }
}

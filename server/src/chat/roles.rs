//! Roles: who may do what in the whole workspace, and who gives them.

use app::domain::{Profile, Role, UserId};
use app::protocol::PrivateEvent;

use super::members::NOBODY;
use super::{Actor, Chat, ChatError, Result, access, secret};

const NOT_YOURS: ChatError =
    ChatError::Forbidden("This role is not yours to give. The owner makes admins; admins make members and guests.");

impl Chat {
    /// Somebody, and the roles that the actor can give them.
    ///
    /// # Errors
    /// There are none, or there is no such person.
    pub async fn givable(&self, actor: &Actor, person: UserId) -> Result<(Profile, Vec<Role>)> {
        let mut moment = self.store.moment().await?;
        let mut reading = moment.read();
        let own = access::role(&mut reading, actor).await?;
        if !own.leads() {
            return Err(NOT_YOURS);
        }
        let profile = reading.profile(person).await?.ok_or(NOBODY)?;
        let roles = own.given(profile.role).collect::<Vec<_>>();
        if person == actor.user() || roles.is_empty() {
            return Err(NOT_YOURS);
        }
        Ok((profile, roles))
    }

    /// Gives somebody a role; the same again changes nothing. It holds from the next thing on that they do, on every
    /// screen, and nothing that they are in is taken from them. With a guest more the join link is another one.
    ///
    /// # Errors
    /// The role is not the actor's to give to this person.
    pub async fn give_role(&self, actor: &Actor, person: UserId, to: Role) -> Result<()> {
        self.count_change(actor)?;
        let (actor, now, link) = (actor.clone(), self.clock.now(), secret::fresh::<16>()?);
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let mut reading = tx.read().await?;
                    let own = access::role(&mut reading, &actor).await?;
                    if !own.leads() {
                        return Err(NOT_YOURS);
                    }
                    let from = reading.role(person).await?.ok_or(NOBODY)?;
                    if person == actor.user() || !own.may_give(from, to) {
                        return Err(NOT_YOURS);
                    }
                    if from != to {
                        tx.give_role(person, to).await?;
                        // Whoever is a guest from now on knew the join link, which makes members.
                        if to.is_guest() && tx.read().await?.live_invitation().await?.is_some() {
                            tx.renew_invitation(&link, actor.user(), now).await?;
                        }
                        tx.tell(person, PrivateEvent::RoleGiven { role: to }).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

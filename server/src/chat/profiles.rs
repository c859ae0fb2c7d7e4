//! What people say of themselves: how they are called, how they look, what they are about.

use app::domain::{Availability, DisplayName, Invalid, Presence, Profile, Status, Title, UserId};
use app::protocol::{Activity, PrivateEvent};
use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::BoxStream;
use jiff::tz::TimeZone;

use super::members::NOBODY;
use super::{Actor, Chat, ChatError, Result, access};
use crate::files::{self, Incoming, Part};
use crate::hub::ActivityKey;

impl Chat {
    /// What somebody says of themselves; for a guest, only of whom they meet, or read.
    ///
    /// # Errors
    /// There is nobody of this number, or not for the actor.
    pub async fn profile(&self, actor: &Actor, person: UserId) -> Result<Profile> {
        let mut moment = self.store.moment().await?;
        let mut reading = moment.read();
        let is_guest = access::role(&mut reading, actor).await?.is_guest();
        let is_met = person == actor.user() || !is_guest || reading.may_show(actor.user(), person).await?;
        let profile = if is_met { reading.profile(person).await? } else { None };
        let mut profile = profile.ok_or(NOBODY)?;
        profile.settle(self.clock.now());
        Ok(profile)
    }

    /// Says how the actor is called and what they do, and where their clock stands: an IANA name, or nothing.
    ///
    /// # Errors
    /// There is no such zone.
    pub async fn change_profile(&self, actor: &Actor, name: DisplayName, title: Title, zone: &str) -> Result<()> {
        self.count_change(actor)?;
        let zone = zone.trim().to_owned();
        if !zone.is_empty() && TimeZone::get(&zone).is_err() {
            return Err(Invalid::new("zone", "There is no such time zone. Write it like Europe/Lisbon.").into());
        }
        let user = actor.user();
        if self.store.glance().await?.read().person(user).await?.name != name.as_str() {
            self.count_look(actor)?;
        }
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    tx.set_profile(user, &title, &zone).await?;
                    if tx.rename_person(user, &name).await? {
                        tx.person_changed(user).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Shows another picture of the actor: a small square of what is brought.
    ///
    /// # Errors
    /// It is no picture that can be read, or there is no room for it.
    pub async fn bring_picture<E: Into<Box<dyn std::error::Error + Send + Sync>>>(
        &self,
        actor: &Actor,
        body: impl Stream<Item = std::result::Result<Bytes, E>> + Send,
    ) -> Result<()> {
        let _going = self.count_upload(actor)?;
        self.count_look(actor)?;
        let incoming = self.files.receive(body).await?;
        // Whoever goes away meanwhile leaves nothing half done.
        let kept = tokio::spawn(self.clone().keep_picture(actor.user(), incoming)).await;
        kept.map_err(|error| ChatError::Internal(Box::new(error)))?
    }

    async fn keep_picture(self, user: UserId, incoming: Incoming) -> Result<()> {
        let no_picture = "This is no picture that can be shown here. Choose a PNG, a JPEG or a GIF.";
        let face = self.files.face(&incoming).await?.ok_or(Invalid::new("picture", no_picture))?;
        let (hash, size) = (files::hash(&face), face.len() as u64);
        let _hold = self.sweeping.read().await;
        self.note_bytes(user, hash, size).await?;
        self.files.put(&hash, face).await?;
        self.show_picture(user, Some(hash)).await
    }

    /// Shows the actor's initials again.
    ///
    /// # Errors
    /// The store failed.
    pub async fn drop_picture(&self, actor: &Actor) -> Result<()> {
        self.count_look(actor)?;
        self.show_picture(actor.user(), None).await
    }

    async fn show_picture(&self, user: UserId, hash: Option<files::Hash>) -> Result<()> {
        let done = self.store.write(move |tx| {
            Box::pin(async move {
                if tx.set_picture(user, hash.as_ref()).await? {
                    tx.person_changed(user).await?;
                }
                Ok::<_, ChatError>(())
            })
        });
        done.await?;
        self.sweep_soon.notify_one();
        Ok(())
    }

    /// Somebody's picture of this number; for a guest, only of whom they meet, or read.
    ///
    /// # Errors
    /// There is none.
    pub async fn picture(
        &self,
        actor: &Actor,
        person: UserId,
        picture: u32,
    ) -> Result<BoxStream<'static, std::io::Result<Bytes>>> {
        self.profile(actor, person).await?;
        let hash = self.store.glance().await?.read().picture(person, picture).await?.ok_or(NOBODY)?;
        Ok(self.files.open(&hash, Part::Whole, None).await?)
    }

    /// How somebody is here at this moment, as others see it. Whoever sees their [`Self::profile`] may see it.
    pub fn presence_of(&self, person: UserId) -> Option<Presence> {
        self.hub.present_of(std::iter::once(person)).of(person)
    }

    /// Says what the actor is about, or that they say nothing any more, and, where that is said, what others see of their
    /// presence. Who looks at a room that they are in sees it.
    ///
    /// # Errors
    /// The store failed.
    pub async fn set_status(&self, actor: &Actor, status: Status, seen: Option<Availability>) -> Result<()> {
        self.count_change(actor)?;
        let (user, status) = (actor.user(), Some(status).filter(|status| !status.is_empty()));
        let is_new = self
            .store
            .write(move |tx| {
                Box::pin(async move {
                    let before = tx.read().await?.own(user).await?.ok_or(access::SIGNED_OUT)?;
                    let (availability, is_new) = (seen.unwrap_or(before.availability), before.status != status);
                    tx.set_status(user, status.as_ref(), availability).await?;
                    tx.tell(user, PrivateEvent::StatusSet { status, availability }).await?;
                    Ok::<_, ChatError>(is_new)
                })
            })
            .await?;
        // Whoever changes only how they are seen says nothing.
        if !is_new {
            return Ok(());
        }
        // From another device there may be a newer one by now.
        let mut moment = self.store.moment().await?;
        let mut reading = moment.read();
        let status = reading.own(user).await?.and_then(|own| own.status);
        let rooms = reading.rooms_of(user).await?;
        for room in rooms {
            let activity = Activity::StatusChanged { person: user, status: status.clone() };
            self.show(room, ActivityKey { kind: activity.name(), user }, activity, None);
        }
        Ok(())
    }
}

//! What those do who look after a room: archive it, and say who posts.

use app::domain::{RoomId, UserId};
use app::protocol::Event;

use super::members::NOBODY;
use super::{Actor, Chat, ChatError, Result, access};

impl Chat {
    /// Archives a room with its threads, or brings it back; twice is once. Whoever is in it can go on reading.
    ///
    /// # Errors
    /// The actor does not look after the room.
    pub async fn archive_room(&self, actor: &Actor, room: RoomId, on: bool) -> Result<()> {
        self.count_archiving(actor)?;
        let (actor, now) = (actor.clone(), self.clock.now());
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let seat = access::kept_room(&mut tx.read().await?, &actor, room).await?;
                    let by = tx.person(actor.user()).await?;
                    for room in tx.archive(&seat, on.then_some(now)).await? {
                        tx.record(room, Event::RoomArchived { on, by: by.clone() }).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Says whether only those post in a room who look after it, and who was chosen; twice is once.
    ///
    /// # Errors
    /// The actor does not look after the room, or it is archived.
    pub async fn set_posting(&self, actor: &Actor, room: RoomId, chosen_only: bool) -> Result<()> {
        self.count_change(actor)?;
        let actor = actor.clone();
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let seat = access::kept_room(&mut tx.read().await?, &actor, room).await?;
                    access::lively(&seat)?;
                    if tx.set_posting(&seat, chosen_only).await? {
                        let by = tx.person(actor.user()).await?;
                        tx.record(room, Event::PostingSet { chosen_only, by }).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Chooses a member to post where not everyone may, or does so no longer; twice is once.
    ///
    /// # Errors
    /// The actor does not look after the room, it is archived, or nobody of this number is in it.
    pub async fn choose(&self, actor: &Actor, room: RoomId, person: UserId, on: bool) -> Result<()> {
        self.count_change(actor)?;
        let actor = actor.clone();
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let mut reading = tx.read().await?;
                    access::lively(&access::kept_room(&mut reading, &actor, room).await?)?;
                    let seat = reading
                        .seat(room, person)
                        .await?
                        .ok_or(ChatError::NotFound("There is nobody of this number in the room. Add them first."))?;
                    let person = reading.own(person).await?.ok_or(NOBODY)?.account.person;
                    if tx.choose(&seat, on).await? {
                        tx.record(room, Event::MemberChosen { person, on }).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

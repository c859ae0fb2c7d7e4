//! Rooms: make, rename, say what they are about, list.

use app::domain::{RoomId, RoomKind, RoomName, Timestamp, Topic};
use app::protocol::{Event, Listing, RoomEntry};

use super::{Actor, Chat, ChatError, Result, access, members};

const DAY: i64 = 24 * 60 * 60 * 1_000;

impl Chat {
    /// Every open room and the closed ones that the actor is in, the first thousand by name; for a guest, only those they
    /// are in.
    ///
    /// # Errors
    /// The store failed.
    pub async fn list_rooms(&self, actor: &Actor) -> Result<Vec<Listing>> {
        let mut moment = self.store.moment().await?;
        let mut reading = moment.read();
        let is_guest = access::role(&mut reading, actor).await?.is_guest();
        let mut listings = reading.listings(actor.user()).await?;
        listings.retain(|listing| listing.joined || !is_guest);
        Ok(listings)
    }

    /// Makes a room with its maker in it.
    ///
    /// # Errors
    /// The actor is a guest, the name is taken, or the person has made or joined too many rooms.
    pub async fn make_room(&self, actor: &Actor, name: RoomName, topic: Topic, kind: RoomKind) -> Result<RoomEntry> {
        self.count_change(actor)?;
        let (actor, now, rates) = (actor.clone(), self.clock.now(), self.rates);
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    access::no_guest(&mut tx.read().await?, &actor).await?;
                    let person = tx.person(actor.user()).await?;
                    let made = tx.read().await?.rooms_made(person.id, Timestamp(now.0 - DAY)).await?;
                    if made >= u64::from(rates.rooms_made) {
                        let message = "You have made as many rooms today as one person can. Go on tomorrow.";
                        return Err(ChatError::RateLimited { message, after_ms: 3_600_000 });
                    }
                    let room = tx.add_room(&name, &topic, kind, person.id, now).await?;
                    let entry = members::seat(tx, &person, room, rates.room_members, now).await?;
                    members::room_for_one_more(tx, &person, rates.rooms_joined).await?;
                    Ok(entry)
                })
            })
            .await
    }

    /// Whether the actor may change what a room is called and who is in it: for the forms that offer it.
    ///
    /// # Errors
    /// The actor is not in the room, or it is a conversation of a few people or a thread.
    pub async fn may_change(&self, actor: &Actor, room: RoomId) -> Result<()> {
        let mut moment = self.store.moment().await?;
        access::titled_room(&mut moment.read(), actor, room).await.map(drop)
    }

    /// Gives a room another name. Any member of it may who is no guest, and may say something there.
    ///
    /// # Errors
    /// The actor is not in the room, or the name is taken.
    pub async fn rename_room(&self, actor: &Actor, room: RoomId, name: RoomName) -> Result<()> {
        self.count_change(actor)?;
        let actor = actor.clone();
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let seat = access::titled_room(&mut tx.read().await?, &actor, room).await?;
                    if tx.rename_room(&seat, &name).await? {
                        let name = name.as_str().to_owned();
                        let by = tx.person(actor.user()).await?;
                        tx.record(room, Event::RoomRenamed { name, by }).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Says what a room is about. Any member of it may who is no guest, and may say something there.
    ///
    /// # Errors
    /// The actor is not in the room.
    pub async fn set_topic(&self, actor: &Actor, room: RoomId, topic: Topic) -> Result<()> {
        self.count_change(actor)?;
        let actor = actor.clone();
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let seat = access::titled_room(&mut tx.read().await?, &actor, room).await?;
                    if tx.set_topic(&seat, &topic).await? {
                        let topic = topic.as_str().to_owned();
                        let by = tx.person(actor.user()).await?;
                        tx.record(room, Event::TopicSet { topic, by }).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

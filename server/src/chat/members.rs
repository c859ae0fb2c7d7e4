//! Who is in a room: join, leave, list.

use app::domain::{Person, RoomId, Timestamp};
use app::protocol::{Event, PrivateEvent, RoomEntry};

use super::{Actor, Chat, ChatError, Result, access};
use crate::store::Tx;

/// Most members that are listed.
const LISTED: usize = 500;

/// Seats a person in a room of at most `most` members, and records it where it is new.
pub(super) async fn seat(tx: &mut Tx, person: &Person, room: RoomId, most: u32, now: Timestamp) -> Result<RoomEntry> {
    let (seat, is_new) = tx.join(room, person.id, now).await?.ok_or(access::NO_ROOM)?;
    if is_new {
        tx.record(room, Event::MemberJoined { person: person.clone() }).await?;
    }
    let mut reading = tx.read().await?;
    if is_new && reading.member_count(&seat).await? > u64::from(most) {
        return Err(ChatError::Forbidden("This room has as many members as a room can have."));
    }
    let entry = reading.entry(&seat).await?;
    if is_new {
        tx.tell(person.id, PrivateEvent::RoomJoined { room: entry.clone() }).await?;
    }
    Ok(entry)
}

impl Chat {
    /// Joins a room; twice is once.
    ///
    /// # Errors
    /// There is no such room, or the person is in too many.
    pub async fn join_room(&self, actor: &Actor, room: RoomId) -> Result<RoomEntry> {
        self.count_change(actor)?;
        let (person, now, rates) = (actor.account.person.clone(), self.clock.now(), self.rates);
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let entry = seat(tx, &person, room, rates.room_members, now).await?;
                    room_for_one_more(tx, &person, rates.rooms_joined).await?;
                    Ok(entry)
                })
            })
            .await
    }

    /// Leaves a room; nothing of it arrives after this returned. Who is not in it has left it.
    ///
    /// # Errors
    /// The store failed.
    pub async fn leave_room(&self, actor: &Actor, room: RoomId) -> Result<()> {
        self.count_change(actor)?;
        let person = actor.account.person.clone();
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let Some(seat) = tx.read().await?.seat(room, person.id).await? else { return Ok(()) };
                    tx.leave(seat).await?;
                    tx.tell(person.id, PrivateEvent::RoomLeft { room }).await?;
                    tx.record(room, Event::MemberLeft { person }).await?;
                    Ok(())
                })
            })
            .await
    }

    /// The members of a room by name, at most 500.
    ///
    /// # Errors
    /// The actor is not in the room.
    pub async fn members(&self, actor: &Actor, room: RoomId) -> Result<Vec<Person>> {
        let mut moment = self.store.moment().await?;
        let mut reading = moment.read();
        let seat = access::seat(&mut reading, actor, room).await?;
        Ok(reading.members(&seat, LISTED).await?)
    }
}

/// Undoes a join too many.
pub(super) async fn room_for_one_more(tx: &mut Tx, person: &Person, most: u32) -> Result<()> {
    if tx.read().await?.rooms_joined(person.id).await? > u64::from(most) {
        return Err(ChatError::Forbidden("You are in as many rooms as one person can be. Leave one first."));
    }
    Ok(())
}

//! Who is in a room: join, leave, invite, remove, list; and rooms that are made of who is in them.

use app::domain::{DIRECT_MOST, Invalid, Person, Profile, RoomId, Timestamp, UserId};
use app::protocol::{Event, PrivateEvent, RoomEntry};

use super::{Actor, Chat, ChatError, Result, access};
use crate::store::{Seat, Tx};

/// What somebody is told who names a person that is not there, or whom they do not meet.
pub(super) const NOBODY: ChatError = ChatError::NotFound("There is nobody of this number here.");

const DAY: i64 = 24 * 60 * 60 * 1_000;

/// Most members that are listed.
const LISTED: usize = 500;

/// Seats a person in a room of at most `most` members, and records it where it is new.
pub(super) async fn seat(tx: &mut Tx, person: &Person, room: RoomId, most: u32, now: Timestamp) -> Result<RoomEntry> {
    seat_at(tx, person, room, None, most, now).await
}

/// Seats a person who has read only what is up to `read_no`.
pub(super) async fn seat_at(
    tx: &mut Tx,
    person: &Person,
    room: RoomId,
    read_no: Option<u64>,
    most: u32,
    now: Timestamp,
) -> Result<RoomEntry> {
    let (seat, is_new) = tx.join(room, person.id, read_no, now).await?.ok_or(access::NO_ROOM)?;
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
    /// Joins a room, or follows a thread; twice is once.
    ///
    /// # Errors
    /// There is no such room, or the person is in too many.
    pub async fn join_room(&self, actor: &Actor, room: RoomId) -> Result<RoomEntry> {
        self.count_change(actor)?;
        let (actor, now, rates) = (actor.clone(), self.clock.now(), self.rates);
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let person = tx.person(actor.user()).await?;
                    let mut reading = tx.read().await?;
                    // Also who may look at a thread.
                    let is_in = reading.seat(room, person.id).await?.is_some();
                    let state = reading.room(room).await?.ok_or(access::NO_ROOM)?;
                    let is_guest = access::role(&mut reading, &actor).await?.is_guest();
                    if !is_in && (is_guest || !state.room.kind.is_open()) {
                        return Err(access::NO_ROOM);
                    }
                    let entry = seat(tx, &person, room, rates.room_members, now).await?;
                    room_for_one_more(tx, &person, rates.rooms_joined).await?;
                    Ok(entry)
                })
            })
            .await
    }

    /// Leaves a room; nothing of it or its threads arrives after this returned. Who is not in it has left it. Of a thread:
    /// follows it no longer. Answers whether the actor may still look at it.
    ///
    /// # Errors
    /// It is a direct room.
    pub async fn leave_room(&self, actor: &Actor, room: RoomId) -> Result<bool> {
        self.count_change(actor)?;
        let actor = actor.clone();
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let mut reading = tx.read().await?;
                    let Some(seat) = reading.seat(room, actor.user()).await? else { return Ok(false) };
                    let is_thread = seat.root().is_some();
                    if !is_thread {
                        access::named_room(&mut reading, &actor, room).await?;
                    }
                    let person = tx.person(actor.user()).await?;
                    unseat(tx, seat, person).await?;
                    Ok(is_thread)
                })
            })
            .await
    }

    /// Brings somebody in; twice is once.
    ///
    /// # Errors
    /// The actor is not in the room, it is a direct one, or there is no such person.
    pub async fn invite(&self, actor: &Actor, room: RoomId, person: UserId) -> Result<()> {
        self.count_change(actor)?;
        let (actor, now, rates) = (actor.clone(), self.clock.now(), self.rates);
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let mut reading = tx.read().await?;
                    access::changeable_room(&mut reading, &actor, room).await?;
                    let person = reading.own(person).await?.ok_or(NOBODY)?.account.person;
                    seat(tx, &person, room, rates.room_members, now).await?;
                    room_for_one_more(tx, &person, rates.rooms_joined).await
                })
            })
            .await
    }

    /// Takes somebody out; nothing of the room reaches them after this returned. Who is not in it is out.
    ///
    /// # Errors
    /// The actor neither made the room nor owns the workspace.
    pub async fn remove(&self, actor: &Actor, room: RoomId, person: UserId) -> Result<()> {
        self.count_change(actor)?;
        let actor = actor.clone();
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let mut reading = tx.read().await?;
                    if person == actor.user() {
                        access::named_room(&mut reading, &actor, room).await?;
                    } else {
                        access::kept_room(&mut reading, &actor, room).await?;
                    }
                    let Some(seat) = reading.seat(room, person).await? else { return Ok(()) };
                    let person = reading.own(person).await?.ok_or(NOBODY)?.account.person;
                    unseat(tx, seat, person).await
                })
            })
            .await
    }

    /// The room of the actor and these people alone.
    ///
    /// # Errors
    /// One of them is nobody, or there are too many.
    pub async fn open_direct(&self, actor: &Actor, people: Vec<UserId>) -> Result<RoomEntry> {
        self.count_change(actor)?;
        let (actor, now, rooms_made) = (actor.clone(), self.clock.now(), self.rates.rooms_made);
        let me = actor.user();
        let mut all = people;
        all.push(me);
        all.sort_unstable();
        all.dedup();
        if all.len() > DIRECT_MOST + 1 {
            let message = format!("Write to at most {DIRECT_MOST} people at once, or make a closed room for more.");
            return Err(Invalid::new("people", message).into());
        }
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let is_guest = access::role(&mut tx.read().await?, &actor).await?.is_guest();
                    let mut members = Vec::with_capacity(all.len());
                    for id in &all {
                        if is_guest && !tx.read().await?.have_met(me, *id).await? {
                            return Err(NOBODY);
                        }
                        members.push(tx.read().await?.own(*id).await?.ok_or(NOBODY)?.account.person);
                    }
                    let (room, is_new) = tx.direct_room(&all, me, now).await?;
                    if is_new {
                        let made = tx.read().await?.rooms_made(me, Timestamp(now.0 - DAY)).await?;
                        if made > u64::from(rooms_made) {
                            let message =
                                "You have begun as many conversations today as one person can. Go on tomorrow.";
                            return Err(ChatError::RateLimited { message, after_ms: 3_600_000 });
                        }
                        // First everybody is in, so that each hears of it under the right name.
                        for person in &members {
                            tx.join(room, person.id, None, now).await?;
                        }
                        for person in &members {
                            tx.record(room, Event::MemberJoined { person: person.clone() }).await?;
                        }
                        for person in &members {
                            let mut reading = tx.read().await?;
                            let seat = reading.seat(room, person.id).await?.ok_or(access::NO_ROOM)?;
                            let entry = reading.entry(&seat).await?;
                            tx.tell(person.id, PrivateEvent::RoomJoined { room: entry }).await?;
                        }
                    }
                    let mut reading = tx.read().await?;
                    let seat = reading.seat(room, me).await?.ok_or(access::NO_ROOM)?;
                    Ok(reading.entry(&seat).await?)
                })
            })
            .await
    }

    /// Everyone in the workspace by name, at most 1,000; for a guest, those whom they meet in their rooms.
    ///
    /// # Errors
    /// The store failed.
    pub async fn people(&self, actor: &Actor) -> Result<Vec<Profile>> {
        let mut moment = self.store.moment().await?;
        let mut reading = moment.read();
        let role = access::role(&mut reading, actor).await?;
        let (mut people, now) = (reading.people(actor.user(), role, 1_000).await?, self.clock.now());
        people.iter_mut().for_each(|person| person.settle(now));
        Ok(people)
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

/// Takes a seat away, and tells everyone.
async fn unseat(tx: &mut Tx, seat: Seat, person: Person) -> Result<()> {
    let room = seat.room();
    let left = tx.leave(seat).await?;
    if left.contains(&room) {
        tx.tell(person.id, PrivateEvent::RoomLeft { room }).await?;
    }
    for room in left {
        tx.record(room, Event::MemberLeft { person: person.clone() }).await?;
    }
    Ok(())
}

/// Undoes a join too many.
pub(super) async fn room_for_one_more(tx: &mut Tx, person: &Person, most: u32) -> Result<()> {
    if tx.read().await?.rooms_joined(person.id).await? > u64::from(most) {
        return Err(ChatError::Forbidden("You are in as many rooms as one person can be. Leave one first."));
    }
    Ok(())
}

//! Calling people: what the names in a message mean, and telling those who are called.

use std::collections::BTreeSet;

use app::domain::{Role, RoomId, Timestamp, UserId};
use app::protocol::PrivateEvent;

use super::{Result, members};
use crate::hub::Hub;
use crate::markup::{Called, Known, Names};
use crate::store::{Reading, Seat, Tx};

/// So many people come to follow a thread by one message at most: each of them is several writes.
const FOLLOWERS: usize = 100;

/// What names mean in a room: anybody's handle, and rooms that everyone may see. To a guest only what they see anyway is
/// known, so that nobody learns by writing names who and what there is.
pub(super) async fn meaning(reading: &mut Reading<'_>, seat: &Seat, names: &Names) -> Result<Known> {
    let room = seat.root().map_or(seat.room(), |root| root.room);
    let people = if names.people.is_empty() { Default::default() } else { reading.by_handle(&names.people).await? };
    let mut known = Known { all: true, people, rooms: reading.by_slug(&names.rooms, room).await? };
    if known.people.is_empty() && known.rooms.is_empty() && !names.call_all() {
        return Ok(known);
    }
    let user = seat.user();
    if reading.role(user).await?.is_none_or(Role::is_guest) {
        // Nor do guests call everybody.
        known.all = false;
        let met = reading.met_of(user, known.people.values()).await?;
        known.people.retain(|_, person| met.contains(person));
        for (name, room) in known.rooms.clone() {
            if reading.seat(room, user).await?.is_none() {
                known.rooms.remove(&name);
            }
        }
    }
    Ok(known)
}

/// Notes whom message `no` calls, as far as they are members, and tells those who did not know. Who is called in a
/// thread follows it from that message on.
pub(super) async fn call(tx: &mut Tx, seat: &Seat, no: u64, called: &Called, hub: &Hub, now: Timestamp) -> Result<()> {
    if called.is_empty() {
        return Ok(());
    }
    if seat.root().is_some() {
        for person in tx.read().await?.who_could_follow(seat, &called.people, FOLLOWERS).await? {
            members::seat_at(tx, &person, seat.room(), Some(no.saturating_sub(1)), u32::MAX, now).await?;
        }
    }
    let people = with_those_here(called, seat.room(), hub);
    let new = tx.call(seat, no, &people, called.room).await?;
    Ok(tx.tell_all(&new, &PrivateEvent::Mentioned { room: seat.room(), no, on: true }).await?)
}

/// Message `no` called `before` and, as it is now, `called`: tells those whom it calls by name only now, and those whom it
/// does not call any more. Everybody is called by what is said, and not again and again by what is changed; whom it
/// called so then stays called as long as it calls everybody.
pub(super) async fn call_anew(
    tx: &mut Tx,
    seat: &Seat,
    no: u64,
    before: &Called,
    called: Called,
    hub: &Hub,
    now: Timestamp,
) -> Result<()> {
    if !(before.all() && called.all()) {
        let gone = tx.call_off(seat, no, &called.people).await?;
        tx.tell_all(&gone, &PrivateEvent::Mentioned { room: seat.room(), no, on: false }).await?;
    }
    call(tx, seat, no, &called.by_name(), hub, now).await
}

fn with_those_here(called: &Called, room: RoomId, hub: &Hub) -> BTreeSet<UserId> {
    let mut people = called.people.clone();
    if called.here {
        people.extend(hub.present(room).reachable());
    }
    people
}

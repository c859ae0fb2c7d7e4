//! How far somebody has read. Unread is derived from it and counted nowhere.

use app::domain::{Invalid, RoomId};
use app::protocol::{PrivateEvent, RoomEntry, SidebarView, Waiting};

use super::{Actor, Chat, Result, access, members};
use crate::store::{Seat, Tx};

/// Most rooms whose unread messages are shown, or read, at once.
const ROOMS: usize = 50;

/// So many messages of each are shown.
const SHOWN: usize = 3;

impl Chat {
    /// Everything up to `no` is read; the mark only moves forward, and the person's other
    /// screens hear of it when it does. Posting moves it too, which they know by themselves.
    ///
    /// # Errors
    /// The actor is not in the room.
    pub async fn mark_read(&self, actor: &Actor, room: RoomId, no: u64) -> Result<()> {
        let actor = actor.clone();
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let seat = access::seat(&mut tx.read().await?, &actor, room).await?;
                    read_up_to(tx, &seat, no).await
                })
            })
            .await
    }

    /// Everything up to these messages is read, in several rooms at once; rooms that the actor is in no longer are left out.
    ///
    /// # Errors
    /// The store failed.
    pub async fn mark_all_read(&self, actor: &Actor, places: Vec<(RoomId, u64)>) -> Result<()> {
        self.count_change(actor)?;
        let actor = actor.clone();
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    for (room, no) in places.into_iter().take(ROOMS) {
                        let Some(seat) = tx.read().await?.seat(room, actor.user()).await? else { continue };
                        read_up_to(tx, &seat, no).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Message `no` and what follows is to be read again; messages of one's own do not count. The person's screens
    /// hear what waits.
    ///
    /// # Errors
    /// The actor is not in the room, or there is no such message.
    pub async fn mark_unread(&self, actor: &Actor, room: RoomId, no: u64) -> Result<()> {
        self.count_touch(actor)?;
        let (actor, now, most) = (actor.clone(), self.clock.now(), self.rates.room_members);
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let mut seat = access::seat(&mut tx.read().await?, &actor, room).await?;
                    if no == 0 {
                        return Err(Invalid::new("no", "Messages are counted from 1.").into());
                    }
                    if !seat.is_member() {
                        // What one wants to come back to, one follows.
                        let person = tx.person(actor.user()).await?;
                        members::seat(tx, &person, room, most, now).await?;
                        seat = access::seat(&mut tx.read().await?, &actor, room).await?;
                    }
                    unread_from(tx, &seat, no, false).await
                })
            })
            .await
    }

    /// What waits for the actor, room by room: the first few messages, and why.
    ///
    /// # Errors
    /// The store failed.
    pub async fn unread(&self, actor: &Actor) -> Result<(SidebarView, Vec<Waiting>)> {
        let mut moment = self.store.moment().await?;
        let mut reading = moment.read();
        let sidebar = self.sidebar_of(&mut reading, actor).await?;
        let rooms: Vec<_> = sidebar.all().filter(|entry| entry.stands_out() > 0).take(ROOMS).collect();
        let first = |entry: &RoomEntry| {
            let unread = entry.first_unread().unwrap_or(u64::MAX)..=entry.msg_no;
            let (id, skipped) = (entry.id, entry.skipped.clone());
            unread.filter(move |no| !skipped.contains(no)).take(SHOWN).map(move |no| (id, no))
        };
        let spots: Vec<_> = rooms.iter().flat_map(|entry| first(entry)).collect();
        let mut messages = reading.messages_for(actor.user(), &spots).await?;
        let waiting = rooms.into_iter().map(|entry| {
            let messages = first(entry).filter_map(|spot| messages.remove(&spot)).collect();
            Waiting { entry: entry.clone(), messages }
        });
        let waiting = waiting.collect();
        Ok((sidebar, waiting))
    }
}

/// From message `no` on the room is unread. The person's screens hear what waits; whether it `stays` so, or is news.
pub(super) async fn unread_from(tx: &mut Tx, seat: &Seat, no: u64, stays: bool) -> Result<()> {
    tx.unread_from(seat, no).await?;
    let RoomEntry { id: room, read_no, marked_no, skipped, mentions, .. } = tx.read().await?.entry(seat).await?;
    tx.tell(seat.user(), PrivateEvent::Unread { room, read_no, marked_no, skipped, mentions, stays }).await?;
    Ok(())
}

/// Moves the mark forward, and tells the person's screens if it did.
async fn read_up_to(tx: &mut Tx, seat: &Seat, no: u64) -> Result<()> {
    if let Some(no) = tx.read_up_to(seat, no).await? {
        tx.tell(seat.user(), PrivateEvent::Read { room: seat.room(), no }).await?;
    }
    Ok(())
}

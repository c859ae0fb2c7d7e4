//! Who may. A [`Seat`] is the proof of membership that whatever shows or changes the inside of
//! a room asks for. Rooms that do not exist and rooms of others are told apart by nobody.
//!
//! One thing asks for no seat: `Store::say` checks the membership in the statement that stores the
//! message, because a trip to the database more is a third of the messages a second less.

use app::domain::{AttachmentId, Role, RoomId, RoomKind};

use super::{Actor, ChatError, Result};
use crate::store::{Filed, Reading, Seat};

/// What somebody is told who is not in the room, or asks for one that is not there.
pub(super) const NO_ROOM: ChatError = ChatError::NotFound("There is no such room, or you are not in it.");

/// What somebody is told whose session has ended.
pub(super) const SIGNED_OUT: ChatError = ChatError::NotSignedIn("This session has ended. Sign in again.");

/// The actor's seat in a room.
pub(super) async fn seat(reading: &mut Reading<'_>, actor: &Actor, room: RoomId) -> Result<Seat> {
    reading.seat(room, actor.user()).await?.ok_or(NO_ROOM)
}

/// The actor's seat in a room in which things happen: it is not archived.
pub(super) async fn lively_seat(reading: &mut Reading<'_>, actor: &Actor, room: RoomId) -> Result<Seat> {
    let seat = seat(reading, actor, room).await?;
    lively(&seat)?;
    Ok(seat)
}

/// Whether things happen in the room: it is not archived.
pub(super) fn lively(seat: &Seat) -> Result<()> {
    if seat.is_archived() {
        return Err(ChatError::Forbidden(
            "This room is archived: it is only there to be read. Who looks after it can bring it back.",
        ));
    }
    Ok(())
}

/// Whether who sits here may say something.
pub(super) async fn may_say(reading: &mut Reading<'_>, seat: &Seat) -> Result<()> {
    lively(seat)?;
    if !reading.may_say(seat).await? {
        return Err(ChatError::Forbidden(
            "In this room only some people post. Reply in a thread, or ask who looks after the room.",
        ));
    }
    Ok(())
}

/// The actor's seat in a room with a name that they look after: they made it, or look after the workspace.
pub(super) async fn kept_room(reading: &mut Reading<'_>, actor: &Actor, room: RoomId) -> Result<Seat> {
    let seat = named_room(reading, actor, room).await?;
    let state = reading.room(room).await?.ok_or(NO_ROOM)?;
    if role(reading, actor).await?.may_remove(state.made_by == actor.user()) {
        return Ok(seat);
    }
    Err(ChatError::Forbidden("Only who made the room, or looks after the workspace, can do this."))
}

/// The actor's seat in a room that has a name and comes and goes by itself: not a direct one.
pub(super) async fn named_room(reading: &mut Reading<'_>, actor: &Actor, room: RoomId) -> Result<Seat> {
    let seat = seat(reading, actor, room).await?;
    let state = reading.room(room).await?.ok_or(NO_ROOM)?;
    match state.room.kind {
        RoomKind::Open | RoomKind::Closed => Ok(seat),
        RoomKind::Direct => {
            Err(ChatError::Forbidden("A conversation of a few people has no name, and nobody joins or leaves it."))
        }
        RoomKind::Thread => Err(ChatError::Forbidden(
            "A thread has neither name nor people of its own. Ask for the room it belongs to.",
        )),
    }
}

/// The actor's seat in a room that they may bring people into.
pub(super) async fn changeable_room(reading: &mut Reading<'_>, actor: &Actor, room: RoomId) -> Result<Seat> {
    let seat = named_room(reading, actor, room).await?;
    no_guest(reading, actor).await?;
    lively(&seat)?;
    Ok(seat)
}

/// The actor's seat in a room whose name and topic they may change: where only some people post, those do.
pub(super) async fn titled_room(reading: &mut Reading<'_>, actor: &Actor, room: RoomId) -> Result<Seat> {
    let seat = changeable_room(reading, actor, room).await?;
    may_say(reading, &seat).await?;
    Ok(seat)
}

/// What the actor may do, at this moment: the role that a session was begun with may be of the past.
pub(super) async fn role(reading: &mut Reading<'_>, actor: &Actor) -> Result<Role> {
    reading.role(actor.user()).await?.ok_or(SIGNED_OUT)
}

/// A file that the actor may see: it came with a message of a room they have a seat in, or they brought it there. The one
/// place that says so, for every way to a file.
pub(super) async fn file(reading: &mut Reading<'_>, actor: &Actor, id: AttachmentId) -> Result<Option<Filed>> {
    let Some(filed) = reading.filed(id).await? else { return Ok(None) };
    let is_here = reading.seat(filed.room, actor.user()).await?.is_some();
    Ok(Some(filed).filter(|filed| is_here && (filed.is_sent || filed.by == actor.user())))
}

/// Whether the actor looks after the workspace.
pub(super) async fn leader(reading: &mut Reading<'_>, actor: &Actor) -> Result<()> {
    if role(reading, actor).await?.leads() {
        return Ok(());
    }
    Err(ChatError::Forbidden("Only the owner of the workspace and its admins can do this."))
}

/// Whether the actor is more than a guest.
pub(super) async fn no_guest(reading: &mut Reading<'_>, actor: &Actor) -> Result<()> {
    if role(reading, actor).await?.is_guest() {
        return Err(ChatError::Forbidden("Guests cannot do this. Ask who invited you."));
    }
    Ok(())
}

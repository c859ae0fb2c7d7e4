//! Who may. A [`Seat`] is the proof of membership that whatever shows or changes the inside of
//! a room asks for. Rooms that do not exist and rooms of others are told apart by nobody.
//!
//! One thing asks for no seat: `Store::say` checks the membership in the statement that stores the
//! message, because a trip to the database more is a third of the messages a second less.

use app::domain::{Role, RoomId, RoomKind};

use super::{Actor, ChatError, Result};
use crate::store::{Reading, RoomState, Seat};

/// What somebody is told who is not in the room, or asks for one that is not there.
pub(super) const NO_ROOM: ChatError = ChatError::NotFound("There is no such room, or you are not in it.");

/// The actor's seat in a room.
pub(super) async fn seat(reading: &mut Reading<'_>, actor: &Actor, room: RoomId) -> Result<Seat> {
    reading.seat(room, actor.user()).await?.ok_or(NO_ROOM)
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

/// Whether the actor may take others out of a room.
pub(super) fn may_remove(actor: &Actor, state: &RoomState) -> bool {
    let is_entitled = state.made_by == actor.user() || actor.account.role == Role::Owner;
    is_entitled && state.room.kind.is_named()
}

/// Whether the actor owns the workspace.
pub(super) fn owner(actor: &Actor) -> Result<()> {
    match actor.account.role {
        Role::Owner => Ok(()),
        Role::Member => Err(ChatError::Forbidden("Only the owner of the workspace can do this.")),
    }
}

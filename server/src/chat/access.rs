//! Who may. A [`Seat`] is the proof of membership that whatever shows or changes the inside of
//! a room asks for. Rooms that do not exist and rooms of others are told apart by nobody.
//!
//! One thing asks for no seat: `Store::say` checks the membership in the statement that stores the
//! message, because a trip to the database more is a third of the messages a second less.

use app::domain::{Role, RoomId};

use super::{Actor, ChatError, Result};
use crate::store::{Reading, Seat};

/// What somebody is told who is not in the room, or asks for one that is not there.
pub(super) const NO_ROOM: ChatError = ChatError::NotFound("There is no such room, or you are not in it.");

/// The actor's seat in a room.
pub(super) async fn seat(reading: &mut Reading<'_>, actor: &Actor, room: RoomId) -> Result<Seat> {
    reading.seat(room, actor.user()).await?.ok_or(NO_ROOM)
}

/// Whether the actor owns the workspace.
pub(super) fn owner(actor: &Actor) -> Result<()> {
    match actor.account.role {
        Role::Owner => Ok(()),
        Role::Member => Err(ChatError::Forbidden("Only the owner of the workspace can do this.")),
    }
}

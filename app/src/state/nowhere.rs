//! What a page stands on that shows no room.

use crate::domain::{Room, RoomId, RoomKind, UserId};
use crate::protocol::RoomView;

/// A room without a number, a name, or anybody in it.
pub(super) fn nowhere() -> RoomView {
    RoomView {
        room: Room {
            id: RoomId(0),
            name: String::new(),
            topic: String::new(),
            kind: RoomKind::Open,
            root: None,
            archived: false,
            chosen_only: false,
        },
        as_of: 0,
        joined: false,
        may_remove: false,
        made: false,
        reader: UserId(0),
        member_count: 0,
        members: Vec::new(),
        online: Vec::new(),
        statuses: Vec::new(),
        msg_no: 0,
        read_no: 0,
        messages: Vec::new(),
        root: None,
        follows: false,
        chosen: Vec::new(),
    }
}

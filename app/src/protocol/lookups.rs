//! Threads that a screen hears of though its sidebar does not have them, because nothing waited there: each is looked
//! up, once at a time, and again when more came meanwhile.

use super::{Event, ServerFrame, SidebarView};
use crate::domain::RoomId;

/// What is being looked up.
#[derive(Debug, Default)]
pub struct Lookups {
    tickets: u64,
    under_way: Vec<UnderWay>,
}

#[derive(Debug)]
struct UnderWay {
    room: RoomId,
    ticket: u64,
    /// Something came since it was asked for.
    is_outdated: bool,
}

impl Lookups {
    /// A frame is about to be brought into the sidebar. The room that has to be looked up now, if any, and a ticket for the answer.
    pub fn news(&mut self, sidebar: &SidebarView, frame: &ServerFrame) -> Option<(RoomId, u64)> {
        let (room, may_wait) = match frame {
            ServerFrame::Head { room, .. } => (*room, true),
            ServerFrame::Event { room, event, .. } => {
                let is_by_others = |event: &Event| matches!(event, Event::MessagePosted { message, .. } if message.by.id != sidebar.me.person.id);
                (*room, is_by_others(event))
            }
            ServerFrame::Private { event, .. } => event.concerns()?,
            _ => return None,
        };
        if sidebar.room(room).is_some() {
            return None;
        }
        if let Some(asked) = self.under_way.iter_mut().find(|asked| asked.room == room) {
            asked.is_outdated = true;
            return None;
        }
        may_wait.then(|| (room, self.ask(room)))
    }

    fn ask(&mut self, room: RoomId) -> u64 {
        self.tickets += 1;
        self.under_way.push(UnderWay { room, ticket: self.tickets, is_outdated: false });
        self.tickets
    }

    /// The answer is there. `None`: it is of no use any more; `Some(false)`: it is outdated, ask again.
    pub fn answered(&mut self, ticket: u64) -> Option<bool> {
        let at = self.under_way.iter().position(|asked| asked.ticket == ticket)?;
        Some(!self.under_way.swap_remove(at).is_outdated)
    }

    /// Asks for a room again.
    pub fn again(&mut self, room: RoomId) -> u64 {
        self.ask(room)
    }

    /// A welcome states everything: what was asked before it says nothing new.
    pub fn clear(&mut self) {
        self.under_way.clear();
    }
}

//! A room in the sidebar, and what of it waits for one person.

use serde::{Deserialize, Serialize};

use super::view::by_name;
use crate::domain::{Involvement, Person, RoomId, RoomKind, Root, UserId, direct_name, sort_by_key};

/// A room in the sidebar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomEntry {
    /// Which room.
    pub id: RoomId,
    /// Its name.
    pub name: String,
    /// Its newest event.
    pub seq: u64,
    /// Its newest message; 0 while there is none.
    pub msg_no: u64,
    /// The newest message this person has read; posting reads up to one's own message.
    pub read_no: u64,
    /// Who may come in.
    #[serde(default, skip_serializing_if = "RoomKind::is_open")]
    pub kind: RoomKind,
    /// The others in a direct room, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Person>,
    /// The newest message when this person last marked the room as unread; what they had said until then does not
    /// count as reading.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub marked_no: u64,
    /// The messages above `read_no` for which nobody has to come: deleted, or by this person. In order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<u64>,
    /// The messages above `read_no` in which this person is called. In order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<u64>,
    /// Of a thread: the message that it hangs from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<Root>,
    /// How much of it reaches this person.
    #[serde(default, skip_serializing_if = "Involvement::is_full")]
    pub involvement: Involvement,
    /// Whether it stands at the top.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub favourite: bool,
    /// Whether it is only there to be read: then nothing of it stands out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub archived: bool,
}

fn is_zero(no: &u64) -> bool {
    *no == 0
}

impl RoomEntry {
    /// Only so many of the newest messages of a room can be unread.
    pub const WINDOW: u64 = 1_000;

    /// The newest message that counts as read.
    pub fn floor(&self) -> u64 {
        self.read_no.max(self.msg_no.saturating_sub(Self::WINDOW))
    }

    /// Of a direct room of two: the other.
    pub fn companion(&self) -> Option<UserId> {
        match (self.kind, self.people.as_slice()) {
            (RoomKind::Direct, [other]) => Some(other.id),
            _ => None,
        }
    }

    /// How many messages wait, at most 100. Derived, never counted up or down.
    pub fn unread(&self) -> u64 {
        let all = self.msg_no.saturating_sub(self.floor());
        all.saturating_sub(self.skipped.len() as u64).min(100)
    }

    /// The oldest message that waits.
    pub fn first_unread(&self) -> Option<u64> {
        (self.floor() + 1..=self.msg_no).find(|no| !self.skipped.contains(no))
    }

    /// How many messages wait of those that are to reach the person: for the eye, where [`Self::unread`] is what there is.
    pub fn stands_out(&self) -> u64 {
        if self.involvement.is_full() && !self.archived { self.unread() } else { self.mentioned() }
    }

    /// How many of them call the person by name.
    pub fn mentioned(&self) -> u64 {
        if self.involvement.hears_calls() && !self.archived { self.mentions.len() as u64 } else { 0 }
    }

    /// How often the person is wanted here: what is said to them alone, or calls them.
    pub fn calls(&self) -> u64 {
        if self.kind == RoomKind::Direct { self.stands_out() } else { self.mentioned() }
    }

    /// The newest message by which the person is wanted here; 0 where there is none.
    pub fn newest_call(&self) -> u64 {
        match (self.calls(), self.kind) {
            (0, _) => 0,
            (_, RoomKind::Direct) => {
                (self.floor() + 1..=self.msg_no).rev().find(|no| !self.skipped.contains(no)).unwrap_or(0)
            }
            _ => self.mentions.last().copied().unwrap_or(0),
        }
    }

    /// Whether it is out of sight: hidden, or archived.
    pub fn rests(&self) -> bool {
        self.involvement == Involvement::Hidden || self.archived
    }

    /// Whether anything here wants to be read.
    pub fn waits(&self) -> bool {
        self.unread() > 0 || !self.mentions.is_empty()
    }

    /// Somebody is called otherwise; a direct room is called by the names of the others. Answers whether it is one of theirs.
    pub(super) fn know_as(&mut self, person: &Person) -> bool {
        let at = self.people.iter().position(|other| other.id == person.id);
        if let Some(at) = at {
            self.people[at].clone_from(person);
            sort_by_key(&mut self.people, by_name);
            self.name = direct_name(self.people.iter().map(|other| other.name.as_str()));
        }
        at.is_some()
    }

    /// The person has said message `no`, and so has read up to it.
    pub(super) fn said(&mut self, no: u64) {
        self.read(if no > self.marked_no { no } else { 0 });
    }

    /// Everything up to `no` is read.
    pub(super) fn read(&mut self, no: u64) {
        self.read_no = self.read_no.max(no);
        self.settle();
    }

    /// Lets go of what is no longer above the floor.
    pub(super) fn settle(&mut self) {
        let floor = self.floor();
        for numbers in [&mut self.skipped, &mut self.mentions] {
            numbers.retain(|no| *no > floor);
        }
    }

    /// Message `no` is one of those of a kind, or no longer.
    pub(super) fn note(&mut self, of: fn(&mut Self) -> &mut Vec<u64>, no: u64, on: bool) {
        let numbers = of(self);
        match (numbers.binary_search(&no), on) {
            (Err(at), true) => numbers.insert(at, no),
            (Ok(at), false) => drop(numbers.remove(at)),
            _ => {}
        }
        self.settle();
    }
}

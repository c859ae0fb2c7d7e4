//! What a page loads at once, each with the position it was read at, and how an event
//! changes it. `server/tests/it/sync.rs` holds every command to this rule: the old view
//! plus its events equals the freshly loaded view.

use serde::{Deserialize, Serialize};

use super::Event;
use crate::domain::{
    Message, Person, Present, Role, Room, RoomKind, Status, Timestamp, UserId, direct_name, lower, sort_by_key,
};

/// An open room: its head, and a window of its messages without gaps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomView {
    /// Name and topic.
    pub room: Room,
    /// The seq this was read at: subscribe from here.
    pub as_of: u64,
    /// Whether the reader is in the room. Who is not sees no messages, only a door.
    pub joined: bool,
    /// Whether the reader looks after it: may take others out, archive it and say who posts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_remove: bool,
    /// Whether the reader made the room.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub made: bool,
    /// Who reads it: a direct room is called by the names of the others.
    #[serde(default = "nobody", skip_serializing_if = "is_nobody")]
    pub reader: UserId,
    /// How many members it has.
    pub member_count: u64,
    /// The first of them by name, at most 50. Where there are more, who comes in for one that left, or is called otherwise, shows
    /// with the next page.
    pub members: Vec<Person>,
    /// Members who were online when this was read. Activity, so no part of the rule above.
    pub online: Vec<UserId>,
    /// Members who were idle.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub idle: Vec<UserId>,
    /// Members who were away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub away: Vec<UserId>,
    /// What members are about, of those who say so. Activity, too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<(UserId, Status)>,
    /// Its newest message; 0 while there is none.
    pub msg_no: u64,
    /// What the reader had read when this was loaded: the “New” line stands below it.
    pub read_no: u64,
    /// The window, in order of `no`.
    pub messages: Vec<Message>,
    /// Of a thread: the message that it hangs from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<Message>,
    /// Whether the reader follows this thread; nowhere else.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub follows: bool,
    /// Members who were chosen to post where not everyone may, by number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chosen: Vec<UserId>,
}

/// A further page of a room's messages, in order of `no`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// The messages.
    pub messages: Vec<Message>,
    /// The seq this was read at: changes that came after it are not in it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub as_of: u64,
}

fn nobody() -> UserId {
    UserId(0)
}

fn is_nobody(id: &UserId) -> bool {
    *id == nobody()
}

fn is_zero(seq: &u64) -> bool {
    *seq == 0
}

/// A room in the list of all rooms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// Name and topic.
    pub room: Room,
    /// How many are in it.
    pub member_count: u64,
    /// Whether the reader is one of them.
    pub joined: bool,
    /// When something was last said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_at: Option<Timestamp>,
}

impl RoomView {
    /// What `reader` sees of a room that they are not in; nothing but its name, its topic and where it stands.
    pub fn door(room: Room, as_of: u64, reader: UserId) -> Self {
        Self {
            room,
            as_of,
            joined: false,
            may_remove: false,
            made: false,
            reader,
            member_count: 0,
            members: Vec::new(),
            online: Vec::new(),
            idle: Vec::new(),
            away: Vec::new(),
            statuses: Vec::new(),
            msg_no: 0,
            read_no: 0,
            messages: Vec::new(),
            root: None,
            follows: false,
            chosen: Vec::new(),
        }
    }

    /// Brings in what the reader may do in the whole workspace.
    pub fn take_role(&mut self, role: Role) {
        self.may_remove = self.joined && self.room.kind.is_named() && role.may_remove(self.made);
    }

    /// Which members were here when this was read, and how.
    pub fn present(&self) -> Present {
        Present { online: self.online.clone(), idle: self.idle.clone(), away: self.away.clone() }
    }

    /// Most members that are listed in [`Self::members`].
    pub const MEMBERS_SHOWN: usize = 50;

    /// Whether there is history above the window.
    pub fn has_older(&self) -> bool {
        self.messages.first().is_some_and(|m| m.no > 1)
    }

    /// Whether there is history below the window.
    pub fn has_newer(&self) -> bool {
        self.messages.last().map_or(0, |m| m.no) < self.msg_no
    }

    /// Puts older messages above the window. Returns whether any were missing there.
    pub fn prepend(&mut self, page: History) -> bool {
        let Some(first) = self.messages.first().map(|m| m.no) else { return self.append(page) };
        let mut older: Vec<Message> = page.messages.into_iter().filter(|m| m.no < first).collect();
        if older.last().is_none_or(|m| m.no + 1 != first) {
            return false;
        }
        older.append(&mut self.messages);
        self.messages = older;
        true
    }

    /// Puts newer messages below the window. Returns whether any were missing there.
    pub fn append(&mut self, page: History) -> bool {
        let last = self.messages.last().map(|m| m.no);
        let newer = page.messages.into_iter().filter(|m| last.is_none_or(|last| m.no > last)).collect::<Vec<_>>();
        let joins = newer.first().is_some_and(|m| last.is_none_or(|last| m.no == last + 1));
        if joins {
            self.msg_no = self.msg_no.max(newer.last().map_or(0, |m| m.no));
            self.messages.extend(newer);
        }
        joins
    }

    /// Lets go of what is farther than `most` rows from the end that is kept.
    pub fn trim(&mut self, most: usize, keep_newest: bool) {
        let over = self.messages.len().saturating_sub(most);
        if keep_newest {
            self.messages.drain(..over);
        } else {
            self.messages.truncate(most);
        }
    }

    /// Brings in what an event changes about messages that are in the window. Twice is once: a page of history
    /// that was read before an event and comes after it is changed by it once more.
    pub fn change(&mut self, event: &Event) {
        match event {
            Event::MessageEdited { message } => {
                if let Some(known) = self.message_mut(message.no) {
                    known.clone_from(message);
                }
                self.quote_anew(message.no, &message.quotation().text);
            }
            Event::MessageDeleted { no, .. } => {
                if let Some(known) = self.message_mut(*no) {
                    known.delete();
                }
                self.quote_anew(*no, "");
            }
            Event::Reacted { no, emoji, on, by } => {
                if let Some(known) = self.message_mut(*no) {
                    known.react(emoji, by, *on);
                }
            }
            Event::MessagePinned { no, on, .. } => {
                if let Some(known) = self.message_mut(*no) {
                    known.pinned = *on;
                }
            }
            Event::ThreadMoved { no, thread } => {
                if let Some(known) = self.message_mut(*no) {
                    known.thread.clone_from(thread);
                }
            }
            Event::RootChanged { message } => self.root = Some(message.clone()),
            Event::PersonChanged { person } => {
                self.messages.iter_mut().chain(&mut self.root).for_each(|message| message.know_as(person));
            }
            Event::MessagePosted { .. }
            | Event::MemberJoined { .. }
            | Event::MemberLeft { .. }
            | Event::RoomRenamed { .. }
            | Event::RoomArchived { .. }
            | Event::PostingSet { .. }
            | Event::MemberChosen { .. }
            | Event::TopicSet { .. } => {}
        }
    }

    fn choose(&mut self, person: UserId, on: bool) {
        self.chosen.retain(|chosen| *chosen != person);
        if on {
            self.chosen.push(person);
            sort_by_key(&mut self.chosen, |chosen| *chosen);
        }
    }

    fn message_mut(&mut self, no: u64) -> Option<&mut Message> {
        let at = self.messages.binary_search_by_key(&no, |m| m.no).ok()?;
        self.messages.get_mut(at)
    }

    /// Whatever answers the message quotes it as it is now.
    fn quote_anew(&mut self, no: u64, text: &str) {
        for quotation in self.messages.iter_mut().filter_map(|m| m.reply.as_mut()).filter(|q| q.no == no) {
            text.clone_into(&mut quotation.text);
        }
    }

    /// Counts an event of a kind that this build does not know.
    pub fn pass(&mut self, seq: u64) {
        self.as_of = self.as_of.max(seq);
    }

    /// Brings the event at `seq` into the view. Whatever is at or below `as_of` is known
    /// already and changes nothing. Returns whether it was new.
    pub fn apply(&mut self, seq: u64, event: &Event) -> bool {
        if seq <= self.as_of {
            return false;
        }
        self.as_of = seq;
        self.change(event);
        match event {
            Event::MessagePosted { message, .. } => {
                // A page of history may have brought it already.
                let is_next = self.messages.last().map_or(0, |last| last.no) + 1 == message.no;
                if is_next {
                    self.messages.push(message.clone());
                }
                self.msg_no = self.msg_no.max(message.no);
            }
            Event::MessageEdited { .. }
            | Event::MessageDeleted { .. }
            | Event::Reacted { .. }
            | Event::MessagePinned { .. }
            | Event::ThreadMoved { .. }
            | Event::RootChanged { .. } => {}
            Event::MemberJoined { person } => {
                self.member_count += 1;
                let at = self.members.partition_point(|m| by_name(m) < by_name(person));
                self.members.insert(at, person.clone());
                self.members.truncate(Self::MEMBERS_SHOWN);
            }
            Event::PersonChanged { person } => {
                if let Some(at) = self.members.iter().position(|member| member.id == person.id) {
                    self.members[at].clone_from(person);
                    sort_by_key(&mut self.members, by_name);
                }
                if self.room.kind == RoomKind::Direct {
                    let others = self.members.iter().filter(|member| member.id != self.reader);
                    self.room.name = direct_name(others.map(|member| member.name.as_str()));
                }
            }
            Event::MemberLeft { person } => {
                self.member_count = self.member_count.saturating_sub(1);
                self.members.retain(|m| m.id != person.id);
                self.choose(person.id, false);
            }
            Event::MemberChosen { person, on } => self.choose(person.id, *on),
            Event::RoomRenamed { name, .. } => self.room.name.clone_from(name),
            Event::RoomArchived { on, .. } => self.room.archived = *on,
            Event::PostingSet { chosen_only, .. } => self.room.chosen_only = *chosen_only,
            Event::TopicSet { topic, .. } => self.room.topic.clone_from(topic),
        }
        true
    }
}

/// The order in which members are listed: by folded name, then by age of the account.
pub(crate) fn by_name(person: &Person) -> (String, UserId) {
    (lower(&person.name), person.id)
}

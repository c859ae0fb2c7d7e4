//! What waits for one person in all their rooms, and how events change it. The rule of `view.rs` holds here too.

use serde::{Deserialize, Serialize};

use super::{Entry, Event, Later, PrivateEvent, RoomEntry};
use crate::domain::{
    Account, Availability, Epoch, Message, Person, Present, Role, RoomId, RoomKind, Root, Status, Timestamp, UserId,
    lower, sort_by_key,
};

/// The workspace as one person sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SidebarView {
    /// Which history the positions belong to.
    pub epoch: Epoch,
    /// The private position this was read at.
    pub user_seq: u64,
    /// What the workspace is called.
    pub workspace: String,
    /// Who is reading.
    pub me: Account,
    /// The rooms they are in, by name.
    pub rooms: Vec<RoomEntry>,
    /// Of the threads they follow, those in which something waits, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub threads: Vec<RoomEntry>,
    /// What they are about, as others see it; it may be over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// What they chose that others see of their presence.
    #[serde(default, skip_serializing_if = "Availability::is_auto")]
    pub availability: Availability,
    /// What they come back to.
    #[serde(default, skip_serializing_if = "Later::is_empty")]
    pub later: Later,
    /// Which of their [`Self::companions`] were here when this was read. Activity, so no part of the rule.
    #[serde(default, skip_serializing_if = "Present::is_empty")]
    pub present: Present,
}

/// A room with unread messages, and why it is unread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    /// The room, and how much waits.
    pub entry: RoomEntry,
    /// The first of the messages that wait.
    pub messages: Vec<Message>,
}

/// A thread that somebody follows, and what was said there last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Followed {
    /// The position among all threads that this person follows; larger is newer.
    pub position: i64,
    /// The thread, and how much waits there.
    pub entry: RoomEntry,
    /// The message that it hangs from, with what it shows of the thread.
    pub root: Message,
    /// The newest replies, in order.
    pub latest: Vec<Message>,
}

/// A message in which somebody is called, and where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// The position among all that call this person; larger is newer.
    pub position: i64,
    /// The room.
    pub room: RoomEntry,
    /// The message.
    pub message: Message,
}

impl SidebarView {
    /// What nobody sees: for a screen that does not know yet whose it is.
    pub fn of_nobody() -> Self {
        Self {
            epoch: Epoch(String::new()),
            user_seq: 0,
            workspace: String::new(),
            me: Account {
                person: Person { id: UserId(0), name: String::new(), picture: 0 },
                handle: String::new(),
                email: String::new(),
                role: Role::Member,
                created_at: Timestamp(0),
            },
            rooms: Vec::new(),
            threads: Vec::new(),
            status: None,
            availability: Availability::Auto,
            later: Later::default(),
            present: Present::default(),
        }
    }

    /// The entry of `room`, which may be a thread in which something waits.
    pub fn room(&self, room: RoomId) -> Option<&RoomEntry> {
        self.all().find(|r| r.id == room)
    }

    /// Every room and every thread in which something waits.
    pub fn all(&self) -> impl Iterator<Item = &RoomEntry> {
        self.rooms.iter().chain(&self.threads)
    }

    /// The room that one begins in: the first that the sidebar shows.
    pub fn first_room(&self) -> Option<&RoomEntry> {
        let shown = self.rooms.iter().filter(|room| !room.rests());
        shown.min_by_key(|room| (!room.favourite, room.kind == RoomKind::Direct))
    }

    /// How often the person is wanted, in all rooms and by what they come back to.
    pub fn calls(&self) -> u64 {
        self.later.calls() + self.all().map(RoomEntry::calls).sum::<u64>()
    }

    /// Whether something waits that is to reach the person.
    pub fn stands_out(&self) -> bool {
        self.later.calls() > 0 || self.all().any(|room| room.stands_out() > 0)
    }

    /// Whether the person is not to be disturbed at `now`.
    pub fn is_quiet(&self, now: Timestamp) -> bool {
        self.status.as_ref().is_some_and(|status| status.quiet && !status.is_over(now))
    }

    /// The other people of direct rooms of two.
    pub fn companions(&self) -> impl Iterator<Item = UserId> {
        self.rooms.iter().filter_map(RoomEntry::companion)
    }

    /// Whether `room` is a direct room of two, and `person` the other.
    pub fn is_companion(&self, room: RoomId, person: UserId) -> bool {
        self.room(room).and_then(RoomEntry::companion) == Some(person)
    }

    /// What a room is called in a list: a thread by the room that it belongs to.
    pub fn name_of(&self, entry: &RoomEntry) -> String {
        let home = |root: Root| self.room(root.room).map(|home| format!("Thread in {}", home.name));
        entry.root.and_then(home).unwrap_or_else(|| entry.name.clone())
    }

    /// Brings in what was looked up. `false`: it is outdated, and has to be looked up again.
    pub fn bring_in(&mut self, Entry { user_seq, room }: &Entry) -> bool {
        if *user_seq < self.user_seq {
            return false;
        }
        room.iter().for_each(|entry| self.put(entry));
        self.settle_threads();
        true
    }

    fn put(&mut self, entry: &RoomEntry) {
        self.forget(entry.id);
        if entry.root.is_none() {
            self.rooms.push(entry.clone());
            self.sort();
        } else {
            self.threads.push(entry.clone());
        }
    }

    fn forget(&mut self, room: RoomId) {
        self.rooms.retain(|r| r.id != room);
        self.threads.retain(|r| r.id != room && r.root.is_none_or(|root| root.room != room));
    }

    /// Lets go of threads in which nothing waits any more.
    fn settle_threads(&mut self) {
        self.threads.retain(RoomEntry::waits);
        sort_by_key(&mut self.threads, |entry| entry.id);
    }

    /// Brings a private event in. Returns whether it was new.
    pub fn apply_private(&mut self, user_seq: u64, event: &PrivateEvent) -> bool {
        if user_seq <= self.user_seq {
            return false;
        }
        self.user_seq = user_seq;
        match event {
            PrivateEvent::RoomJoined { room } => self.put(room),
            PrivateEvent::RoomLeft { room } => self.forget(*room),
            PrivateEvent::Involved { room, involvement, favourite } => {
                if let Some(entry) = self.room_mut(*room) {
                    (entry.involvement, entry.favourite) = (*involvement, *favourite);
                }
            }
            PrivateEvent::RoleGiven { role } => self.me.role = *role,
            PrivateEvent::Changed { person } => self.me.person.clone_from(person),
            PrivateEvent::StatusSet { status, availability } => {
                self.status.clone_from(status);
                self.availability = *availability;
            }
            PrivateEvent::MessageSaved { .. } | PrivateEvent::Drafted { .. } | PrivateEvent::Unsent { .. } => {
                self.later.apply(event);
            }
            PrivateEvent::Read { room, no } => self.apply_read(*room, *no),
            PrivateEvent::Mentioned { room, no, on } => {
                if let Some(entry) = self.room_mut(*room) {
                    entry.note(|entry| &mut entry.mentions, *no, *on);
                }
            }
            PrivateEvent::Unread { room, read_no, marked_no, skipped, mentions, .. } => {
                if let Some(entry) = self.room_mut(*room) {
                    (entry.read_no, entry.marked_no) = (*read_no, *marked_no);
                    entry.skipped.clone_from(skipped);
                    entry.mentions.clone_from(mentions);
                    entry.settle();
                }
            }
        }
        self.settle_threads();
        true
    }

    /// The person has read `room` up to `no`. The pointer only moves forward.
    pub fn apply_read(&mut self, room: RoomId, no: u64) {
        if let Some(entry) = self.room_mut(room) {
            entry.read(no);
        }
        self.settle_threads();
    }

    /// A room has moved on. Late news changes nothing.
    pub fn apply_head(&mut self, room: RoomId, seq: u64, msg_no: u64, read_no: Option<u64>) {
        if let Some(entry) = self.room_mut(room) {
            entry.seq = entry.seq.max(seq);
            entry.msg_no = entry.msg_no.max(msg_no);
            entry.said(read_no.unwrap_or(0));
        }
        self.settle_threads();
    }

    /// Brings in what a room's own event says of its entry.
    pub fn apply_event(&mut self, room: RoomId, seq: u64, event: &Event) {
        let me = self.me.person.id;
        let Some(entry) = self.room_mut(room) else { return };
        if seq <= entry.seq {
            return;
        }
        entry.seq = seq;
        match event {
            Event::MessagePosted { message, .. } => {
                entry.msg_no = entry.msg_no.max(message.no);
                entry.said(if message.by.id == me { message.no } else { 0 });
            }
            Event::MessageDeleted { no, .. } => {
                entry.note(|entry| &mut entry.skipped, *no, true);
                entry.note(|entry| &mut entry.mentions, *no, false);
            }
            Event::RoomRenamed { name, .. } => {
                entry.name.clone_from(name);
                self.sort();
            }
            Event::RoomArchived { on, .. } => entry.archived = *on,
            Event::PersonChanged { person } => {
                if entry.know_as(person) {
                    self.sort();
                }
            }
            Event::MessageEdited { .. }
            | Event::Reacted { .. }
            | Event::MessagePinned { .. }
            | Event::MemberJoined { .. }
            | Event::MemberLeft { .. }
            | Event::ThreadMoved { .. }
            | Event::RootChanged { .. }
            | Event::PostingSet { .. }
            | Event::MemberChosen { .. }
            | Event::TopicSet { .. } => {}
        }
        self.settle_threads();
    }

    fn room_mut(&mut self, room: RoomId) -> Option<&mut RoomEntry> {
        self.rooms.iter_mut().chain(&mut self.threads).find(|r| r.id == room)
    }

    /// By folded name, then by age: the order in which the server lists them too.
    fn sort(&mut self) {
        sort_by_key(&mut self.rooms, |r| (lower(&r.name), r.id));
    }
}

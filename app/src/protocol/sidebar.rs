//! What waits for one person in all their rooms, and how events change it. The rule of `view.rs` holds here too.

use serde::{Deserialize, Serialize};

use super::view::by_name;
use super::{Entry, Event, Later, PrivateEvent};
use crate::domain::{
    Account, Epoch, Involvement, Message, Person, Role, RoomId, RoomKind, Root, Status, Timestamp, UserId, direct_name,
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
    /// What they come back to.
    #[serde(default, skip_serializing_if = "Later::is_empty")]
    pub later: Later,
}

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
    fn floor(&self) -> u64 {
        self.read_no.max(self.msg_no.saturating_sub(Self::WINDOW))
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

    /// Whether anything here wants to be read.
    pub fn waits(&self) -> bool {
        self.unread() > 0 || !self.mentions.is_empty()
    }

    /// Somebody is called otherwise; a direct room is called by the names of the others. Answers whether it is one of theirs.
    fn know_as(&mut self, person: &Person) -> bool {
        let at = self.people.iter().position(|other| other.id == person.id);
        if let Some(at) = at {
            self.people[at].clone_from(person);
            sort_by_key(&mut self.people, by_name);
            self.name = direct_name(self.people.iter().map(|other| other.name.as_str()));
        }
        at.is_some()
    }

    /// The person has said message `no`, and so has read up to it.
    fn said(&mut self, no: u64) {
        self.read(if no > self.marked_no { no } else { 0 });
    }

    /// Everything up to `no` is read.
    fn read(&mut self, no: u64) {
        self.read_no = self.read_no.max(no);
        self.settle();
    }

    /// Lets go of what is no longer above the floor.
    fn settle(&mut self) {
        let floor = self.floor();
        for numbers in [&mut self.skipped, &mut self.mentions] {
            numbers.retain(|no| *no > floor);
        }
    }

    /// Message `no` is one of those of a kind, or no longer.
    fn note(&mut self, of: fn(&mut Self) -> &mut Vec<u64>, no: u64, on: bool) {
        let numbers = of(self);
        match (numbers.binary_search(&no), on) {
            (Err(at), true) => numbers.insert(at, no),
            (Ok(at), false) => drop(numbers.remove(at)),
            _ => {}
        }
        self.settle();
    }
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
            later: Later::default(),
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
            PrivateEvent::StatusSet { status } => self.status.clone_from(status),
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

//! Who is connected, by which sockets, and in which rooms they are.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use app::domain::{Availability, Presence, Present, RoomId, UserId};
use tokio::time::Instant;

use super::backlog::Head;
use super::subscriber::Subscriber;
use super::topic::Written;
use super::{Arrival, Frame, Hub, SocketId, lock};

#[derive(Default)]
pub(super) struct People(Mutex<State>);

#[derive(Default)]
struct State {
    people: HashMap<UserId, Person>,
    is_stopping: bool,
}

#[derive(Default)]
struct Person {
    sockets: Vec<Arc<Subscriber>>,
    rooms: Vec<RoomId>,
    /// What became of rooms while a welcome was being read, which may not know it yet.
    changes: Vec<(RoomId, bool)>,
    /// What they let others see, once that is known.
    availability: Option<Availability>,
    /// As others see them.
    presence: Option<Presence>,
    /// Whether a welcome was written: before that they are nowhere.
    is_greeted: bool,
    departs: Option<Instant>,
}

impl Person {
    fn is_loading(&self) -> bool {
        self.sockets.iter().any(|socket| socket.with(|out, _| out.welcome.is_loading()))
    }

    /// How others are to see them.
    fn seen(&self) -> Option<Presence> {
        let mut begun = self.sockets.iter().filter(|socket| socket.has_begun.load(Ordering::Acquire)).peekable();
        match self.availability.filter(|_| self.is_greeted)? {
            Availability::Invisible => None,
            // Whose last socket is gone stays as they were, until they are gone for good or another one has begun.
            Availability::Auto | Availability::Away if begun.peek().is_none() => self.presence,
            Availability::Away => Some(Presence::Away),
            Availability::Auto if begun.all(|socket| socket.is_idle.load(Ordering::Relaxed)) => Some(Presence::Idle),
            Availability::Auto => Some(Presence::Online),
        }
    }

    /// Tells it where they are seen in another way than before.
    fn settle(&mut self, user: UserId, hub: &Hub) {
        let presence = self.seen();
        if std::mem::replace(&mut self.presence, presence) != presence {
            for room in &self.rooms {
                hub.topic(*room).add_member(user, presence);
            }
            hub.announce(Arrival { user, rooms: self.rooms.clone(), presence });
        }
    }

    fn change(&mut self, room: RoomId, is_member: bool) {
        self.rooms.retain(|r| *r != room);
        if is_member {
            self.rooms.push(room);
        }
        if self.is_loading() {
            self.changes.retain(|(r, _)| *r != room);
            self.changes.push((room, is_member));
        } else {
            self.changes = Vec::new();
        }
    }
}

impl People {
    /// Enters a socket. `false`: the server stops, or the person has enough of them.
    pub(super) fn connect(&self, socket: &Arc<Subscriber>, most: usize) -> Result<(), Refused> {
        let mut state = lock(&self.0);
        if state.is_stopping {
            return Err(Refused::Stopping);
        }
        let person = state.people.entry(socket.user).or_default();
        if person.sockets.len() >= most {
            return Err(Refused::TooMany);
        }
        person.departs = None;
        person.sockets.push(Arc::clone(socket));
        Ok(())
    }

    /// Takes a socket out. Whoever has no other counts as online for a little while yet.
    pub(super) fn disconnect(&self, socket: &Arc<Subscriber>, hub: &Hub) {
        let mut state = lock(&self.0);
        let Some(person) = state.people.get_mut(&socket.user) else { return };
        person.sockets.retain(|other| !Arc::ptr_eq(other, socket));
        if !person.sockets.is_empty() {
            return;
        }
        if person.is_greeted {
            person.departs = Some(Instant::now() + hub.shared.settings.departure_grace);
        } else {
            state.people.remove(&socket.user);
        }
    }

    /// The welcome of a socket is read: writes it, and heads of whatever has moved on since. The
    /// person is in these `rooms`, of which the welcome states these seqs, but for what changed meanwhile. What they let
    /// others see counts where nothing newer was heard.
    pub(super) fn greet(
        &self,
        socket: &Arc<Subscriber>,
        welcome: &Frame,
        rooms: &[(RoomId, u64)],
        availability: Availability,
        hub: &Hub,
    ) {
        let mut state = lock(&self.0);
        let Some(person) = state.people.get_mut(&socket.user) else { return };
        let mut now: BTreeMap<RoomId, u64> = rooms.iter().copied().collect();
        for (room, is_member) in &person.changes {
            if *is_member {
                now.entry(*room).or_default();
            } else {
                now.remove(room);
            }
        }
        for room in person.rooms.iter().filter(|room| !now.contains_key(room)) {
            hub.topic(*room).remove_member(socket.user);
        }
        let mut heads = Vec::new();
        let mut is_outdated = false;
        for (&room, &stated) in &now {
            let Written { seq, msg_no, told } = hub.topic(room).add_member(socket.user, person.presence);
            is_outdated |= told > stated;
            if seq > stated {
                heads.push(Head { room, seq, msg_no, read_no: None, since: stated + 1 });
            }
        }
        person.rooms = now.into_keys().collect();
        person.is_greeted = true;
        person.availability.get_or_insert(availability);
        person.settle(socket.user, hub);
        // Heads that come before the welcome is written are held until it is.
        drop(state);
        socket.with(|out, line| out.greet(welcome, &heads, is_outdated, line));
    }

    pub(super) fn enter(&self, user: UserId, room: RoomId, hub: &Hub) {
        if let Some(person) = lock(&self.0).people.get_mut(&user) {
            person.change(room, true);
            hub.topic(room).add_member(user, person.presence);
        }
    }

    pub(super) fn leave(&self, user: UserId, room: RoomId, hub: &Hub) {
        if let Some(person) = lock(&self.0).people.get_mut(&user) {
            person.change(room, false);
            // Of a room that nobody ever heard of, nobody hears.
            let Some(topic) = hub.known(room) else { return };
            topic.remove_member(user);
            for socket in &person.sockets {
                topic.unwatch(socket);
            }
        }
    }

    pub(super) fn unfollow(&self, user: UserId, room: RoomId, hub: &Hub) {
        if let Some(person) = lock(&self.0).people.get_mut(&user) {
            person.change(room, false);
            if let Some(topic) = hub.known(room) {
                topic.remove_member(user);
            }
        }
    }

    pub(super) fn set_availability(&self, user: UserId, availability: Availability, hub: &Hub) {
        if let Some(person) = lock(&self.0).people.get_mut(&user) {
            person.availability = Some(availability);
            person.settle(user, hub);
        }
    }

    /// That nobody touches a screen is looked at with the next tick.
    pub(super) fn set_idle(&self, user: UserId, socket: SocketId, is_idle: bool, hub: &Hub) {
        let mut state = lock(&self.0);
        let Some(person) = state.people.get_mut(&user) else { return };
        let Some(socket) = person.sockets.iter().find(|other| other.id == socket) else { return };
        if socket.is_idle.swap(is_idle, Ordering::Relaxed) && !is_idle {
            person.settle(user, hub);
        }
    }

    pub(super) fn present_of(&self, people: impl Iterator<Item = UserId>) -> Present {
        let state = lock(&self.0);
        let mut present = Present::default();
        for user in people {
            present.enter(user, state.people.get(&user).and_then(|person| person.presence));
        }
        present
    }

    /// No socket is entered any more. Those that are there.
    pub(super) fn stop(&self) -> Vec<Arc<Subscriber>> {
        lock(&self.0).is_stopping = true;
        self.all_sockets()
    }

    pub(super) fn all_sockets(&self) -> Vec<Arc<Subscriber>> {
        lock(&self.0).people.values().flat_map(|person| &person.sockets).cloned().collect()
    }

    pub(super) fn sockets_of(&self, users: &[UserId]) -> Vec<Arc<Subscriber>> {
        let state = lock(&self.0);
        users.iter().filter_map(|user| state.people.get(user)).flat_map(|person| &person.sockets).cloned().collect()
    }

    /// All sockets; on the way, whoever has been gone for long enough is announced as gone, and who is idle as that.
    pub(super) fn sockets_and_departures(&self, hub: &Hub, now: Instant) -> Vec<Arc<Subscriber>> {
        let mut state = lock(&self.0);
        state.people.retain(|user, person| {
            if person.departs.is_none_or(|departs| now < departs) {
                person.settle(*user, hub);
                return true;
            }
            person.rooms.iter().for_each(|room| hub.topic(*room).remove_member(*user));
            if person.presence.is_some() {
                hub.announce(Arrival { user: *user, rooms: std::mem::take(&mut person.rooms), presence: None });
            }
            false
        });
        state.people.values().flat_map(|person| &person.sockets).cloned().collect()
    }
}

/// Why a socket is closed before it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    Stopping,
    TooMany,
}

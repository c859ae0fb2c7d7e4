//! What a page with script shows: the views it was born with, and every frame brought in by
//! the rules of `app::protocol`, as `app::state` does it. Pure: no socket, no time.

use std::collections::BTreeMap;

use app::domain::{Epoch, Presence, RoomId, UserId};
use app::protocol::{
    Activity, Entry, Event, Hello, Lookups, PrivateEvent, Problem, RoomView, ServerFrame, SidebarView, Welcome,
};

/// A room in view.
#[derive(Debug)]
pub(crate) struct Open {
    pub(crate) view: RoomView,
    /// Events that came while the view was read afresh.
    pub(crate) waiting: Option<Vec<(u64, Event)>>,
}

/// Everything one screen knows, and what it was told, in order.
#[derive(Debug, Default)]
pub(crate) struct Screen {
    pub(crate) sidebar: Option<SidebarView>,
    pub(crate) rooms: BTreeMap<RoomId, Open>,
    pub(crate) welcome: Option<Welcome>,
    pub(crate) is_live: bool,
    /// Every durable event as it came.
    pub(crate) events: Vec<(RoomId, u64, Event)>,
    pub(crate) privates: Vec<(u64, PrivateEvent)>,
    pub(crate) activity: Vec<(RoomId, Activity)>,
    pub(crate) heads: Vec<(RoomId, u64)>,
    pub(crate) resets: Vec<RoomId>,
    pub(crate) complaints: Vec<Problem>,
    pub(crate) bye: Option<u64>,
    pub(crate) beats: u32,
    pub(crate) lookups: Lookups,
    /// How often a hole made this screen read a room again.
    pub(crate) gaps: u32,
}

impl Screen {
    /// A screen as a page begins.
    pub(crate) fn born(sidebar: SidebarView, room: Option<RoomView>) -> Self {
        let rooms = room.into_iter().map(|view| (view.room.id, Open { view, waiting: None })).collect();
        Self { sidebar: Some(sidebar), rooms, ..Self::default() }
    }

    /// Where this screen stands: the first thing said on every socket.
    pub(crate) fn hello(&self) -> Hello {
        Hello {
            epoch: self.epoch(),
            user_seq: self.sidebar.as_ref().map_or(0, |s| s.user_seq),
            timelines: self
                .rooms
                .iter()
                .filter(|(_, open)| open.view.joined)
                .map(|(id, open)| (*id, open.view.as_of))
                .collect(),
            idle: false,
        }
    }

    pub(crate) fn epoch(&self) -> Option<Epoch> {
        self.sidebar.as_ref().map(|s| s.epoch.clone())
    }

    #[track_caller]
    pub(crate) fn sidebar(&self) -> &SidebarView {
        self.sidebar.as_ref().expect("this screen has a sidebar")
    }

    #[track_caller]
    pub(crate) fn room(&self, room: RoomId) -> &RoomView {
        &self.rooms.get(&room).expect("the room is in view").view
    }

    /// Whether the sidebar is as a freshly loaded one; but for who is here, which is activity.
    pub(crate) fn is_level(&self, fresh: &SidebarView) -> bool {
        let present = fresh.present.clone();
        SidebarView { present, ..self.sidebar().clone() } == *fresh
    }

    /// The texts of the room in view.
    #[track_caller]
    pub(crate) fn texts(&self, room: RoomId) -> Vec<&str> {
        self.room(room).messages.iter().map(|m| m.body.as_str()).collect()
    }

    /// The positions at which events of `room` came, in order of arrival.
    pub(crate) fn seqs(&self, room: RoomId) -> Vec<u64> {
        self.events.iter().filter(|(r, ..)| *r == room).map(|(_, seq, _)| *seq).collect()
    }

    /// Who is online in the room, as far as activity told since the room came into view.
    pub(crate) fn online(&self, room: RoomId) -> Vec<UserId> {
        self.room(room).online.clone()
    }

    /// Shows a view of a room that was just loaded, and brings in what came meanwhile.
    pub(crate) fn show(&mut self, view: RoomView) {
        let room = view.room.id;
        let waiting = self.rooms.remove(&room).and_then(|open| open.waiting);
        let mut open = Open { view, waiting: None };
        for (seq, event) in waiting.into_iter().flatten() {
            open.view.apply(seq, &event);
        }
        self.rooms.insert(room, open);
    }

    /// From here on events of the room wait until it has been read afresh.
    pub(crate) fn await_view(&mut self, room: RoomId) {
        if let Some(open) = self.rooms.get_mut(&room) {
            open.waiting.get_or_insert_default();
        }
    }

    /// Before a frame is brought in: the thread that has to be looked up, and a ticket for the answer.
    pub(crate) fn looks_up(&mut self, frame: &ServerFrame) -> Option<(RoomId, u64)> {
        self.lookups.news(self.sidebar.as_ref()?, frame)
    }

    /// Brings in what was looked up. The room and a ticket, if it has to be looked up again.
    pub(crate) fn bring_entry(&mut self, room: RoomId, ticket: u64, entry: Option<Entry>) -> Option<(RoomId, u64)> {
        let is_fresh = self.lookups.answered(ticket)?;
        let (Some(entry), Some(sidebar)) = (entry, &mut self.sidebar) else { return None };
        let is_done = is_fresh && sidebar.bring_in(&entry);
        (!is_done).then(|| (room, self.lookups.again(room)))
    }

    /// Brings one frame in. Returns the room that has to be read afresh, if any.
    pub(crate) fn bring_in(&mut self, frame: ServerFrame) -> Option<RoomId> {
        match frame {
            ServerFrame::Welcome(welcome) => {
                self.sidebar = Some(welcome.sidebar.clone());
                self.lookups.clear();
                self.welcome = Some(*welcome);
            }
            ServerFrame::Live => self.is_live = true,
            ServerFrame::Event { room, seq, event } => return self.bring_event(room, seq, event),
            ServerFrame::Private { user_seq, event } => {
                if let Some(sidebar) = &mut self.sidebar {
                    sidebar.apply_private(user_seq, &event);
                }
                match &event {
                    PrivateEvent::RoomJoined { room } => self.follow(room.id, true),
                    PrivateEvent::RoleGiven { role } => {
                        self.rooms.values_mut().for_each(|open| open.view.take_role(*role));
                    }
                    PrivateEvent::RoomLeft { room } => {
                        self.follow(*room, false);
                        let is_of = |view: &RoomView| view.room.root.is_some_and(|root| root.room == *room);
                        self.rooms.retain(
                            |id, open| {
                                if open.view.root.is_some() { !is_of(&open.view) } else { id != room }
                            },
                        );
                    }
                    _ => {}
                }
                self.privates.push((user_seq, event));
            }
            ServerFrame::Activity { room, activity } => {
                if let Some(open) = self.rooms.get_mut(&room) {
                    bring_activity(&mut open.view, &activity);
                }
                if let (Activity::PresenceChanged { person, online, idle, away }, Some(sidebar)) =
                    (&activity, &mut self.sidebar)
                    && sidebar.is_companion(room, person.id)
                {
                    sidebar.present.put(person.id, Presence::told(*online, *idle, *away));
                }
                self.activity.push((room, activity));
            }
            ServerFrame::Head { room, seq, msg_no, read_no } => {
                if let Some(sidebar) = &mut self.sidebar {
                    sidebar.apply_head(room, seq, msg_no, read_no);
                }
                self.heads.push((room, seq));
            }
            ServerFrame::Reset { room, .. } => {
                self.resets.push(room);
                return self.rooms.contains_key(&room).then_some(room);
            }
            ServerFrame::Bye { after_ms } => self.bye = Some(after_ms),
            ServerFrame::Beat => self.beats += 1,
            ServerFrame::Complaint(problem) => self.complaints.push(problem),
            ServerFrame::Reply { .. } => {}
            ServerFrame::Passed { .. } | ServerFrame::Unknown => {
                panic!("the server said something that its own protocol does not know")
            }
        }
        None
    }

    fn follow(&mut self, thread: RoomId, follows: bool) {
        if let Some(open) = self.rooms.get_mut(&thread).filter(|open| open.view.root.is_some()) {
            open.view.follows = follows;
        }
    }

    fn bring_event(&mut self, room: RoomId, seq: u64, event: Event) -> Option<RoomId> {
        if let Some(sidebar) = &mut self.sidebar {
            sidebar.apply_event(room, seq, &event);
        }
        self.events.push((room, seq, event.clone()));
        let open = self.rooms.get_mut(&room)?;
        if let Some(waiting) = &mut open.waiting {
            waiting.push((seq, event));
            return None;
        }
        if seq > open.view.as_of + 1 {
            self.gaps += 1;
            return Some(room);
        }
        open.view.apply(seq, &event);
        None
    }
}

fn bring_activity(view: &mut RoomView, activity: &Activity) {
    match activity {
        Activity::Typing { .. } => {}
        Activity::Present { online, idle, away, statuses } => {
            view.online.clone_from(online);
            view.idle.clone_from(idle);
            view.away.clone_from(away);
            view.statuses.clone_from(statuses);
        }
        Activity::StatusChanged { person, status } => {
            view.statuses.retain(|(id, _)| id != person);
            view.statuses.extend(status.clone().map(|status| (*person, status)));
        }
        Activity::PresenceChanged { person, online, idle, away } => {
            let mut present = view.present();
            present.put(person.id, Presence::told(*online, *idle, *away));
            present.online.sort_unstable();
            (view.online, view.idle, view.away) = (present.online, present.idle, present.away);
        }
    }
}

//! What the screen knows: signals over the views of [`crate::protocol`], and the conversation
//! that keeps them true. No DOM, no socket: both are behind [`Link`].
//!
//! Only [`apply`](ChatState::on_frame) and the outbox write here; components read, and call
//! the verbs of [`ChatState`].

mod apply;
mod asking;
mod backoff;
mod clockwork;
mod following;
mod idling;
mod later;
mod link;
mod open_room;
mod outbox;
mod pages;
mod reading;
mod ringing;
mod rooms;
mod row;
mod suggesting;
mod talking;
#[cfg(test)]
mod tests;
mod typing;
mod uploads;

use std::sync::Arc;

use leptos::prelude::*;

use crate::domain::{Message, Profile, RoomId, Timestamp, UserId};
use crate::protocol::{Lookups, Page, SidebarView, Welcome};

use asking::Asking;
use ringing::Rung;

pub use backoff::{BEFORE_SHOWING_MS, Backoff, SILENCE_MS};
pub use clockwork::{Clockwork, Zone};
pub use link::{Link, LinkStatus, Verdict};
pub use open_room::{OpenRoom, WINDOW};
pub use outbox::{Delivery, Kept, LATE_MS, Pending};
pub use ringing::Ring;
pub use row::Row;
pub use suggesting::{Offer, Suggestions};
pub use talking::{Mode, Tools};
pub use uploads::{Progress, Upload};

/// The whole screen of one person; a handle that is copied into every closure.
#[derive(Clone, Copy)]
pub struct ChatState {
    /// The person, the workspace and their rooms.
    pub sidebar: RwSignal<SidebarView>,
    /// How the socket is doing.
    pub status: RwSignal<LinkStatus>,
    /// The room in the main pane; its signals live as long as the page does.
    pub room: OpenRoom,
    /// Whether there is a room in the main pane at all.
    pub has_room: RwSignal<bool>,
    /// What was said here and is not settled yet, in all rooms, oldest first.
    pub outbox: RwSignal<Vec<Pending>>,
    /// What becomes of the text in the composer.
    pub mode: RwSignal<Mode>,
    /// The message whose tools are shown.
    pub active: RwSignal<Option<u64>>,
    /// What is open beside it.
    pub tools: RwSignal<Tools>,
    /// The pinned messages of the open room, once they are read.
    pub pins: RwSignal<Option<Vec<Message>>>,
    /// Files on their way to a room, and those that wait there for the message that they come with.
    pub uploads: RwSignal<Vec<Upload>>,
    /// Names to choose from, while one is typed.
    pub suggestions: RwSignal<Option<Suggestions>>,
    /// The last problem that belongs to no message: shown once, beside the composer.
    pub notice: RwSignal<Option<String>>,
    /// What a screen reader should hear next.
    pub announcement: RwSignal<String>,
    /// Whether the server is of another build than this page.
    pub outdated: RwSignal<bool>,
    /// How moments are shown.
    pub clock: Clockwork,
    link: StoredValue<Option<Arc<dyn Link>>>,
    asking: StoredValue<Asking>,
    /// When something last happened that pins may show, by the seq of the open room.
    pins_changed: StoredValue<u64>,
    reading: StoredValue<Option<(RoomId, u64)>>,
    read_paid: StoredValue<Timestamp>,
    /// The room in view, if it was marked as unread there.
    held_unread: StoredValue<Option<RoomId>>,
    /// When somebody last did something here; 0 where nobody does.
    touched_at: StoredValue<Timestamp>,
    /// Threads that the sidebar does not have and that are being looked up, and those that could not be.
    lookups: StoredValue<Lookups>,
    owed: StoredValue<Vec<RoomId>>,
    /// Everyone in the workspace, once a name was begun.
    everyone: StoredValue<Option<Vec<Profile>>>,
    /// The text up to the caret, while it ends with a name.
    begun: StoredValue<Option<String>>,
    /// The path of a page that is no room's. It stays: other pages are loaded anew.
    pub path: StoredValue<String>,
    /// What was rung for; nothing before the first look.
    rung: StoredValue<Option<Rung>>,
    build: StoredValue<String>,
    /// Most bytes of a file; 0 while that is not known.
    file_bytes: StoredValue<u64>,
}

impl ChatState {
    /// The screen as the server rendered it.
    pub fn new(page: &Page, clock: Clockwork) -> Self {
        let room = OpenRoom::new(page.room.clone(), page.flash, clock);
        Self {
            sidebar: RwSignal::new(page.sidebar.clone()),
            status: RwSignal::new(LinkStatus::Connecting),
            room,
            has_room: RwSignal::new(page.room.is_some()),
            outbox: RwSignal::new(Vec::new()),
            mode: RwSignal::new(page.answers().map_or(Mode::Say, Mode::Reply)),
            active: RwSignal::new(None),
            tools: RwSignal::new(Tools::Closed),
            pins: RwSignal::new(page.pins.clone()),
            uploads: RwSignal::new(Upload::waiting(page)),
            suggestions: RwSignal::new(None),
            notice: RwSignal::new(None),
            announcement: RwSignal::new(String::new()),
            outdated: RwSignal::new(false),
            clock,
            link: StoredValue::new(None),
            asking: StoredValue::new(Asking::default()),
            pins_changed: StoredValue::new(0),
            reading: StoredValue::new(None),
            read_paid: StoredValue::new(Timestamp(0)),
            held_unread: StoredValue::new(None),
            touched_at: StoredValue::new(Timestamp(0)),
            lookups: StoredValue::new(Lookups::default()),
            owed: StoredValue::new(Vec::new()),
            everyone: StoredValue::new(None),
            begun: StoredValue::new(None),
            rung: StoredValue::new(None),
            path: StoredValue::new(page.path.clone()),
            build: StoredValue::new(page.build.clone()),
            file_bytes: StoredValue::new(0),
        }
    }

    /// Gives the screen its browser. On the server there is none, and every verb rests.
    pub fn attach(&self, link: Arc<dyn Link>) {
        self.touched_at.set_value(link.now());
        self.link.set_value(Some(link));
        self.restore_outbox();
    }

    /// Shows all moments in another zone, and puts runs and days right.
    pub fn set_zone(&self, zone: Zone) {
        self.clock.set_zone(zone);
        self.room.project_rows();
    }

    /// The person whose screen this is.
    pub fn me(&self) -> UserId {
        self.sidebar.with_untracked(|s| s.me.person.id)
    }

    /// The room in view, if there is one.
    pub fn room_id(&self) -> Option<RoomId> {
        self.has_room.get_untracked().then(|| self.room.id())
    }

    /// Loads a page afresh.
    fn go(&self, path: &str) {
        if let Some(link) = self.link() {
            link.go(path);
        }
    }

    /// Something is about to come or go around the message that is being read. At the end the newest is followed instead.
    fn hold_place(&self) {
        if let Some(link) = self.link().filter(|_| !self.room.at_bottom.get_untracked()) {
            link.hold_place();
        }
    }

    fn link(&self) -> Option<Arc<dyn Link>> {
        self.link.get_value()
    }

    fn welcome(&self, welcome: &Welcome) {
        let (me, greeted) = (self.me(), welcome.sidebar.me.person.id);
        let nobody = me == UserId(0);
        if !nobody && me != greeted {
            return self.give_way();
        }
        let mine = self.build.get_value();
        if mine.is_empty() {
            self.build.set_value(welcome.build.clone());
        }
        self.outdated.set(!mine.is_empty() && mine != welcome.build);
        self.file_bytes.set_value(welcome.limits.file_bytes);
        self.sidebar.set(welcome.sidebar.clone());
        self.lookups.update_value(Lookups::clear);
        if nobody {
            self.restore_outbox();
        }
        // Whoever is in the room of a message may look at the thread beneath it.
        let home = |room| self.room.head.with_untracked(|head| head.root.map_or(room, |root| root.room));
        let is_in = |room| welcome.sidebar.room(home(room)).is_some();
        self.look_up_thread();
        if let Some(room) = self.room_id().filter(|room| self.room.joined.get_untracked() && !is_in(*room)) {
            // Left on another screen, while this one was away.
            self.go(&format!("/r/{room}"));
        }
    }

    /// Somebody else has signed in in this browser. Nothing of this person is sent in their name: what
    /// waits stays kept until its author is back.
    fn give_way(&self) {
        self.status.set(LinkStatus::Stopped(Verdict::SignedOut));
        self.outbox.set(Vec::new());
        self.go("/");
    }
}

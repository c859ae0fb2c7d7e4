//! The client's rules, held to without a browser: a link that writes down what is asked of it.

use std::sync::{Arc, Mutex};

use leptos::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::{Account, Availability, Cid, Epoch, Message, Person, Present, Role, Room, RoomId, RoomKind, Root};
use crate::protocol::{Entry, Later, Limits, RoomEntry, RoomView, ServerFrame, encode_ok};

const ROOM: RoomId = RoomId(7);

#[derive(Default)]
struct Heard {
    sent: Vec<String>,
    went: Vec<String>,
    kept: Vec<Kept>,
    now: i64,
    is_away: bool,
}

#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Heard>>);

impl Paper {
    fn with<R>(&self, look: impl FnOnce(&mut Heard) -> R) -> R {
        look(&mut self.0.lock().unwrap())
    }
}

impl Link for Paper {
    fn send(&self, frame: String) {
        self.with(|heard| heard.sent.push(frame));
    }
    fn now(&self) -> Timestamp {
        Timestamp(self.with(|heard| heard.now))
    }
    fn new_cid(&self) -> Cid {
        Cid(Uuid::from_u128(self.with(|heard| heard.kept.len()) as u128 + 1))
    }
    fn keep(&self, _: UserId, kept: &Kept) {
        self.with(|heard| heard.kept.push(kept.clone()));
    }
    fn forget(&self, _: UserId, cid: Cid) {
        self.with(|heard| heard.kept.retain(|kept| kept.cid != cid));
    }
    fn kept(&self, _: UserId) -> Vec<Kept> {
        self.with(|heard| heard.kept.clone())
    }
    fn flush_in(&self, _: u64) {}
    fn entered(&self, _: &Room, _: bool) {}
    fn drafted(&self, _room: RoomId, _at: Timestamp) {}
    fn said(&self, _room: RoomId) {}
    fn go(&self, path: &str) {
        self.with(|heard| heard.went.push(path.to_owned()));
    }
    fn is_looking(&self) -> bool {
        !self.with(|heard| heard.is_away)
    }
    fn scroll_to_latest(&self) {}
    fn hold_place(&self) {}
}

/// A screen with Ada's room on it, its browser, and what the server would say.
struct Scene {
    _owner: Owner,
    state: ChatState,
    paper: Paper,
}

impl Scene {
    /// The room has `messages` messages by Bo, each at the seq of its number.
    fn set(messages: u64) -> Self {
        Self::with(&view(messages), true)
    }

    fn with(view: &RoomView, is_member: bool) -> Self {
        let owner = Owner::new();
        owner.set();
        let view = RoomView { joined: is_member, ..view.clone() };
        let rooms = if is_member { vec![entry(view.msg_no)] } else { Vec::new() };
        let page = Page::of(sidebar(rooms), "UTC".into(), Timestamp(0));
        let page = Page { room: Some(view), build: "1".into(), ..page };
        let state = ChatState::new(&page, Clockwork::new(Clockwork::utc(), Timestamp(0)));
        let paper = Paper::default();
        state.attach(Arc::new(paper.clone()));
        Self { _owner: owner, state, paper }
    }

    fn hears(&self, frame: ServerFrame) {
        self.state.on_frame(frame);
    }

    fn is_greeted(&self, rooms: Vec<RoomEntry>) {
        let welcome =
            Welcome { sidebar: sidebar(rooms), heartbeat_ms: 1, build: "1".into(), limits: Limits::default() };
        self.hears(ServerFrame::Welcome(Box::new(welcome)));
        self.hears(ServerFrame::Live);
    }

    fn goes_live(&self) {
        self.is_greeted(vec![entry(self.state.room.msg_no.get_untracked())]);
    }

    fn hears_said(&self, no: u64) {
        let event = crate::protocol::Event::MessagePosted { message: said(no), cid: Cid(Uuid::nil()) };
        self.hears(ServerFrame::Event { room: ROOM, seq: no, event });
    }

    /// Answers the last question called `op`.
    fn answers(&self, op: &str, body: &impl serde::Serialize) {
        let i = self.asked(op).last().and_then(|frame| frame["i"].as_u64()).expect("it was asked");
        self.hears(ServerFrame::decode(&encode_ok(i, body)).expect("an answer"));
    }

    fn asked(&self, op: &str) -> Vec<serde_json::Value> {
        let sent = self.paper.with(|heard| heard.sent.clone());
        let frames = sent.iter().map(|text| serde_json::from_str::<serde_json::Value>(text).unwrap());
        frames.filter(|frame| frame["op"] == op).collect()
    }

    fn shown(&self) -> Vec<u64> {
        self.state.room.rows.with_untracked(|rows| rows.iter().map(|row| row.no).collect())
    }
}

fn person(id: i64) -> Person {
    Person { id: UserId(id), name: format!("Person {id}"), picture: 0 }
}

fn said(no: u64) -> Message {
    Message::new(no, person(2), Timestamp(0), format!("Message {no}"))
}

fn view(messages: u64) -> RoomView {
    let room = Room {
        id: ROOM,
        name: "Harbour".into(),
        topic: String::new(),
        kind: RoomKind::Open,
        root: None,
        archived: false,
        chosen_only: false,
    };
    RoomView {
        joined: true,
        member_count: 2,
        members: vec![person(1), person(2)],
        msg_no: messages,
        read_no: messages,
        messages: (messages.saturating_sub(49).max(1)..=messages).map(said).collect(),
        ..RoomView::door(room, messages, UserId(1))
    }
}

fn entry(msg_no: u64) -> RoomEntry {
    RoomEntry {
        id: ROOM,
        name: "Harbour".into(),
        seq: msg_no,
        msg_no,
        read_no: msg_no,
        kind: RoomKind::Open,
        people: Vec::new(),
        marked_no: 0,
        skipped: Vec::new(),
        mentions: Vec::new(),
        root: None,
        involvement: crate::domain::Involvement::Everything,
        favourite: false,
        archived: false,
    }
}

fn sidebar(rooms: Vec<RoomEntry>) -> SidebarView {
    let me = Account {
        person: person(1),
        handle: String::new(),
        email: String::new(),
        role: Role::Member,
        created_at: Timestamp(0),
    };
    SidebarView {
        epoch: Epoch("e".into()),
        user_seq: 0,
        workspace: "Saltmarsh".into(),
        me,
        rooms,
        threads: Vec::new(),
        status: None,
        availability: Availability::Auto,
        present: Present::default(),
        later: Later::default(),
    }
}

#[test]
fn a_hole_is_read_afresh_and_what_comes_meanwhile_waits() {
    let scene = Scene::set(3);
    scene.goes_live();
    scene.hears_said(5);
    assert_eq!(scene.shown(), [1, 2, 3], "never a part");
    scene.hears_said(6);
    scene.answers("room.load", &view(5));
    assert_eq!(scene.shown(), [1, 2, 3, 4, 5, 6]);
    assert_eq!(scene.asked("room.load").len(), 1);
}

#[test]
fn a_reset_to_a_position_of_the_past_is_believed() {
    let scene = Scene::set(9);
    scene.goes_live();
    scene.hears(ServerFrame::Reset { room: ROOM, seq: 5 });
    scene.answers("room.load", &view(5));
    assert_eq!(scene.shown(), [1, 2, 3, 4, 5], "what came later is of another history");
    scene.hears_said(6);
    assert_eq!(scene.shown().last(), Some(&6));
}

#[test]
fn an_event_that_this_build_cannot_read_leaves_a_way_to_what_it_said() {
    let scene = Scene::set(3);
    scene.goes_live();
    scene.hears(ServerFrame::Passed { room: ROOM, seq: 4 });
    scene.hears_said(5);
    assert_eq!(scene.shown(), [1, 2, 3], "a message that does not join is not put behind the last");
    assert!(scene.state.room.has_newer_untracked());
    scene.state.load_newer();
    assert_eq!(scene.asked("message.page").len(), 1);
}

#[test]
fn who_reads_the_past_keeps_it_and_the_window_stays_bounded() {
    let scene = Scene::set(50);
    scene.goes_live();
    scene.state.scrolled(false);
    (51..=400).for_each(|no| scene.hears_said(no));
    let shown = scene.shown();
    assert_eq!((shown[0], shown.len()), (1, WINDOW + WINDOW / 4));
    assert!(scene.state.room.has_newer_untracked(), "the rest is a page away");
    assert_eq!(scene.state.room.msg_no.get_untracked(), 400);
}

#[test]
fn who_is_at_the_end_has_the_newest_in_a_bounded_window() {
    let scene = Scene::set(50);
    scene.goes_live();
    (51..=400).for_each(|no| scene.hears_said(no));
    let shown = scene.shown();
    assert_eq!(shown.last(), Some(&400));
    assert!(shown.len() <= WINDOW + WINDOW / 4 && !scene.state.room.has_newer_untracked());
}

#[test]
fn what_was_read_is_told_at_once_but_not_without_end_and_survives_a_break() {
    let scene = Scene::set(3);
    scene.paper.with(|heard| heard.now = 10_000);
    scene.goes_live();
    (4..=8).for_each(|no| scene.hears_said(no));
    assert_eq!(scene.asked("read.mark").len(), 5);
    (9..=99).for_each(|no| scene.hears_said(no));
    assert_eq!(scene.asked("read.mark").len(), 5, "in a flood the rest of the second is quiet");
    scene.state.status.set(LinkStatus::Reconnecting);
    scene.state.on_lost();
    scene.state.tick(Timestamp(12_000));
    scene.paper.with(|heard| heard.is_away = true);
    scene.is_greeted(vec![RoomEntry { read_no: 8, ..entry(99) }]);
    let told: Vec<_> = scene.asked("read.mark").iter().map(|frame| frame["d"]["no"].clone()).collect();
    assert_eq!(told, [4, 5, 6, 7, 8, 99], "what was seen before the break is told after it");
}

#[test]
fn who_touches_nothing_for_five_minutes_is_idle_and_says_so_on_every_connection() {
    let scene = Scene::set(0);
    scene.state.touched(Timestamp(1_000));
    scene.goes_live();
    let told = || scene.asked("presence.idle").iter().map(|f| f["d"]["on"] == true).collect::<Vec<_>>();
    scene.state.tick(Timestamp(300_999));
    assert_eq!(told(), [false], "not yet");
    scene.state.tick(Timestamp(301_000));
    scene.state.tick(Timestamp(302_000));
    assert_eq!(told(), [false, true], "once");
    scene.state.on_lost();
    assert!(scene.state.hello().idle, "a new connection begins with it");
    scene.goes_live();
    scene.state.touched(Timestamp(400_000));
    scene.state.touched(Timestamp(400_001));
    assert_eq!(told(), [false, true, true, false]);
    scene.state.rests();
    assert_eq!(told().pop(), Some(true), "a page that is to stand still says so before");
}

#[test]
fn a_room_that_was_joined_elsewhere_opens() {
    let scene = Scene::with(&view(0), false);
    scene.is_greeted(vec![entry(3)]);
    scene.answers("room.load", &view(3));
    assert_eq!(scene.shown(), [1, 2, 3]);
    assert_eq!(scene.asked("room.watch").len(), 1);
}

#[test]
fn a_room_that_was_left_elsewhere_is_left_here() {
    let scene = Scene::set(3);
    scene.is_greeted(Vec::new());
    assert_eq!(scene.paper.with(|heard| heard.went.clone()), ["/r/7"], "a page of the server says what became of it");
}

#[test]
fn what_was_said_is_sent_one_after_the_other_and_again_after_a_break() {
    let scene = Scene::set(0);
    assert!(scene.state.send("one") && scene.state.send("two"));
    assert!(scene.asked("message.send").is_empty(), "there is no connection yet");
    scene.goes_live();
    let bodies = || scene.asked("message.send").iter().map(|f| f["d"]["body"].clone()).collect::<Vec<_>>();
    assert_eq!(bodies(), ["one"]);
    scene.state.on_lost();
    scene.goes_live();
    assert_eq!(bodies(), ["one", "one"], "whether it arrived is not known");
    scene.answers("message.send", &crate::protocol::Posted { no: 1, seq: 1, at: Timestamp(0) });
    assert_eq!(bodies(), ["one", "one", "two"]);
    assert_eq!(scene.paper.with(|heard| heard.kept.len()), 1, "what is stored is kept no longer");
}

#[test]
fn nothing_is_sent_in_the_name_of_somebody_else() {
    let scene = Scene::set(0);
    scene.state.send("mine");
    let mut other = sidebar(vec![entry(0)]);
    other.me.person = person(9);
    let welcome = Welcome { sidebar: other, heartbeat_ms: 1, build: "1".into(), limits: Limits::default() };
    scene.hears(ServerFrame::Welcome(Box::new(welcome)));
    scene.hears(ServerFrame::Live);
    assert!(scene.asked("message.send").is_empty());
    assert_eq!(scene.paper.with(|heard| heard.kept.len()), 1, "it waits for its author");
}

#[test]
fn another_build_of_the_server_is_noticed_by_a_page_of_the_old_one() {
    let scene = Scene::set(0);
    scene.goes_live();
    assert!(!scene.state.outdated.get_untracked());
    let welcome = Welcome { sidebar: sidebar(vec![]), heartbeat_ms: 1, build: "2".into(), limits: Limits::default() };
    scene.hears(ServerFrame::Welcome(Box::new(welcome)));
    assert!(scene.state.outdated.get_untracked());
}

#[test]
fn a_page_that_was_read_before_a_change_does_not_bring_the_old_text_back() {
    let scene = Scene::set(100);
    scene.goes_live();
    scene.state.load_older();
    let deleted = crate::protocol::Event::MessageDeleted { no: 40, by: person(2) };
    scene.hears(ServerFrame::Event { room: ROOM, seq: 101, event: deleted });
    let page = crate::protocol::History { messages: (1..=50).map(said).collect(), as_of: 100 };
    scene.answers("message.page", &page);
    let message = scene.state.message(40).expect("it is in the window");
    assert!(message.deleted && message.body.is_empty());
    assert!(!scene.state.message(41).expect("so is this").deleted);
}

#[test]
fn a_thread_that_moves_on_while_it_is_looked_up_is_looked_up_again() {
    let scene = Scene::set(3);
    scene.goes_live();
    let thread = RoomEntry { id: RoomId(9), root: Some(Root { room: ROOM, no: 1 }), ..entry(1) };
    let moves_to = |no| scene.hears(ServerFrame::Head { room: thread.id, seq: no, msg_no: no, read_no: None });
    let is_answered = |msg_no| {
        let room = Some(RoomEntry { seq: msg_no, msg_no, read_no: 0, ..thread.clone() });
        scene.answers("room.entry", &Entry { user_seq: 0, room });
    };
    moves_to(1);
    moves_to(2);
    assert_eq!(scene.asked("room.entry").len(), 1, "once at a time");
    is_answered(1);
    assert_eq!(scene.asked("room.entry").len(), 2, "the answer was already too old");
    is_answered(2);
    assert_eq!(scene.asked("room.entry").len(), 2);
    let unread = scene.state.sidebar.with_untracked(|s| s.room(thread.id).map(RoomEntry::unread));
    assert_eq!(unread, Some(2));
}

//! Somebody at a screen: a browser with its cookies, a socket, and what is shown. All of it
//! goes through the front door; nothing here reads the database.

use std::collections::HashMap;
use std::net::SocketAddr;

use app::domain::{Cid, Message, RoomId, UserId};
use app::protocol::{
    Activity, Ask, ClientFrame, LoadEntry, LoadRoom, PostMessage, Posted, Problem, RoomView, ServerFrame, SidebarView,
    Unwatch, Watch,
};
use serde_json::value::RawValue;
use tokio::time::Instant;
use uuid::Uuid;

use super::{Answer, Browser, Handshake, PATIENCE, Received, Screen, Wire};

/// A person with one screen. [`Person::another_screen`] gives them a second one.
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) id: UserId,
    pub(crate) browser: Browser,
    pub(crate) screen: Screen,
    pub(crate) wire: Option<Wire>,
    /// Where the socket connects to, when that is not the server itself.
    pub(crate) via: Option<SocketAddr>,
    asked: u64,
    answers: HashMap<u64, Result<Box<RawValue>, Problem>>,
    loading: HashMap<u64, RoomId>,
    /// Threads that are being looked up, and the tickets for the answers.
    looking_up: HashMap<u64, (RoomId, u64)>,
}

/// The password of everyone in these tests.
pub(crate) const PASSWORD: &str = "low tide at nine";

impl Person {
    pub(crate) fn new(name: &str, email: String, id: UserId, browser: Browser) -> Self {
        Self {
            name: name.to_owned(),
            email,
            id,
            browser,
            screen: Screen::default(),
            wire: None,
            via: None,
            asked: 0,
            answers: HashMap::new(),
            loading: HashMap::new(),
            looking_up: HashMap::new(),
        }
    }

    /// The same session in another tab.
    pub(crate) fn another_screen(&self) -> Self {
        Self { via: self.via, ..Self::new(&self.name, self.email.clone(), self.id, self.browser.clone()) }
    }

    /// The same person on another device: a session of its own.
    pub(crate) async fn another_device(&self) -> Self {
        let mut browser = self.browser.stranger();
        browser.post("/sign-in", &[("email", &self.email), ("password", PASSWORD)]).await.is(303);
        Self::new(&self.name, self.email.clone(), self.id, browser)
    }

    // Pages.

    /// The views that a freshly loaded page of `room` is born with.
    pub(crate) async fn loads(&mut self, room: RoomId) -> (SidebarView, RoomView) {
        let page = self.browser.get(&format!("/r/{room}")).await.is(200).page();
        (page.sidebar, page.room.expect("the page of a room has one"))
    }

    /// The sidebar of a freshly loaded page.
    pub(crate) async fn loads_sidebar(&mut self) -> SidebarView {
        self.browser.get("/rooms").await.is(200).page().sidebar
    }

    /// The path of the join link, as the page shows it.
    pub(crate) async fn join_link(&mut self) -> String {
        let answer = self.browser.get("/invite").await.is(200);
        let text = answer.text();
        let at = text.find("/join/").expect("the page shows the join link");
        let end = text[at..].find(|c: char| !(c.is_ascii_alphanumeric() || "/-_".contains(c))).unwrap_or(text.len());
        text[at..at + end].to_owned()
    }

    /// Posts by the form of a page without script.
    pub(crate) async fn posts_by_form(&mut self, room: RoomId, cid: Cid, body: &str) -> Answer {
        let (cid, path) = (cid.to_string(), format!("/r/{room}/messages"));
        self.browser.post(&path, &[("cid", &cid), ("body", body)]).await
    }

    /// Asks by `POST /api/command`.
    pub(crate) async fn asks_by_http<A: Ask>(&mut self, command: &A) -> Result<A::Ok, Problem> {
        let answer = self.browser.command(&ClientFrame::encode(Some(1), command)).await;
        match ServerFrame::decode(answer.text()) {
            Ok(ServerFrame::Reply { i: 1, outcome }) => outcome.map(|body| read(&body)),
            other => panic!("not the answer to a command: {other:?} in {}", answer.text()),
        }
    }

    // The socket.

    fn to(&self) -> SocketAddr {
        self.via.unwrap_or_else(|| self.browser.address.get())
    }

    /// Opens a socket as a page in this browser would; nothing is said on it yet.
    pub(crate) async fn dials(&self) -> Result<Wire, u16> {
        let mut handshake = Handshake::of(&self.browser);
        if let (Some(via), None) = (self.via, &self.browser.host) {
            handshake.host = via.to_string();
            handshake.origin = Some(format!("{}://{via}", self.browser.scheme));
        }
        Wire::open(self.to(), &handshake).await
    }

    /// With which code, or which status, the server turns this browser's socket away.
    pub(crate) async fn is_turned_away(&self) -> u16 {
        match self.dials().await {
            Err(status) => status,
            Ok(mut wire) => wire.end().await.expect("a close says why"),
        }
    }

    /// Opens the page of `room` and its socket, and waits until it is live.
    pub(crate) async fn opens(&mut self, room: RoomId) {
        let (sidebar, view) = self.loads(room).await;
        self.screen = Screen::born(sidebar, Some(view));
        self.connects().await;
    }

    /// Opens a page that shows no room, and its socket.
    pub(crate) async fn opens_the_list(&mut self) {
        self.screen = Screen::born(self.loads_sidebar().await, None);
        self.connects().await;
    }

    /// Connects, or connects again, from where the screen stands, and waits until it is live.
    pub(crate) async fn connects(&mut self) {
        assert!(self.tries_to_connect().await, "{}’s socket was closed before it was live", self.name);
    }

    /// Like [`Self::connects`], but the connection may break on the way.
    pub(crate) async fn tries_to_connect(&mut self) -> bool {
        let Ok(wire) = self.dials().await else { return false };
        self.adopts(wire).await
    }

    /// Says hello on an open socket and reads until it is live.
    pub(crate) async fn adopts(&mut self, mut wire: Wire) -> bool {
        self.screen.is_live = false;
        self.answers.clear();
        self.loading.clear();
        self.looking_up.clear();
        self.asked += 1;
        wire.send(ClientFrame::encode(Some(self.asked), &self.screen.hello())).await;
        self.wire = Some(wire);
        let deadline = Instant::now() + PATIENCE;
        while !self.screen.is_live {
            assert!(Instant::now() < deadline, "{}’s socket is never live", self.name);
            if !self.reads().await {
                return false;
            }
        }
        true
    }

    /// The connection is gone, without a word.
    pub(crate) fn loses_connection(&mut self) {
        self.wire = None;
    }

    /// Leaves politely.
    pub(crate) async fn disconnects(&mut self) {
        if let Some(wire) = self.wire.take() {
            wire.close().await;
        }
    }

    #[track_caller]
    fn wire(&mut self) -> &mut Wire {
        self.wire.as_mut().unwrap_or_else(|| panic!("{} is not connected", self.name))
    }

    /// Reads one frame and brings it in. `false`: the socket has ended.
    pub(crate) async fn reads(&mut self) -> bool {
        match self.wire().next().await {
            Received::Frame(frame) => {
                self.brings_in(frame).await;
                true
            }
            Received::End(_) => {
                self.wire = None;
                false
            }
        }
    }

    async fn brings_in(&mut self, frame: ServerFrame) {
        if let ServerFrame::Reply { i, outcome } = frame {
            if let Some((room, ticket)) = self.looking_up.remove(&i) {
                let entry = outcome.ok().map(|body| read(&body));
                let again = self.screen.bring_entry(room, ticket, entry);
                return self.looks_up(again).await;
            }
            match (self.loading.remove(&i), outcome) {
                (Some(_), Ok(body)) => self.screen.show(read(&body)),
                (Some(room), Err(_)) => drop(self.screen.rooms.remove(&room)),
                (None, outcome) => drop(self.answers.insert(i, outcome)),
            }
            return;
        }
        let unknown = self.screen.looks_up(&frame);
        self.looks_up(unknown).await;
        if let Some(room) = self.screen.bring_in(frame) {
            self.screen.await_view(room);
            self.asked += 1;
            let frame = ClientFrame::encode(Some(self.asked), &LoadRoom { room });
            self.loading.insert(self.asked, room);
            self.wire().send(frame).await;
        }
    }

    async fn looks_up(&mut self, unknown: Option<(RoomId, u64)>) {
        let Some((room, ticket)) = unknown else { return };
        self.asked += 1;
        self.looking_up.insert(self.asked, (room, ticket));
        let frame = ClientFrame::encode(Some(self.asked), &LoadEntry { room });
        self.wire().send(frame).await;
    }

    /// Reads until the socket is closed, and with which code.
    pub(crate) async fn is_closed(&mut self) -> Option<u16> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.wire().next().await {
                Received::Frame(frame) => self.brings_in(frame).await,
                Received::End(code) => {
                    self.wire = None;
                    return code;
                }
            }
            assert!(Instant::now() < deadline, "{}’s socket is never closed", self.name);
        }
    }

    // Asking.

    /// Sends a command with a number, and does not wait.
    pub(crate) async fn sends<A: Ask>(&mut self, command: &A) -> u64 {
        self.asked += 1;
        let (i, frame) = (self.asked, ClientFrame::encode(Some(self.asked), command));
        self.wire().send(frame).await;
        i
    }

    /// Sends a command that wants no answer.
    pub(crate) async fn tells<A: Ask>(&mut self, command: &A) {
        self.wire().send(ClientFrame::encode(None, command)).await;
    }

    /// Waits for the answer to a command that was sent. `None`: the socket ended first.
    pub(crate) async fn hears<A: Ask>(&mut self, i: u64) -> Option<Result<A::Ok, Problem>> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(outcome) = self.answers.remove(&i) {
                return Some(outcome.map(|body| read(&body)));
            }
            assert!(Instant::now() < deadline, "{} never hears what became of “{}”", self.name, A::OP);
            if self.wire.is_none() || !self.reads().await {
                return None;
            }
        }
    }

    /// Asks over the socket.
    pub(crate) async fn asks<A: Ask>(&mut self, command: &A) -> Result<A::Ok, Problem> {
        let i = self.sends(command).await;
        match self.hears::<A>(i).await {
            Some(outcome) => outcome,
            None => panic!("{}’s socket ended before “{}” was answered", self.name, A::OP),
        }
    }

    /// Asks over the socket for something that must succeed.
    pub(crate) async fn does<A: Ask>(&mut self, command: &A) -> A::Ok {
        let name = self.name.clone();
        self.asks(command).await.unwrap_or_else(|problem| panic!("{name} may not “{}”: {problem:?}", A::OP))
    }

    /// Says something in a room.
    pub(crate) async fn says(&mut self, room: RoomId, body: &str) -> Posted {
        self.does(&PostMessage { room, cid: new_cid(), body: body.to_owned(), reply: None, files: vec![] }).await
    }

    /// Goes to a room as a click in the sidebar does: loads it, then watches it.
    pub(crate) async fn looks_at(&mut self, room: RoomId) {
        let view = self.does(&LoadRoom { room }).await;
        let seq = view.as_of;
        self.screen.show(view);
        self.does(&Watch { room, seq }).await;
    }

    /// Goes away from a room that was in view.
    pub(crate) async fn looks_away_from(&mut self, room: RoomId) {
        self.does(&Unwatch { room }).await;
        self.screen.rooms.remove(&room);
    }

    // Seeing.

    /// Reads until `done` finds what it looks for; panics with `what` when it never comes.
    pub(crate) async fn until<T>(&mut self, what: &str, mut done: impl FnMut(&Screen) -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = done(&self.screen) {
                return found;
            }
            let Some(wire) = &mut self.wire else { panic!("{}’s socket ended before {what}", self.name) };
            let left = deadline.saturating_duration_since(Instant::now());
            match wire.next_within(left).await {
                Some(Received::Frame(frame)) => self.brings_in(frame).await,
                Some(Received::End(code)) => panic!("{}’s socket ended ({code:?}) before {what}", self.name),
                None => panic!("{} waited in vain for {what}; the screen: {:#?}", self.name, self.screen),
            }
        }
    }

    /// Waits until `body` stands in the room in view.
    pub(crate) async fn sees(&mut self, room: RoomId, body: &str) -> Message {
        let what = format!("“{body}” in room {room}");
        self.until(&what, |s| s.room(room).messages.iter().find(|m| m.body == body).cloned()).await
    }

    /// Waits until the room in view is known up to `seq`.
    pub(crate) async fn catches_up(&mut self, room: RoomId, seq: u64) {
        let what = format!("event {seq} of room {room}");
        self.until(&what, |s| (s.room(room).as_of >= seq && s.rooms[&room].waiting.is_none()).then_some(())).await;
    }

    /// Waits until somebody’s presence in the room in view is as said.
    pub(crate) async fn sees_online(&mut self, room: RoomId, who: UserId, online: bool) {
        let what = format!("person {who} being {} in room {room}", if online { "online" } else { "away" });
        self.until(&what, |s| (s.online(room).contains(&who) == online).then_some(())).await;
    }

    /// Waits for a sign of somebody typing in the room.
    pub(crate) async fn sees_typing(&mut self, room: RoomId, who: UserId) {
        let what = format!("person {who} typing in room {room}");
        let typing =
            |(r, a): &(RoomId, Activity)| *r == room && matches!(a, Activity::Typing { person } if person.id == who);
        self.until(&what, |s| s.activity.iter().any(typing).then_some(())).await;
    }
}

fn read<T: serde::de::DeserializeOwned>(body: &RawValue) -> T {
    serde_json::from_str(body.get()).unwrap_or_else(|error| panic!("{error} in {}", body.get()))
}

/// A fresh name for an attempt.
pub(crate) fn new_cid() -> Cid {
    Cid(Uuid::now_v7())
}

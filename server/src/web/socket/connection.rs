//! One socket's task: it keeps delivery going and answers what the client asks, both at once.

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use app::domain::RoomId;
use app::protocol::{
    Activity, ClientFrame, CloseCode, Command, DecodeError, Done, Hello, Problem, ProblemCode, ServerFrame, Watch,
    Welcome, encode_err, encode_ok,
};
use serde_json::value::RawValue;
use tokio::time::timeout;

use super::codec::Item;
use super::depth::decode;
use super::inbox::{Inbox, Silence};
use super::rate::Bucket;
use super::{Conversation, Greeting, SocketSettings};
use crate::hub::{Connected, Due, Ending, Frame, Hub, Stream};

struct Connection<C> {
    socket: Connected,
    conversation: C,
    settings: SocketSettings,
    /// A command is being performed, which is not to be torn off.
    is_busy: AtomicBool,
}

/// Talks with one client until either side has had enough.
///
/// Not an `async fn`: what that is given it keeps twice, and there is one of these for every socket.
pub(super) fn run<C: Conversation>(
    stream: Stream,
    early: Vec<u8>,
    conversation: C,
    hub: &Hub,
    settings: SocketSettings,
) -> impl Future<Output = ()> + Send + use<C> {
    let socket = hub.connect(stream, conversation.user(), conversation.session());
    let connection = Connection { socket, conversation, settings, is_busy: AtomicBool::new(false) };
    let mut inbox = Inbox::new(early);
    async move {
        {
            let mut listening = pin!(connection.listen(&mut inbox));
            tokio::select! {
                biased;
                () = connection.keep() => if connection.is_busy.load(Ordering::Relaxed) {
                    drop(timeout(settings.linger, &mut listening).await);
                },
                () = &mut listening => {}
            }
        }
        if let Some(Ending::Closed(_)) = connection.socket.ending() {
            let goodbye = async {
                connection.socket.finish().await;
                inbox.see_off(&connection.socket).await;
            };
            drop(timeout(settings.linger, goodbye).await);
        }
    }
}

impl<C: Conversation> Connection<C> {
    /// Keeps delivery going until nothing more is written.
    async fn keep(&self) {
        loop {
            match self.socket.next().await {
                Due::Welcome => match self.welcome().await {
                    Some((welcome, rooms)) => self.greet(welcome, &rooms),
                    None => return,
                },
                Due::SessionCheck => {
                    if !self.conversation.is_signed_in().await {
                        self.close(CloseCode::NotSignedIn);
                    }
                }
                Due::Ended(_) => return,
            }
        }
    }

    /// Answers what the client says, one thing after the other, until the socket ends.
    async fn listen(&self, inbox: &mut Inbox) {
        let settings = &self.settings;
        // Boxed, because it is over soon and takes more room than all that comes after it.
        Box::pin(self.introduce(inbox)).await;
        let mut bucket = Bucket::full(settings.operations_per_second, Instant::now());
        let mut malformed = 0;
        while self.socket.ending().is_none() {
            let Some(text) = self.hear(inbox).await else { return };
            if !bucket.take(Instant::now()) {
                return self.close(CloseCode::PolicyViolation);
            }
            let Some(text) = text else { continue };
            match decode(&text) {
                Ok(ClientFrame { i, command }) => self.answer(i, command).await,
                Err((i, error)) => {
                    // A client that is newer than this server is no hostile one.
                    malformed += u32::from(!matches!(error, DecodeError::UnknownOp(_)));
                    if malformed >= settings.malformed_most {
                        return self.close(CloseCode::PolicyViolation);
                    }
                    self.socket.send(&Frame::text(&encode_err(i, &Problem::from(error))));
                }
            }
            self.socket.relieved().await;
        }
    }

    /// Hello, within its time.
    async fn introduce(&self, inbox: &mut Inbox) {
        match timeout(self.settings.hello_within, self.first(inbox)).await {
            Ok(Some((i, hello))) => self.hello(i, hello).await,
            Ok(None) => {}
            Err(_) => self.close(CloseCode::PolicyViolation),
        }
    }

    /// The next message; `Some(None)` for what is between client and codec only. `None`: it has ended.
    async fn hear(&self, inbox: &mut Inbox) -> Option<Option<String>> {
        match inbox.next(&self.socket).await {
            Ok(Item::Text(text)) => return Some(Some(text)),
            Ok(Item::Pong(_)) => return Some(None),
            Ok(Item::Ping(payload)) => {
                self.socket.offer(&Frame::pong(&payload));
                return Some(None);
            }
            Ok(Item::Close(code)) => self.socket.close(code.unwrap_or(CloseCode::Normal.number())),
            Ok(Item::Binary(_)) => self.close(CloseCode::UnsupportedData),
            Err(Silence::Broken(violation)) => self.close(violation.code),
            Err(Silence::Gone) => self.socket.is_gone(),
        }
        None
    }

    /// The first command, which has to be `hello`.
    async fn first(&self, inbox: &mut Inbox) -> Option<(Option<u64>, Hello)> {
        loop {
            let Some(text) = self.hear(inbox).await? else { continue };
            if let Ok(ClientFrame { i, command: Command::Hello(hello) }) = decode(&text) {
                return Some((i, hello));
            }
            self.close(CloseCode::PolicyViolation);
            return None;
        }
    }

    async fn hello(&self, i: Option<u64>, hello: Hello) {
        // The session may have ended before this socket could be found by it.
        if !self.conversation.is_signed_in().await {
            return self.close(CloseCode::NotSignedIn);
        }
        let Some((welcome, rooms)) = self.welcome().await else { return };
        if hello.epoch.is_some_and(|epoch| epoch != welcome.sidebar.epoch) {
            return self.close(CloseCode::EpochChanged);
        }
        if hello.timelines.len() as u64 > welcome.limits.watched_rooms {
            return self.close(CloseCode::PolicyViolation);
        }
        // Before the greeting makes the person a member for the hub: what goes to all members comes to these rooms
        // from the log, once.
        if !hello.timelines.keys().all(|room| self.socket.want(*room)) {
            return self.close(CloseCode::PolicyViolation);
        }
        self.reply(i, Ok(&Done {}));
        self.socket.begins(hello.idle);
        self.greet(welcome, &rooms);
        if self.watch_all(hello.timelines).await {
            self.socket.announce_live();
        } else {
            // A client that is told “live” relies on every room it named. This one comes back and asks again.
            self.close(CloseCode::GoingAway);
        }
    }

    /// Whether every room that is theirs is watched now.
    async fn watch_all(&self, timelines: BTreeMap<RoomId, u64>) -> bool {
        for (room, seq) in timelines {
            match self.watch(Watch { room, seq }).await {
                // The welcome does not list a room that is not theirs.
                Ok(()) | Err(Problem { code: ProblemCode::NotFound, .. }) => {}
                Err(_) => return false,
            }
            if self.socket.ending().is_some() {
                return true;
            }
        }
        true
    }

    async fn answer(&self, i: Option<u64>, command: Command) {
        match command {
            Command::Hello(_) => {
                let problem = Problem::new(ProblemCode::Invalid, "Hello is said once, as the first thing.");
                self.reply(i, Err::<&Done, _>(problem));
            }
            Command::Watch(watch) => {
                let outcome = self.watch(watch).await;
                self.reply(i, outcome.as_ref().map(|()| &Done {}).map_err(Problem::clone));
            }
            Command::Unwatch(unwatch) => {
                self.socket.unwatch(unwatch.room);
                self.reply(i, Ok(&Done {}));
            }
            command => {
                self.is_busy.store(true, Ordering::Relaxed);
                let outcome: Result<Box<RawValue>, Problem> =
                    self.conversation.perform(command, self.socket.id()).await;
                self.is_busy.store(false, Ordering::Relaxed);
                self.reply(i, outcome);
            }
        }
    }

    /// Brings a room into view. Membership is looked up each time, and after the hub knows of the wish:
    /// whoever is thrown out in between does not get in.
    async fn watch(&self, Watch { room, seq }: Watch) -> Result<(), Problem> {
        if !self.socket.want(room) {
            return Err(Problem::new(ProblemCode::TooLarge, "This connection watches as many rooms as it may."));
        }
        let (head, statuses) = self.conversation.watch(room).await.inspect_err(|_| self.socket.unwatch(room))?;
        if !self.socket.watch(room, seq, head) {
            return Err(Problem::new(ProblemCode::NotFound, "There is no such room, or it is not yours."));
        }
        let present = self.socket.hub().present(room);
        let present = ServerFrame::Activity { room, activity: Activity::present(present, statuses) };
        self.socket.offer(&Frame::text(&present.encode()));
        Ok(())
    }

    /// A welcome read now. `None`: there is none, and the socket is closed.
    async fn welcome(&self) -> Option<Greeting> {
        match self.conversation.welcome().await {
            Ok((welcome, rooms)) => {
                let heartbeat_ms = u64::try_from(self.socket.hub().heartbeat().as_millis()).unwrap_or(u64::MAX);
                Some((Welcome { heartbeat_ms, ..welcome }, rooms))
            }
            Err(Problem { code: ProblemCode::NotSignedIn, .. }) => {
                self.close(CloseCode::NotSignedIn);
                None
            }
            Err(_) => {
                self.close(CloseCode::GoingAway);
                None
            }
        }
    }

    fn greet(&self, mut welcome: Welcome, rooms: &[(RoomId, u64)]) {
        let availability = welcome.sidebar.availability;
        let companions: Vec<_> = welcome.sidebar.companions().collect();
        let look = || self.socket.hub().present_of(companions.iter().copied());
        let present = look();
        welcome.sidebar.present = present.clone();
        self.socket.greet(&Frame::text(&ServerFrame::Welcome(Box::new(welcome)).encode()), rooms, availability);
        // Who came or went in between was told before the welcome.
        if look() != present {
            self.socket.missed();
        }
    }

    fn reply<T: serde::Serialize>(&self, i: Option<u64>, outcome: Result<T, Problem>) {
        let Some(i) = i else { return };
        let text = match outcome {
            Ok(body) => encode_ok(i, &body),
            Err(problem) => encode_err(Some(i), &problem),
        };
        self.socket.send(&Frame::text(&text));
    }

    fn close(&self, code: CloseCode) {
        self.socket.close(code.number());
    }
}

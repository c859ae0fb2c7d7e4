//! A server with rooms in memory, and clients on tungstenite.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::domain::{Account, Availability, Epoch, Involvement, Person, Present, RoomId, RoomKind, Timestamp, UserId};
use app::protocol::{
    Activity, Command, Later, Limits, PostMessage, Problem, ProblemCode, RoomEntry, SidebarView, StartTyping, Welcome,
};
use axum::Router;
use axum::extract::{Path, Request};
use axum::routing::get;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt as _, SinkExt as _, StreamExt as _};
use serde_json::value::{RawValue, to_raw_value};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::hub::{ActivityKey, Audience, Frame, Hub, Log, LogError, Published, Settings, SocketId};
use crate::web::listener::{Bounds, serve};
use crate::web::socket::{Conversation, Greeting, SocketSettings, Sockets, Watched, notices, upgrade};

pub(super) const ROOM: RoomId = RoomId(7);
pub(super) const CLOSED: RoomId = RoomId(8);
/// Of which the store cannot say anything at the moment.
pub(super) const BUSY: RoomId = RoomId(9);

const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Default)]
pub(super) struct Store {
    rooms: Mutex<HashMap<RoomId, Vec<Frame>>>,
    pub(super) signed_out: AtomicBool,
    pub(super) finished: AtomicUsize,
}

impl Store {
    fn append(&self, room: RoomId, text: &str) -> (u64, Frame) {
        let mut rooms = self.rooms.lock().unwrap();
        let events = rooms.entry(room).or_default();
        let seq = events.len() as u64 + 1;
        let frame = Frame::text(&format!(r#"{{"e":"said","r":{room},"s":{seq},"d":"{text}"}}"#));
        events.push(frame.clone());
        (seq, frame)
    }

    fn head(&self, room: RoomId) -> u64 {
        self.rooms.lock().unwrap().get(&room).map_or(0, |events| events.len() as u64)
    }
}

impl Log for Store {
    fn since(&self, room: RoomId, seq: u64, limit: usize) -> BoxFuture<'_, Result<Vec<(u64, Frame)>, LogError>> {
        let rooms = self.rooms.lock().unwrap();
        let numbered = (1..).zip(rooms.get(&room).into_iter().flatten());
        let found = numbered.skip(usize::try_from(seq).unwrap()).take(limit).map(|(s, f)| (s, f.clone())).collect();
        async move { Ok(found) }.boxed()
    }
}

/// A person's side of the conversation: says what it is told to, and everyone is in `ROOM`.
struct Talk {
    user: UserId,
    store: Arc<Store>,
    hub: Hub,
}

impl Conversation for Talk {
    fn user(&self) -> UserId {
        self.user
    }

    fn session(&self) -> i64 {
        self.user.0
    }

    fn perform(&self, command: Command, from: SocketId) -> BoxFuture<'_, Result<Box<RawValue>, Problem>> {
        async move {
            match command {
                Command::PostMessage(PostMessage { room, body, .. }) => {
                    let (seq, frame) = self.store.append(room, &body);
                    let event = Published { seq, msg_no: seq, author: None, frame, audience: Audience::Watchers };
                    self.hub.publish(room, event);
                    Ok(to_raw_value(&seq).unwrap())
                }
                Command::StartTyping(StartTyping { room }) => {
                    let key = ActivityKey { kind: "typing", user: self.user };
                    self.hub.activity(room, key, Frame::text(r#"{"e":"typing"}"#), Some(from));
                    Ok(to_raw_value("typing").unwrap())
                }
                Command::LeaveRoom(_) => {
                    self.hub.close_session(self.user.0, 4001);
                    tokio::task::yield_now().await;
                    self.store.finished.fetch_add(1, Ordering::Relaxed);
                    Ok(to_raw_value("left").unwrap())
                }
                _ => Err(Problem::new(ProblemCode::Forbidden, "No.")),
            }
        }
        .boxed()
    }

    fn welcome(&self) -> BoxFuture<'_, Result<Greeting, Problem>> {
        let person = Person { id: self.user, name: "Ada".to_owned(), picture: 0 };
        let me = Account {
            person,
            handle: String::new(),
            email: String::new(),
            role: app::domain::Role::Member,
            created_at: Timestamp(0),
        };
        let seq = self.store.head(ROOM);
        let room = RoomEntry {
            id: ROOM,
            name: "general".to_owned(),
            seq,
            msg_no: seq,
            read_no: 0,
            kind: RoomKind::Open,
            people: Vec::new(),
            marked_no: 0,
            skipped: Vec::new(),
            mentions: Vec::new(),
            root: None,
            involvement: Involvement::Everything,
            favourite: false,
            archived: false,
        };
        let sidebar = SidebarView {
            epoch: Epoch("first".to_owned()),
            user_seq: 0,
            workspace: String::new(),
            me,
            rooms: vec![room],
            threads: Vec::new(),
            status: None,
            availability: Availability::Auto,
            later: Later::default(),
            present: Present::default(),
        };
        let welcome = Welcome { sidebar, heartbeat_ms: 0, build: String::new(), limits: Limits::default() };
        async move { Ok((welcome, vec![(ROOM, seq)])) }.boxed()
    }

    fn watch(&self, room: RoomId) -> BoxFuture<'_, Result<Watched, Problem>> {
        let head = self.store.head(room);
        let found = match room {
            CLOSED => Err(Problem::new(ProblemCode::NotFound, "No such room.")),
            BUSY => Err(Problem::passing(ProblemCode::Unavailable, "The server is busy.", 1_000)),
            _ => Ok((head, Vec::new())),
        };
        async move { found }.boxed()
    }

    fn is_signed_in(&self) -> BoxFuture<'_, bool> {
        let is_signed_in = !self.store.signed_out.load(Ordering::Relaxed);
        async move { is_signed_in }.boxed()
    }
}

pub(super) struct World {
    pub(super) address: SocketAddr,
    pub(super) hub: Hub,
    pub(super) store: Arc<Store>,
    pub(super) stop: CancellationToken,
    pub(super) tracker: TaskTracker,
}

impl World {
    pub(super) async fn new(settings: Settings, socket_settings: SocketSettings) -> Self {
        let (store, stop, tracker) = (Arc::new(Store::default()), CancellationToken::new(), TaskTracker::new());
        let (hub, _) = Hub::new(settings, notices(), Arc::<Store>::clone(&store), stop.clone(), tracker.clone());
        let sockets = Sockets { hub: hub.clone(), settings: socket_settings, tracker: tracker.clone() };
        let (own_store, own_hub) = (Arc::clone(&store), hub.clone());
        let door = async move |Path(user): Path<i64>, request: Request| {
            let talk = Talk { user: UserId(user), store: Arc::clone(&own_store), hub: own_hub.clone() };
            upgrade(request.into_parts().0, talk, &sockets)
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/socket/{user}", get(door));
        tracker.spawn(serve(listener, router, stop.clone(), tracker.clone(), Bounds::default(), Arc::default()));
        Self { address, hub, store, stop, tracker }
    }

    pub(super) async fn usual() -> Self {
        Self::new(Settings::default(), SocketSettings::default()).await
    }

    pub(super) async fn connect(&self, user: i64, protocol: Option<&'static str>) -> tungstenite::Result<Client> {
        let mut request = format!("ws://{}/socket/{user}", self.address).into_client_request()?;
        if let Some(protocol) = protocol {
            request
                .headers_mut()
                .insert("Sec-WebSocket-Protocol", tungstenite::http::HeaderValue::from_static(protocol));
        }
        connect_async(request).await.map(|(socket, _)| Client(socket))
    }

    /// A client that has said nothing yet.
    pub(super) async fn stranger(&self, user: i64) -> Client {
        self.connect(user, Some("chat.v1")).await.unwrap()
    }

    /// A client that has been greeted and watches these rooms from the beginning.
    pub(super) async fn person(&self, user: i64, timelines: &str) -> Client {
        let mut client = self.stranger(user).await;
        client.say(&format!(r#"{{"op":"hello","d":{{"epoch":"first","timelines":{timelines}}}}}"#)).await;
        client.until(r#"{"e":"live"}"#).await;
        client
    }
}

#[derive(Debug)]
pub(super) struct Client(pub(super) WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Client {
    pub(super) async fn say(&mut self, text: &str) {
        self.send(Message::text(text)).await;
    }

    pub(super) async fn send(&mut self, message: Message) {
        // A server that has closed already says so to whoever reads.
        drop(self.0.send(message).await);
    }

    /// The next text, or `close CODE`, or `pong`, or `end`.
    pub(super) async fn next(&mut self) -> String {
        loop {
            return match timeout(PATIENCE, self.0.next()).await.expect("something comes") {
                Some(Ok(Message::Text(text))) => text.as_str().to_owned(),
                Some(Ok(Message::Close(close))) => format!("close {}", close.map_or(0, |close| u16::from(close.code))),
                Some(Ok(Message::Pong(payload))) => format!("pong {}", payload.len()),
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => "end".to_owned(),
            };
        }
    }

    pub(super) async fn until(&mut self, last: &str) -> Vec<String> {
        let mut seen = Vec::new();
        loop {
            let text = self.next().await;
            assert_ne!(text, "end", "after {seen:?}");
            if text == last {
                return seen;
            }
            seen.push(text);
        }
    }

    /// The code with which the server closes.
    pub(super) async fn closed(&mut self) -> String {
        loop {
            let text = self.next().await;
            assert_ne!(text, "end");
            if text.starts_with("close") {
                return text;
            }
        }
    }
}

/// Who is in a room, as a socket hears it.
pub(super) fn present(room: RoomId, online: &[UserId]) -> String {
    let present = Present { online: online.to_vec(), ..Present::default() };
    let activity = Activity::present(present, Vec::new());
    app::protocol::ServerFrame::Activity { room, activity }.encode()
}

//! A small world: a log in memory, rooms in which things are said, and people who read them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::domain::{Availability, RoomId, UserId};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::hub::{
    Arrival, Audience, Connected, Due, Ending, Frame, Hub, Log, LogError, Notices, Published, Settings, Stream, lock,
};

pub(super) const ROOM: RoomId = RoomId(1);
pub(super) const OTHER: RoomId = RoomId(2);
pub(super) const ADA: UserId = UserId(1);
pub(super) const BEN: UserId = UserId(2);

/// Nothing in these tests takes so long, unless it never comes.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Default)]
pub(super) struct Memory {
    rooms: Mutex<HashMap<RoomId, Vec<Frame>>>,
    pub(super) reads: AtomicUsize,
}

impl Log for Memory {
    fn since(&self, room: RoomId, seq: u64, limit: usize) -> BoxFuture<'_, Result<Vec<(u64, Frame)>, LogError>> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        let rooms = lock(&self.rooms);
        let events = rooms.get(&room).into_iter().flatten();
        let numbered = (1..).zip(events).skip(usize::try_from(seq).unwrap()).take(limit);
        let found = numbered.map(|(seq, frame)| (seq, frame.clone())).collect();
        async move {
            tokio::task::yield_now().await;
            Ok(found)
        }
        .boxed()
    }
}

pub(super) struct World {
    pub(super) hub: Hub,
    pub(super) log: Arc<Memory>,
    pub(super) news: mpsc::UnboundedReceiver<Arrival>,
    pub(super) stop: CancellationToken,
    pub(super) tracker: TaskTracker,
}

/// What the hub says by itself, readable.
fn notices() -> Notices {
    Notices {
        live: Frame::text("live"),
        beat: Frame::text("beat"),
        head: |room, seq, msg_no, read_no| Frame::text(&format!("head {room} {seq} {msg_no} {}", read_no.unwrap_or(0))),
        reset: |room, seq| Frame::text(&format!("reset {room} {seq}")),
        bye: |after_ms| Frame::text(&format!("bye {after_ms}")),
        going_away: 4000,
        too_many: 4029,
        not_draining: 4008,
    }
}

impl World {
    pub(super) fn new(settings: Settings) -> Self {
        let (log, stop, tracker) = (Arc::new(Memory::default()), CancellationToken::new(), TaskTracker::new());
        let (hub, news) = Hub::new(settings, notices(), Arc::<Memory>::clone(&log), stop.clone(), tracker.clone());
        Self { hub, log, news, stop, tracker }
    }

    /// The newest event of a room.
    pub(super) fn head(&self, room: RoomId) -> u64 {
        lock(&self.log.rooms).get(&room).map_or(0, |events| events.len() as u64)
    }

    /// Commits an event without telling anyone. Returns its seq.
    pub(super) fn commit(&self, room: RoomId, text: &str) -> (u64, Frame) {
        let mut rooms = lock(&self.log.rooms);
        let events = rooms.entry(room).or_default();
        let seq = events.len() as u64 + 1;
        let frame = Frame::text(&format!("event {room} {seq} {text}"));
        events.push(frame.clone());
        (seq, frame)
    }

    pub(super) fn publish(&self, room: RoomId, (seq, frame): (u64, Frame), audience: Audience) {
        let author = (audience == Audience::Watchers).then_some(BEN);
        self.hub.publish(room, Published { seq, msg_no: seq, author, frame, audience });
    }

    /// Ben says something.
    pub(super) fn say(&self, room: RoomId, text: &str) -> u64 {
        let event = self.commit(room, text);
        let seq = event.0;
        self.publish(room, event, Audience::Watchers);
        seq
    }

    pub(super) fn say_often(&self, room: RoomId, times: usize, text: &str) {
        for _ in 0..times {
            self.say(room, text);
        }
    }

    /// Connects a person who is in these rooms, and waits for the welcome.
    pub(super) async fn person(&self, user: UserId, rooms: &'static [RoomId]) -> Reader {
        let mut reader = self.stranger(user, rooms, None).await;
        assert_eq!(reader.next().await, "welcome");
        reader
    }

    /// Connects with buffers of the kernel as small as they get.
    pub(super) async fn slow_person(&self, user: UserId, rooms: &'static [RoomId]) -> Reader {
        let mut reader = self.stranger(user, rooms, Some(4_096)).await;
        assert_eq!(reader.next().await, "welcome");
        reader
    }

    pub(super) async fn stranger(&self, user: UserId, rooms: &'static [RoomId], buffers: Option<u32>) -> Reader {
        let (client, server) = pair(buffers).await;
        let socket = Arc::new(self.hub.connect(Stream::Tcp(server), user, user.0 * 100));
        let own = Arc::clone(&socket);
        self.tracker.spawn(async move {
            own.begins(false);
            own.greet(
                &Frame::text("welcome"),
                &rooms.iter().map(|room| (*room, 0)).collect::<Vec<_>>(),
                Availability::Auto,
            );
            loop {
                match own.next().await {
                    Due::Welcome => own.greet(&Frame::text("welcome again"), &[(ROOM, 0)], Availability::Auto),
                    Due::SessionCheck => own.send(&Frame::text("session?")),
                    Due::Ended(Ending::Closed(_)) => {
                        drop(timeout(Duration::from_millis(200), own.finish()).await);
                        break;
                    }
                    Due::Ended(Ending::Gone) => break,
                }
            }
        });
        Reader { client, socket: Some(socket) }
    }
}

pub(super) async fn pair(buffers: Option<u32>) -> (TcpStream, TcpStream) {
    let (listening, connecting) = (TcpSocket::new_v4().unwrap(), TcpSocket::new_v4().unwrap());
    if let Some(bytes) = buffers {
        listening.set_send_buffer_size(bytes).unwrap();
        connecting.set_recv_buffer_size(bytes).unwrap();
    }
    listening.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener: TcpListener = listening.listen(8).unwrap();
    let connecting = connecting.connect(listener.local_addr().unwrap());
    let (client, server) = tokio::join!(connecting, listener.accept());
    let (client, server) = (client.unwrap(), server.unwrap().0);
    server.set_nodelay(true).unwrap();
    (client, server)
}

/// The far end of a socket.
pub(super) struct Reader {
    pub(super) client: TcpStream,
    /// The near end, until the person goes away.
    pub(super) socket: Option<Arc<Connected>>,
}

impl Reader {
    pub(super) fn socket(&self) -> &Connected {
        self.socket.as_ref().unwrap()
    }

    /// Watches a room of which everything up to `seq` is known.
    pub(super) fn watch(&self, room: RoomId, seq: u64, head: u64) {
        assert!(self.socket().want(room));
        assert!(self.socket().watch(room, seq, head));
    }

    /// Watches from here on, and waits until that is so.
    pub(super) async fn watch_live(&mut self, world: &World, room: RoomId) {
        let head = world.head(room);
        self.watch(room, head, head);
        self.socket().announce_live();
        assert_eq!(self.next().await, "live");
    }

    /// The next text, or `close CODE`, or `ping`, or `end`.
    pub(super) async fn next(&mut self) -> String {
        timeout(PATIENCE, self.read()).await.expect("the frame comes").unwrap_or_else(|_| "end".to_owned())
    }

    async fn read(&mut self) -> std::io::Result<String> {
        let opcode = self.client.read_u8().await?;
        let length = match self.client.read_u8().await? {
            126 => u64::from(self.client.read_u16().await?),
            127 => self.client.read_u64().await?,
            short => u64::from(short),
        };
        let mut payload = vec![0; usize::try_from(length).unwrap()];
        self.client.read_exact(&mut payload).await?;
        Ok(match opcode {
            0x81 => String::from_utf8(payload).unwrap(),
            0x88 => format!("close {}", u16::from_be_bytes([payload[0], payload[1]])),
            0x89 => "ping".to_owned(),
            other => panic!("opcode {other:x}"),
        })
    }

    /// The next event of the room: its seq. Heads, beats and the like in between are skipped.
    pub(super) async fn event(&mut self, room: RoomId) -> u64 {
        loop {
            let text = self.next().await;
            assert_ne!(text, "end");
            let mut words = text.split(' ');
            if words.next() == Some("event") && words.next() == Some(&room.to_string()) {
                return words.next().unwrap().parse().unwrap();
            }
        }
    }

    /// Reads every event of `seqs`, each once and in order.
    pub(super) async fn events(&mut self, room: RoomId, seqs: std::ops::RangeInclusive<u64>) {
        for seq in seqs {
            assert_eq!(self.event(room).await, seq);
        }
    }

    /// Everything up to a text.
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
}

//! One socket of the crowd, with as little client as possible: bytes in, positions counted,
//! no JSON read, so that two cores are enough for both sides.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use app::domain::{Cid, RoomId};
use app::protocol::{ClientFrame, Hello, PostMessage, SUBPROTOCOL};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use uuid::Uuid;

use super::Failure;

/// What all sockets count together.
pub(super) struct Shared {
    start: Instant,
    filler: String,
    live: AtomicUsize,
    is_counting: AtomicUsize,
    pub(super) delivered: AtomicU64,
    pub(super) lost: AtomicU64,
    pub(super) repeated: AtomicU64,
    pub(super) resets: AtomicU64,
    pub(super) refused: AtomicU64,
    pub(super) ended: AtomicU64,
    /// Microseconds from saying to hearing.
    pub(super) delays: Mutex<Vec<u32>>,
    kept: Mutex<Vec<Sender>>,
}

impl Shared {
    pub(super) fn new(sockets: usize, bytes: usize) -> Self {
        Self {
            start: Instant::now(),
            filler: "x".repeat(bytes.saturating_sub(16)),
            live: AtomicUsize::new(0),
            is_counting: AtomicUsize::new(0),
            delivered: AtomicU64::new(0),
            lost: AtomicU64::new(0),
            repeated: AtomicU64::new(0),
            resets: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            ended: AtomicU64::new(0),
            delays: Mutex::new(Vec::with_capacity(sockets * 64)),
            kept: Mutex::new(Vec::new()),
        }
    }

    /// A socket closes when its writing half is dropped, so whoever is silent is kept here.
    pub(super) fn keep_open(&self, sender: Sender) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
    }

    /// From here on deliveries count.
    pub(super) fn begin(&self) {
        self.is_counting.store(1, Ordering::Relaxed);
    }

    pub(super) async fn all_live(&self, sockets: usize) -> Result<(), Failure> {
        let deadline = Instant::now() + super::PATIENCE;
        while self.live.load(Ordering::Relaxed) < sockets {
            if Instant::now() > deadline {
                let live = self.live.load(Ordering::Relaxed);
                return Err(format!("only {live} of {sockets} sockets are live").into());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }

    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}

/// The writing half.
pub(super) struct Sender(OwnedWriteHalf);

impl Sender {
    pub(super) async fn say(&mut self, room: RoomId, shared: &Shared) -> Result<(), Failure> {
        let body = format!("{:>12} {}", shared.now(), shared.filler);
        let post = PostMessage { room, cid: Cid(Uuid::now_v7()), body: format!("~{body}"), reply: None, files: vec![] };
        self.send(&ClientFrame::encode(Some(1), &post)).await
    }

    async fn send(&mut self, text: &str) -> Result<(), Failure> {
        // A mask of zeros is a mask; the text goes out as it is.
        let mut frame = vec![0x81];
        match u8::try_from(text.len()) {
            Ok(short @ 0..=125) => frame.push(0x80 | short),
            _ => {
                frame.push(0x80 | 126);
                frame.extend_from_slice(&u16::try_from(text.len())?.to_be_bytes());
            }
        }
        frame.extend_from_slice(&[0; 4]);
        frame.extend_from_slice(text.as_bytes());
        Ok(self.0.write_all(&frame).await?)
    }
}

/// The reading half.
pub(super) struct Socket {
    half: OwnedReadHalf,
    shared: Arc<Shared>,
    buffer: Vec<u8>,
    last: u64,
    delays: Vec<u32>,
}

impl Socket {
    /// Shakes hands and says hello, with nothing known of the room.
    pub(super) async fn open(
        at: SocketAddr,
        cookie: &str,
        room: RoomId,
        shared: Arc<Shared>,
    ) -> Result<(Self, Sender), Failure> {
        let tcp = TcpStream::connect(at).await?;
        tcp.set_nodelay(true)?;
        let (mut half, mut out) = tcp.into_split();
        let request = format!(
            "GET /socket HTTP/1.1\r\nHost: {at}\r\nOrigin: http://{at}\r\nCookie: {cookie}\r\nConnection: Upgrade\r\n\
             Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             Sec-WebSocket-Protocol: {SUBPROTOCOL}\r\n\r\n"
        );
        out.write_all(request.as_bytes()).await?;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(half.read_u8().await?);
        }
        if !head.starts_with(b"HTTP/1.1 101") {
            return Err(String::from_utf8_lossy(&head).into());
        }
        let mut sender = Sender(out);
        let hello = Hello { epoch: None, user_seq: 0, timelines: [(room, 0)].into(), idle: false };
        sender.send(&ClientFrame::encode(None, &hello)).await?;
        Ok((Self { half, shared, buffer: Vec::new(), last: 0, delays: Vec::new() }, sender))
    }

    /// Reads until the connection ends.
    pub(super) async fn read(mut self) {
        let mut chunk = [0; 16 * 1024];
        while let Ok(read @ 1..) = self.half.read(&mut chunk).await {
            self.buffer.extend_from_slice(&chunk[..read]);
            let mut at = 0;
            while let Some((from, to)) = frame(&self.buffer[at..]) {
                let (from, to) = (at + from, at + to);
                let payload = std::mem::take(&mut self.buffer);
                self.hear(&payload[from..to]);
                self.buffer = payload;
                at = to;
            }
            self.buffer.drain(..at);
            self.hand_in();
        }
        self.shared.ended.fetch_add(1, Ordering::Relaxed);
    }

    fn hear(&mut self, payload: &[u8]) {
        let shared = &self.shared;
        if payload.starts_with(b"{\"e\":\"live\"") {
            shared.live.fetch_add(1, Ordering::Relaxed);
        } else if payload.starts_with(b"{\"e\":\"reset\"") {
            shared.resets.fetch_add(1, Ordering::Relaxed);
        } else if payload.starts_with(b"{\"i\":1,\"err\"") || payload.starts_with(b"{\"err\"") {
            shared.refused.fetch_add(1, Ordering::Relaxed);
        } else if payload.starts_with(b"{\"e\":\"head\"") {
            // What the author has read by saying it; no event of its own.
        } else if let Some(seq) = number_behind(payload, b",\"s\":") {
            if self.last != 0 && seq > self.last + 1 {
                shared.lost.fetch_add(seq - self.last - 1, Ordering::Relaxed);
            } else if seq <= self.last {
                shared.repeated.fetch_add(1, Ordering::Relaxed);
            }
            self.last = seq;
            if shared.is_counting.load(Ordering::Relaxed) == 1
                && let Some(said) = number_behind(payload, b"\"body\":\"~")
            {
                self.delays.push(u32::try_from(shared.now().saturating_sub(said)).unwrap_or(u32::MAX));
            }
        }
    }

    fn hand_in(&mut self) {
        if !self.delays.is_empty() {
            self.shared.delivered.fetch_add(self.delays.len() as u64, Ordering::Relaxed);
            self.shared.delays.lock().unwrap_or_else(PoisonError::into_inner).append(&mut self.delays);
        }
    }
}

/// Where the payload of the first whole frame begins and ends.
fn frame(bytes: &[u8]) -> Option<(usize, usize)> {
    let (head, length) = match bytes.get(1)? & 0x7f {
        126 => (4, usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?))),
        127 => (10, usize::try_from(u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)).ok()?),
        short => (2, usize::from(short)),
    };
    (bytes.len() >= head + length).then_some((head, head + length))
}

/// The number that follows `marker`.
fn number_behind(bytes: &[u8], marker: &[u8]) -> Option<u64> {
    let at = bytes.windows(marker.len()).position(|w| w == marker)? + marker.len();
    let digits = bytes[at..].iter().skip_while(|b| **b == b' ').take_while(|b| b.is_ascii_digit());
    Some(digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
}

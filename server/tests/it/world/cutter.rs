//! A wire that can be cut: a small TCP proxy that lets so much through in one direction
//! and then breaks both at once, between two frames or in the middle of one.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::Address;
use super::parts::Parts;

/// Where the first connection breaks. The next ones are left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    Never,
    /// On the way to the server.
    Upward(Point),
    /// On the way to the browser.
    Downward(Point),
}

/// How much comes through before it breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    /// So many bytes, so that it mostly breaks inside a frame.
    Bytes(u64),
    /// The HTTP head and so many frames less one, so that it breaks between two of them.
    Parts(u64),
}

/// What a connection carried in one direction.
#[derive(Debug, Default)]
pub(crate) struct Carried {
    bytes: AtomicU64,
    parts: AtomicU64,
}

impl Carried {
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    pub(crate) fn parts(&self) -> u64 {
        self.parts.load(Ordering::Relaxed)
    }

    fn reached(&self, end: Option<Point>) -> bool {
        match end {
            None => false,
            Some(Point::Bytes(most)) => self.bytes() >= most,
            Some(Point::Parts(most)) => self.parts() >= most,
        }
    }

    /// Counts what was read, up to the point where it breaks, and says how many bytes come through.
    fn counts(&self, read: &[u8], parts: &mut Parts, end: Option<Point>) -> usize {
        for (n, byte) in read.iter().enumerate() {
            self.bytes.fetch_add(1, Ordering::Relaxed);
            self.parts.fetch_add(u64::from(parts.ends_with(*byte)), Ordering::Relaxed);
            if self.reached(end) {
                return n + 1;
            }
        }
        read.len()
    }
}

/// The proxy, and what its first connection carried each way.
pub(crate) struct Cutter {
    pub(crate) address: SocketAddr,
    pub(crate) up: Arc<Carried>,
    pub(crate) down: Arc<Carried>,
    task: JoinHandle<()>,
}

impl Cutter {
    pub(crate) async fn before(server: Address, cut: Cut) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (up, down) = (Arc::<Carried>::default(), Arc::<Carried>::default());
        let counters = (up.clone(), down.clone());
        let task = tokio::spawn(async move {
            let mut cut = cut;
            let mut counters = counters;
            while let Ok((near, _)) = listener.accept().await {
                let Ok(far) = TcpStream::connect(server.get()).await else { continue };
                tokio::spawn(carry(near, far, cut, counters));
                (cut, counters) = (Cut::Never, Default::default());
            }
        });
        Self { address, up, down, task }
    }
}

impl Drop for Cutter {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn carry(near: TcpStream, far: TcpStream, cut: Cut, counters: (Arc<Carried>, Arc<Carried>)) {
    near.set_nodelay(true).unwrap();
    far.set_nodelay(true).unwrap();
    let (near_in, near_out) = near.into_split();
    let (far_in, far_out) = far.into_split();
    let (up_end, down_end) = match cut {
        Cut::Never => (None, None),
        Cut::Upward(point) => (Some(point), None),
        Cut::Downward(point) => (None, Some(point)),
    };
    let broken = CancellationToken::new();
    let up = pump(near_in, far_out, up_end, counters.0, broken.clone());
    let down = pump(far_in, near_out, down_end, counters.1, broken);
    tokio::join!(up, down);
}

async fn pump(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    end: Option<Point>,
    carried: Arc<Carried>,
    broken: CancellationToken,
) {
    // Both halves end with the task, so the connection is gone in both directions.
    let _breaks = broken.clone().drop_guard();
    let mut parts = Parts::default();
    let mut buffer = vec![0; 16 * 1024];
    while !carried.reached(end) {
        let read = tokio::select! {
            () = broken.cancelled() => return,
            read = from.read(&mut buffer) => read,
        };
        let Ok(read @ 1..) = read else { return };
        let through = carried.counts(&buffer[..read], &mut parts, end);
        if to.write_all(&buffer[..through]).await.is_err() {
            return;
        }
    }
}

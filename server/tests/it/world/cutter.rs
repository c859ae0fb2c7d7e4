//! A wire that can be cut: a small TCP proxy that lets so many bytes through in each
//! direction and then breaks both sides at once, also in the middle of a frame.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::Address;

/// After how many bytes of the first connection it breaks. The next ones are left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    Never,
    /// Bytes on their way to the server.
    Upward(u64),
    /// Bytes on their way to the browser.
    Downward(u64),
}

/// The proxy, and how many bytes its first connection carried each way.
pub(crate) struct Cutter {
    pub(crate) address: SocketAddr,
    pub(crate) up: Arc<AtomicU64>,
    pub(crate) down: Arc<AtomicU64>,
    task: JoinHandle<()>,
}

impl Cutter {
    pub(crate) async fn before(server: Address, cut: Cut) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (up, down) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
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

async fn carry(near: TcpStream, far: TcpStream, cut: Cut, counters: (Arc<AtomicU64>, Arc<AtomicU64>)) {
    near.set_nodelay(true).unwrap();
    far.set_nodelay(true).unwrap();
    let (near_in, near_out) = near.into_split();
    let (far_in, far_out) = far.into_split();
    let (up_most, down_most) = match cut {
        Cut::Never => (u64::MAX, u64::MAX),
        Cut::Upward(most) => (most, u64::MAX),
        Cut::Downward(most) => (u64::MAX, most),
    };
    let broken = CancellationToken::new();
    let up = pump(near_in, far_out, up_most, counters.0, broken.clone());
    let down = pump(far_in, near_out, down_most, counters.1, broken);
    tokio::join!(up, down);
}

async fn pump(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    most: u64,
    carried: Arc<AtomicU64>,
    broken: CancellationToken,
) {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let left = most - carried.load(Ordering::Relaxed);
        if left == 0 {
            // Both halves end with the task, so the connection is gone in both directions.
            broken.cancel();
            return;
        }
        let room = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let read = tokio::select! {
            () = broken.cancelled() => return,
            read = from.read(&mut buffer[..room]) => read,
        };
        let Ok(read @ 1..) = read else {
            broken.cancel();
            return;
        };
        carried.fetch_add(read as u64, Ordering::Relaxed);
        if to.write_all(&buffer[..read]).await.is_err() {
            broken.cancel();
            return;
        }
    }
}

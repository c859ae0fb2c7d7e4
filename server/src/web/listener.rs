//! The accept loop: HTTP/1.1 over TCP, with bounds on what a stranger may hold.

use std::io;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// What a connection may cost before anyone is known by name.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Most connections that are open at once, sockets included.
    pub connections: usize,
    /// How long the head of a request may take.
    pub header_read: Duration,
    /// Most header fields of a request.
    pub headers: usize,
    /// Most bytes of a request's head.
    pub header_bytes: usize,
    /// How long running requests may take to finish once the server stops.
    pub drain: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connections: 10_000,
            header_read: Duration::from_secs(10),
            headers: 64,
            header_bytes: 16 * 1024,
            drain: Duration::from_secs(10),
        }
    }
}

/// Serves `router` until `stop`, then waits for running requests, at most `bounds.drain`.
/// Each request carries `axum::extract::ConnectInfo<SocketAddr>`.
///
/// # Errors
/// The listener's own address cannot be read.
#[expect(unused_variables, clippy::unused_async, reason = "placeholders")]
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: CancellationToken,
    tracker: TaskTracker,
    bounds: Bounds,
) -> io::Result<()> {
    unimplemented!()
}

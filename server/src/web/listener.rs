//! The accept loop: HTTP/1.1 over TCP, with bounds on what a stranger may hold.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use socket2::SockRef;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use super::TrustedProxies;
use super::strangers::{Stranger, Strangers};

/// How long to wait before accepting again when the process is out of something.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// What a connection may cost before anyone is known by name.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Most connections that are open at once, sockets included.
    pub connections: usize,
    /// Most of them from one network on which nobody has signed in yet.
    pub strangers: usize,
    /// How long a peer may leave what was sent unacknowledged.
    pub unacknowledged: Duration,
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
            strangers: 50,
            unacknowledged: Duration::from_secs(60),
            header_read: Duration::from_secs(10),
            headers: 64,
            header_bytes: 16 * 1024,
            drain: Duration::from_secs(10),
        }
    }
}

/// A connection's place among [`Bounds::connections`], as an extension of its requests: whoever takes the
/// connection over keeps it.
#[derive(Clone, Debug)]
pub struct Place(Arc<(OwnedSemaphorePermit, Mutex<Option<Stranger>>)>);

impl Place {
    /// Somebody has signed in on this connection: it counts as a stranger's no longer.
    pub fn is_known(&self) {
        self.0.1.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

/// Serves `router` until `stop`. What runs then is counted by `tracker` and has `bounds.drain` to finish.
/// Each request carries [`ConnectInfo<SocketAddr>`] and its [`Place`]. Behind `proxies` nobody's address is
/// known before a request is read, so they are never counted as strangers.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: CancellationToken,
    tracker: TaskTracker,
    bounds: Bounds,
    proxies: Arc<TrustedProxies>,
) {
    let places = Arc::new(Semaphore::new(bounds.connections));
    let strangers = Strangers::new(bounds.strangers);
    let http = builder(&bounds);
    let accepting = async {
        loop {
            // Whoever finds no place waits in the kernel's queue.
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
            let (stream, peer) = match listener.accept().await {
                Ok(accepted) => accepted,
                // This one peer has thought better of it.
                Err(error) if error.kind() == ErrorKind::ConnectionAborted => continue,
                Err(error) => {
                    tracing::warn!(%error, "A connection could not be accepted.");
                    sleep(ACCEPT_PAUSE).await;
                    continue;
                }
            };
            let stranger = if proxies.trusts(peer.ip()) { None } else { Some(strangers.enter(peer.ip())) };
            let Some(stranger) = stranger.map_or(Some(None), |entered| entered.map(Some)) else {
                tracing::debug!("A network has as many connections as strangers may have");
                continue;
            };
            let guest = Guest { stream, peer, place, stranger };
            tracker.spawn(converse(http.clone(), guest, router.clone(), stop.clone(), bounds));
        }
    };
    stop.run_until_cancelled(accepting).await;
}

fn builder(bounds: &Bounds) -> http1::Builder {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(bounds.header_read)
        .max_headers(bounds.headers)
        .max_buf_size(bounds.header_bytes)
        .max_header_size(bounds.header_bytes)
        .keep_alive(true);
    http
}

/// A connection that has just come in.
struct Guest {
    stream: TcpStream,
    peer: SocketAddr,
    place: OwnedSemaphorePermit,
    stranger: Option<Stranger>,
}

/// One connection, request by request.
async fn converse(
    http: http1::Builder,
    Guest { stream, peer, place, mut stranger }: Guest,
    router: Router,
    stop: CancellationToken,
    bounds: Bounds,
) {
    if let Some(stranger) = &mut stranger
        && timeout(bounds.header_read, stranger.wait()).await.is_err()
    {
        return;
    }
    let place = Place(Arc::new((place, Mutex::new(stranger))));
    // Small frames must not wait for the acknowledgement of the one before. Who takes nothing for long holds
    // no place: the kernel ends a connection whose peer keeps its window shut.
    let socket = SockRef::from(&stream);
    if stream.set_nodelay(true).and_then(|()| socket.set_tcp_user_timeout(Some(bounds.unacknowledged))).is_err() {
        return;
    }
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(place.clone());
        router.clone().oneshot(request)
    });
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service).with_upgrades());
    let outcome = match stop.run_until_cancelled(connection.as_mut()).await {
        Some(outcome) => outcome,
        None => {
            connection.as_mut().graceful_shutdown();
            timeout(bounds.drain, connection).await.unwrap_or(Ok(()))
        }
    };
    if let Err(error) = outcome {
        tracing::debug!(%error, "A connection ended badly.");
    }
}

#[cfg(test)]
mod tests {
    use axum::Extension;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::sync::Notify;

    use super::*;

    const REQUEST: &[u8] = b"GET /who HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    struct Served {
        address: SocketAddr,
        stop: CancellationToken,
        tracker: TaskTracker,
        /// The handler of `/slow` has begun; it may end.
        slow: Arc<(Notify, Notify)>,
    }

    async fn served(bounds: Bounds) -> Served {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (stop, tracker) = (CancellationToken::new(), TaskTracker::new());
        let address = listener.local_addr().unwrap();
        let slow = Arc::new((Notify::new(), Notify::new()));
        let own = Arc::clone(&slow);
        let router = Router::new()
            .route("/who", get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() }))
            .route("/known", get(|Extension(place): Extension<Place>| async move { place.is_known() }))
            .route(
                "/slow",
                get(async move || {
                    own.0.notify_one();
                    own.1.notified().await;
                    "done"
                }),
            );
        let proxies = Arc::default();
        tracker.spawn(serve(listener, router, stop.clone(), tracker.clone(), bounds, proxies));
        Served { address, stop, tracker, slow }
    }

    /// Everything until the server closes.
    async fn read(stream: &mut TcpStream) -> String {
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer).await);
        String::from_utf8(answer).unwrap()
    }

    #[tokio::test]
    async fn a_request_knows_whom_it_came_from() {
        let served = served(Bounds::default()).await;
        let mut client = TcpStream::connect(served.address).await.unwrap();
        client.write_all(REQUEST).await.unwrap();
        assert!(read(&mut client).await.ends_with(&client.local_addr().unwrap().to_string()));
    }

    #[tokio::test]
    async fn half_a_head_is_not_waited_for() {
        let served = served(Bounds { header_read: Duration::from_millis(50), ..Bounds::default() }).await;
        let mut client = TcpStream::connect(served.address).await.unwrap();
        client.write_all(&REQUEST[..20]).await.unwrap();
        read(&mut client).await;
    }

    #[tokio::test]
    async fn too_long_a_head_or_too_many_fields_are_refused() {
        let served = served(Bounds::default()).await;
        for head in [format!("X: {}\r\n", "x".repeat(20_000)), "X: x\r\n".repeat(65)] {
            let mut client = TcpStream::connect(served.address).await.unwrap();
            drop(client.write_all(format!("GET /who HTTP/1.1\r\n{head}\r\n").as_bytes()).await);
            assert!(read(&mut client).await.starts_with("HTTP/1.1 431"), "{}", &head[..9]);
        }
    }

    #[tokio::test]
    async fn who_finds_no_place_waits_for_one() {
        let served = served(Bounds { connections: 1, ..Bounds::default() }).await;
        let mut first = TcpStream::connect(served.address).await.unwrap();
        first.write_all(b"GET /slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await.unwrap();
        served.slow.0.notified().await;
        let mut second = TcpStream::connect(served.address).await.unwrap();
        second.write_all(REQUEST).await.unwrap();
        assert!(timeout(Duration::from_millis(50), second.readable()).await.is_err());
        served.slow.1.notify_one();
        assert!(read(&mut first).await.ends_with("done"));
        second.readable().await.unwrap();
    }

    #[tokio::test]
    async fn strangers_of_one_network_hold_only_so_many_connections() {
        let served = served(Bounds { strangers: 1, ..Bounds::default() }).await;
        let mut first = TcpStream::connect(served.address).await.unwrap();
        first.write_all(b"GET /slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await.unwrap();
        served.slow.0.notified().await;
        let mut second = TcpStream::connect(served.address).await.unwrap();
        second.write_all(REQUEST).await.unwrap();
        assert!(timeout(Duration::from_millis(50), second.readable()).await.is_err(), "it waits for its turn");
        served.slow.1.notify_one();
        assert!(read(&mut second).await.starts_with("HTTP/1.1 200"));
        assert!(read(&mut first).await.ends_with("done"));
        let mut known = TcpStream::connect(served.address).await.unwrap();
        known.write_all(b"GET /known HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
        known.readable().await.unwrap();
        let mut third = TcpStream::connect(served.address).await.unwrap();
        third.write_all(REQUEST).await.unwrap();
        assert!(read(&mut third).await.starts_with("HTTP/1.1 200"), "who has signed in is no stranger");
    }

    #[tokio::test]
    async fn what_runs_when_the_server_stops_is_finished() {
        let served = served(Bounds::default()).await;
        let mut client = TcpStream::connect(served.address).await.unwrap();
        client.write_all(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
        served.slow.0.notified().await;
        served.stop.cancel();
        served.slow.1.notify_one();
        assert!(read(&mut client).await.ends_with("done"));
        served.tracker.close();
        served.tracker.wait().await;
        assert!(TcpStream::connect(served.address).await.is_err());
    }
}

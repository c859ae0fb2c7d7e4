//! The door to live delivery: handshake, then one small task per socket.

pub mod codec;
mod connection;
mod depth;
mod goodbye;
mod handshake;
mod inbox;
mod rate;
#[cfg(test)]
mod tests;

use std::time::Duration;

use app::domain::{RoomId, Status, UserId};
use app::protocol::{CloseCode, Command, Problem, ServerFrame, Welcome};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use serde_json::value::RawValue;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_util::task::TaskTracker;

use handshake::Refusal;

pub(super) use depth::decode;

use super::listener::Place;
use crate::hub::{Frame, Hub, Notices, SocketId, Stream};

/// A welcome, and every room that the person is a member of, with its newest event.
pub type Greeting = (Welcome, Vec<(RoomId, u64)>);

/// What a socket needs from the chat: one signed-in person's side of the conversation.
pub trait Conversation: Send + Sync + 'static {
    /// Who is speaking.
    fn user(&self) -> UserId;
    /// By which session.
    fn session(&self) -> i64;
    /// Does what a command asks; the body of `ok`, or the problem. Never given `hello`, `room.watch` or `room.unwatch`.
    fn perform(&self, command: Command, from: SocketId) -> BoxFuture<'_, Result<Box<RawValue>, Problem>>;
    /// The greeting, read now. Its `heartbeat_ms` is filled in by the socket.
    fn welcome(&self) -> BoxFuture<'_, Result<Greeting, Problem>>;
    /// Whether the person may look at the room now, and if so its newest event, and what its members are about.
    fn watch(&self, room: RoomId) -> BoxFuture<'_, Result<Watched, Problem>>;
    /// Whether the session is still valid.
    fn is_signed_in(&self) -> BoxFuture<'_, bool>;
}

/// Where a room stands, and what its members are about.
pub type Watched = (u64, Vec<(UserId, Status)>);

/// Times and rates of a socket.
#[derive(Clone, Copy, Debug)]
pub struct SocketSettings {
    /// How long a client may take from the handshake to its hello.
    pub hello_within: Duration,
    /// Commands and control frames a second; twice as many at once.
    pub operations_per_second: u32,
    /// Frames that are no command, until the socket is closed.
    pub malformed_most: u32,
    /// How long a closed socket may take to say goodbye.
    pub linger: Duration,
}

impl Default for SocketSettings {
    fn default() -> Self {
        Self {
            hello_within: Duration::from_secs(10),
            operations_per_second: 50,
            malformed_most: 20,
            linger: Duration::from_secs(2),
        }
    }
}

/// What all sockets share. Clones are cheap.
#[derive(Clone)]
pub struct Sockets {
    /// Who carries the frames.
    pub hub: Hub,
    /// Times and rates.
    pub settings: SocketSettings,
    /// Where the tasks are counted.
    pub tracker: TaskTracker,
}

/// Answers `GET /socket`. The caller has authenticated the person and checked `Origin`.
pub fn upgrade<C: Conversation>(request: Parts, conversation: C, sockets: &Sockets) -> Response {
    let (hub, settings) = (sockets.hub.clone(), sockets.settings);
    accept(request, sockets, move |stream, early| {
        connection::run(Stream::Tcp(stream), early, conversation, &hub, settings)
    })
}

/// Answers `GET /socket` of somebody who may not talk: a browser can read the `code` of a socket that was
/// open, but not the status of a handshake that failed.
pub fn turn_away(request: Parts, code: CloseCode, sockets: &Sockets) -> Response {
    let linger = sockets.settings.linger;
    accept(request, sockets, move |stream, early| async move {
        drop(timeout(linger, goodbye::say(&stream, early, code)).await);
    })
}

/// Shakes hands; `talk` is given the connection and what of it was read already.
fn accept<T: Future<Output = ()> + Send + 'static>(
    mut request: Parts,
    sockets: &Sockets,
    talk: impl FnOnce(TcpStream, Vec<u8>) -> T + Send + 'static,
) -> Response {
    let acceptance = match handshake::check(&request) {
        Ok(acceptance) => acceptance,
        Err(refusal) => return refusal.into_response(),
    };
    let Some(upgrade) = request.extensions.remove::<OnUpgrade>() else { return Refusal::NO_UPGRADE.into_response() };
    let place = request.extensions.remove::<Place>();
    let is_understood = acceptance.is_understood();
    let own = sockets.clone();
    sockets.tracker.spawn(async move {
        let Ok(Ok(upgraded)) = timeout(own.settings.hello_within, upgrade).await else { return };
        let Ok(parts) = upgraded.downcast::<TokioIo<TcpStream>>() else {
            return tracing::error!("A socket was not served by this server's own listener.");
        };
        let (stream, early) = (parts.io.into_inner(), parts.read_buf.to_vec());
        // A task of its own: what hyper and the handshake took is given back. Mapped, because a block
        // that awaits what it was given holds it twice.
        if is_understood {
            own.tracker.spawn(talk(stream, early).map(|()| drop(place)));
        } else {
            own.tracker.spawn(async move {
                let goodbye = goodbye::say(&stream, early, CloseCode::ProtocolNotSupported);
                drop(timeout(own.settings.linger, goodbye).await);
                drop(place);
            });
        }
    });
    acceptance.into_response()
}

/// What the hub says by itself, in the words of the protocol.
pub fn notices() -> Notices {
    fn frame(frame: &ServerFrame) -> Frame {
        Frame::text(&frame.encode())
    }
    Notices {
        live: frame(&ServerFrame::Live),
        beat: frame(&ServerFrame::Beat),
        head: |room, seq, msg_no, read_no| frame(&ServerFrame::Head { room, seq, msg_no, read_no }),
        reset: |room, seq| frame(&ServerFrame::Reset { room, seq }),
        bye: |after_ms| frame(&ServerFrame::Bye { after_ms }),
        going_away: CloseCode::GoingAway.number(),
        too_many: CloseCode::TooManyRequests.number(),
        not_draining: CloseCode::NotDraining.number(),
    }
}

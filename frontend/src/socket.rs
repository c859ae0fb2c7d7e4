//! The socket: opened, greeted, read, and opened again for as long as the page lives.

use std::cell::RefCell;

use app::protocol::{ClientFrame, CloseCode, SUBPROTOCOL, ServerFrame};
use app::state::{BEFORE_SHOWING_MS, Backoff, ChatState, LinkStatus, SILENCE_MS, Verdict};
use futures_channel::{mpsc, oneshot};
use futures_util::future::{Either, poll_fn, select};
use futures_util::{SinkExt, StreamExt};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, State, WebSocketError};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::Browser;
use crate::sleep::sleep;

thread_local! {
    static WAKE: RefCell<Option<oneshot::Sender<()>>> = const { RefCell::new(None) };
    static RESTART: RefCell<Option<oneshot::Sender<()>>> = const { RefCell::new(None) };
}

/// How a connection ended.
enum End {
    /// It was lost: try again. `live`: it had come so far that the backoff starts anew.
    Lost { live: bool },
    /// The server stops, and wants this client back after so many milliseconds; or the network is another one.
    Again(u64),
    /// The history is another one.
    Reload,
    /// There is no use in trying again.
    Stop(Verdict),
}

/// Keeps the conversation going until the page ends or the server refuses.
pub(crate) async fn run(state: ChatState) {
    let mut backoff = Backoff::default();
    show_loss(state);
    loop {
        let wait = match converse(state).await {
            End::Lost { live } => {
                if live {
                    backoff.reset();
                }
                backoff.next_wait(js_sys::Math::random())
            }
            End::Again(after_ms) => after_ms,
            End::Reload => {
                let _ = window().location().reload();
                return;
            }
            End::Stop(verdict) => return stop(state, verdict),
        };
        if wait_or_wake(wait).await {
            backoff.reset();
        }
    }
}

/// The network is back, or the person looks again: do not wait any longer.
pub(crate) fn wake() {
    if let Some(wake) = WAKE.with_borrow_mut(Option::take) {
        let _ = wake.send(());
    }
}

/// The network went and came back: whether the old connection survived, only a long silence
/// would tell, so a new one is made at once.
pub(crate) fn restart() {
    if let Some(restart) = RESTART.with_borrow_mut(Option::take) {
        let _ = restart.send(());
    }
    wake();
}

async fn wait_or_wake(ms: u64) -> bool {
    let (wake, woken) = oneshot::channel();
    WAKE.with_borrow_mut(|slot| *slot = Some(wake));
    matches!(select(Box::pin(sleep(ms)), woken).await, Either::Right((Ok(()), _)))
}

fn stop(state: ChatState, verdict: Verdict) {
    state.status.set(LinkStatus::Stopped(verdict));
    if verdict == Verdict::SignedOut {
        let location = window().location();
        let here = location.pathname().unwrap_or_default();
        let _ = location.assign(&format!("/sign-in?next={}", String::from(js_sys::encode_uri_component(&here))));
    }
}

fn address() -> String {
    let origin = window().location().origin().unwrap_or_default();
    format!("{}/socket", origin.replacen("http", "ws", 1))
}

/// The socket, where the browser can open one.
fn open() -> Option<WebSocket> {
    if cfg!(feature = "csr") {
        // Trunk's proxy leaves the subprotocol out of its answer, which ends a socket that offered one; it offers
        // it to the server itself (Trunk.toml).
        WebSocket::open(&address()).ok()
    } else {
        WebSocket::open_with_protocol(&address(), SUBPROTOCOL).ok()
    }
}

async fn converse(state: ChatState) -> End {
    let Some(mut socket) = open() else { return End::Lost { live: false } };
    let (restart, mut restarted) = oneshot::channel();
    RESTART.with_borrow_mut(|slot| *slot = Some(restart));
    let opening = poll_fn(|cx| socket.poll_ready_unpin(cx));
    let _ = select(opening, Box::pin(sleep(SILENCE_MS))).await;
    // One that did not open takes no words; its stream tells why.
    let is_open = matches!(socket.state(), State::Open);
    let (mut sink, mut stream) = socket.split();
    let (outgoing, mut frames) = mpsc::unbounded::<String>();
    if is_open {
        let _ = outgoing.unbounded_send(ClientFrame::encode(None, &state.hello()));
        Browser::connect(Some(outgoing));
    }
    spawn_local(async move {
        while let Some(frame) = frames.next().await {
            if sink.send(Message::Text(frame)).await.is_err() {
                break;
            }
        }
        let _ = sink.close().await;
    });

    let mut live = false;
    let end = loop {
        let interrupted = select(Box::pin(sleep(SILENCE_MS)), &mut restarted);
        let text = match select(stream.next(), interrupted).await {
            Either::Left((Some(Ok(Message::Text(text))), _)) => text,
            Either::Left((Some(Ok(Message::Bytes(_))), _)) => continue,
            Either::Left((Some(Err(WebSocketError::ConnectionClose(close))), _)) => break verdict(close.code, live),
            Either::Right((Either::Right(_), _)) => break End::Again(0),
            Either::Left(_) | Either::Right(_) => break End::Lost { live },
        };
        match ServerFrame::decode(&text) {
            Ok(ServerFrame::Bye { after_ms }) => break End::Again(after_ms),
            Ok(frame) => {
                live |= matches!(frame, ServerFrame::Live);
                state.on_frame(frame);
            }
            Err(_) => break End::Lost { live: false },
        }
    };
    Browser::connect(None);
    show_loss(state);
    state.on_lost();
    end
}

/// A short break is nobody's business.
fn show_loss(state: ChatState) {
    if state.status.get_untracked() == LinkStatus::Live {
        state.status.set(LinkStatus::Connecting);
    }
    spawn_local(async move {
        sleep(BEFORE_SHOWING_MS).await;
        if state.status.get_untracked() == LinkStatus::Connecting {
            let offline = !window().navigator().on_line();
            state.status.set(if offline { LinkStatus::Offline } else { LinkStatus::Reconnecting });
        }
    });
}

fn verdict(code: u16, live: bool) -> End {
    match code {
        code if code == CloseCode::NotSignedIn.number() => End::Stop(Verdict::SignedOut),
        code if code == CloseCode::Banned.number() => End::Stop(Verdict::Banned),
        code if code == CloseCode::ProtocolNotSupported.number() => End::Stop(Verdict::Outdated),
        code if code == CloseCode::EpochChanged.number() => End::Reload,
        code if code == CloseCode::PolicyViolation.number() || code == CloseCode::TooManyRequests.number() => {
            End::Lost { live: false }
        }
        _ => End::Lost { live },
    }
}

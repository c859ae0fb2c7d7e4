//! What a client says, message by message. All sockets of a thread read into one buffer; a socket
//! keeps only what it cannot use yet.

use std::cell::RefCell;
use std::io;

use super::codec::{Decoder, Item, Violation};
use crate::hub::Connected;

const BUFFER_BYTES: usize = 64 * 1024;

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; BUFFER_BYTES]);
}

#[derive(Default)]
pub(super) struct Inbox {
    decoder: Decoder,
    /// Bytes that were read and not decoded yet, from `at` on.
    held: Vec<u8>,
    at: usize,
    state: State,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Open,
    /// The peer has closed.
    Closed,
    /// The peer broke the protocol: what follows has no meaning.
    Broken,
}

/// Why nothing more can be heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Silence {
    /// The connection is broken, or closed without a word.
    Gone,
    /// The peer broke the protocol.
    Broken(Violation),
}

impl Inbox {
    /// An inbox that begins with what came together with the handshake.
    pub(super) fn new(early: Vec<u8>) -> Self {
        Self { held: early, ..Self::default() }
    }

    /// The next whole message. Nothing is read while the one before is being worked on, so a client
    /// that asks faster than it is answered is held back by TCP.
    pub(super) async fn next(&mut self, socket: &Connected) -> Result<Item, Silence> {
        let next = self.read(socket).await;
        self.state = match next {
            Ok(Item::Close(_)) | Err(Silence::Gone) => State::Closed,
            Err(Silence::Broken(_)) => State::Broken,
            Ok(_) => State::Open,
        };
        next
    }

    /// Listens to nothing any more but the peer's own goodbye, so that no reset overtakes our last words.
    pub(super) async fn see_off(&mut self, socket: &Connected) {
        while self.state == State::Open {
            drop(self.next(socket).await);
        }
        if self.state == State::Broken {
            discard(socket).await;
        }
    }

    async fn read(&mut self, socket: &Connected) -> Result<Item, Silence> {
        loop {
            if let Some(item) = self.next_held().map_err(Silence::Broken)? {
                return Ok(item);
            }
            socket.stream().readable().await.map_err(|_| Silence::Gone)?;
            let read = BUFFER.with_borrow_mut(|buffer| {
                let read = match socket.stream().try_read(buffer) {
                    Ok(0) => return Err(Silence::Gone),
                    Ok(read) => read,
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
                    Err(_) => return Err(Silence::Gone),
                };
                socket.heard();
                let mut input = &buffer[..read];
                let item = self.decoder.decode(&mut input).map_err(Silence::Broken)?;
                self.held = input.to_vec();
                Ok(item)
            })?;
            if let Some(item) = read {
                return Ok(item);
            }
        }
    }

    fn next_held(&mut self) -> Result<Option<Item>, Violation> {
        let mut input = &self.held[self.at..];
        let item = self.decoder.decode(&mut input)?;
        self.at = self.held.len() - input.len();
        if input.is_empty() {
            (self.held, self.at) = (Vec::new(), 0);
        }
        Ok(item)
    }
}

/// Reads and throws away until the peer has closed its side.
async fn discard(socket: &Connected) {
    while socket.stream().readable().await.is_ok() {
        match BUFFER.with_borrow_mut(|buffer| socket.stream().try_read(buffer)) {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(_) => return,
        }
    }
}

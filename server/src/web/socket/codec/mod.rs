//! RFC 6455 as a server reads it, without extensions. Bytes go in as they come, whole
//! messages come out; nothing is ever allocated because a peer says how long something will be.
//!
//! Writing is [`crate::hub::Frame`]: a server's frames have no mask and no fragments.

mod head;
#[cfg(test)]
mod tests;

use app::protocol::CloseCode;

use head::{Head, Opcode};

/// Most bytes in one frame, and in one message of several.
pub const MESSAGE_MOST: usize = 64 * 1024;

/// What a peer said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A whole text message.
    Text(String),
    /// A whole binary message; only from a decoder that accepts them.
    Binary(Vec<u8>),
    /// Asks for a pong with the same payload.
    Ping(Vec<u8>),
    /// Answers a ping, or nothing.
    Pong(Vec<u8>),
    /// The last frame; `None` when it gives no code.
    Close(Option<u16>),
}

/// How a peer broke the protocol: the connection is closed with this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Violation {
    /// What the close frame says.
    pub code: CloseCode,
    /// Why, in words.
    pub reason: &'static str,
}

impl Violation {
    const fn protocol(reason: &'static str) -> Self {
        Self { code: CloseCode::ProtocolError, reason }
    }

    const TEXT: Self = Self { code: CloseCode::InvalidText, reason: "text that is not UTF-8" };
    const TOO_LARGE: Self = Self { code: CloseCode::TooLarge, reason: "more than 64 KiB" };
    const BINARY: Self = Self { code: CloseCode::UnsupportedData, reason: "only text is spoken here" };
}

/// Reads frames from the bytes of one connection. While nothing is under way it holds no memory.
#[derive(Debug, Default)]
pub struct Decoder {
    accepts_binary: bool,
    head: Head,
    /// The frame whose payload is being read.
    frame: Option<Payload>,
    /// What has come of the control frame being read.
    control: Vec<u8>,
    /// What has come of the message under way.
    message: Vec<u8>,
    /// Whether a message is under way, and of which kind.
    kind: Option<Kind>,
    /// How much of `message` is known to be whole characters.
    valid: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Binary,
}

#[derive(Debug)]
struct Payload {
    opcode: Opcode,
    is_final: bool,
    left: usize,
    mask: [u8; 4],
}

impl Decoder {
    /// A decoder that also takes binary messages.
    pub fn accepting_binary() -> Self {
        Self { accepts_binary: true, ..Self::default() }
    }

    /// Takes bytes off the front of `input` until something is complete, or all are taken.
    ///
    /// # Errors
    /// The peer broke the protocol; nothing that follows has a meaning.
    pub fn decode(&mut self, input: &mut &[u8]) -> Result<Option<Item>, Violation> {
        loop {
            if self.frame.is_none() {
                let Some(frame) = self.head.read(input)? else { return Ok(None) };
                self.begin(&frame)?;
                self.frame = Some(frame);
            }
            let Some(frame) = &mut self.frame else { return Ok(None) };
            let is_control = frame.opcode.is_control();
            let target = if is_control { &mut self.control } else { &mut self.message };
            let (taken, rest) = input.split_at(frame.left.min(input.len()));
            *input = rest;
            unmask(target, taken, &mut frame.mask);
            frame.left -= taken.len();
            let (done, is_final, opcode) = (frame.left == 0, frame.is_final, frame.opcode);
            if !(is_control || done && is_final) {
                self.check_text()?;
            }
            if !done {
                return Ok(None);
            }
            self.frame = None;
            if is_control {
                return self.control(opcode).map(Some);
            }
            if is_final {
                return self.finish().map(Some);
            }
        }
    }

    /// Whether the peer may begin this frame now.
    fn begin(&mut self, frame: &Payload) -> Result<(), Violation> {
        match (frame.opcode, self.kind) {
            (Opcode::Close | Opcode::Ping | Opcode::Pong, _) => return Ok(()),
            (Opcode::Continuation, None) => return Err(Violation::protocol("nothing to continue")),
            (Opcode::Text | Opcode::Binary, Some(_)) => return Err(Violation::protocol("a message inside a message")),
            (Opcode::Binary, None) if !self.accepts_binary => return Err(Violation::BINARY),
            (Opcode::Continuation, Some(_)) => {}
            (Opcode::Text, None) => self.kind = Some(Kind::Text),
            (Opcode::Binary, None) => self.kind = Some(Kind::Binary),
        }
        if self.message.len() + frame.left > MESSAGE_MOST { Err(Violation::TOO_LARGE) } else { Ok(()) }
    }

    /// What has come of a text must be UTF-8 but for a character that is still incomplete.
    fn check_text(&mut self) -> Result<(), Violation> {
        if self.kind != Some(Kind::Text) {
            return Ok(());
        }
        match std::str::from_utf8(&self.message[self.valid..]) {
            Ok(_) => self.valid = self.message.len(),
            Err(error) if error.error_len().is_none() => self.valid += error.valid_up_to(),
            Err(_) => return Err(Violation::TEXT),
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<Item, Violation> {
        self.valid = 0;
        let message = std::mem::take(&mut self.message);
        if self.kind.take() == Some(Kind::Binary) {
            return Ok(Item::Binary(message));
        }
        String::from_utf8(message).map(Item::Text).map_err(|_| Violation::TEXT)
    }

    fn control(&mut self, opcode: Opcode) -> Result<Item, Violation> {
        let payload = std::mem::take(&mut self.control);
        match opcode {
            Opcode::Ping => Ok(Item::Ping(payload)),
            Opcode::Pong => Ok(Item::Pong(payload)),
            _ => close(&payload).map(Item::Close),
        }
    }
}

/// The payload of a close frame: nothing, or a code that may be sent and a reason in UTF-8.
fn close(payload: &[u8]) -> Result<Option<u16>, Violation> {
    let Some((code, reason)) = payload.split_first_chunk::<2>() else {
        return if payload.is_empty() { Ok(None) } else { Err(Violation::protocol("half a close code")) };
    };
    let code = u16::from_be_bytes(*code);
    // 1004 to 1006 and 1015 stand for what never goes over the wire; 1012 to 1014 came after the RFC.
    if !matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999) {
        return Err(Violation::protocol("a close code that may not be sent"));
    }
    if std::str::from_utf8(reason).is_err() {
        return Err(Violation::TEXT);
    }
    Ok(Some(code))
}

/// Appends `masked` without its mask, and turns the mask so that the next byte meets its own.
fn unmask(target: &mut Vec<u8>, masked: &[u8], mask: &mut [u8; 4]) {
    let from = target.len();
    target.extend_from_slice(masked);
    let wide = u32::from_ne_bytes(*mask);
    let wide = u64::from(wide) << 32 | u64::from(wide);
    let mut chunks = target[from..].chunks_exact_mut(8);
    for chunk in &mut chunks {
        for (byte, key) in chunk.iter_mut().zip(wide.to_ne_bytes()) {
            *byte ^= key;
        }
    }
    for (byte, key) in chunks.into_remainder().iter_mut().zip(mask.iter().cycle()) {
        *byte ^= key;
    }
    mask.rotate_left(masked.len() % 4);
}

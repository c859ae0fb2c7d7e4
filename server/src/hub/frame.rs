//! Frames as a server writes them: whole, unmasked, encoded once and shared by all readers.

use bytes::{BufMut, Bytes, BytesMut};

const FIN: u8 = 0x80;
const TEXT: u8 = 0x1;
const CLOSE: u8 = 0x8;
const PING: u8 = 0x9;
const PONG: u8 = 0xA;

/// Most bytes that fit into a control frame.
pub(crate) const CONTROL_MOST: usize = 125;

/// One WebSocket frame, header and payload. Clones share the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame(Bytes);

impl Frame {
    /// A whole text message.
    pub fn text(json: &str) -> Self {
        Self::encode(TEXT, &[json.as_bytes()])
    }

    /// A ping; what it carries beyond 125 bytes is cut off.
    pub fn ping(payload: &[u8]) -> Self {
        Self::encode(PING, &[&payload[..payload.len().min(CONTROL_MOST)]])
    }

    /// The answer to a ping; what it carries beyond 125 bytes is cut off.
    pub fn pong(payload: &[u8]) -> Self {
        Self::encode(PONG, &[&payload[..payload.len().min(CONTROL_MOST)]])
    }

    /// The last frame: why this side closes. A reason over 123 bytes is left out.
    pub fn close(code: u16, reason: &str) -> Self {
        let reason = if reason.len() + 2 > CONTROL_MOST { "" } else { reason };
        Self::encode(CLOSE, &[&code.to_be_bytes(), reason.as_bytes()])
    }

    /// The last frame, without a reason.
    pub fn close_silently() -> Self {
        Self::encode(CLOSE, &[])
    }

    /// Whole frames, back to back, that go out as if they were one.
    pub(super) fn of_frames(frames: Bytes) -> Self {
        Self(frames)
    }

    /// The bytes as they go over the wire.
    pub fn bytes(&self) -> &Bytes {
        &self.0
    }

    fn encode(opcode: u8, parts: &[&[u8]]) -> Self {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        let mut frame = BytesMut::with_capacity(length + 10);
        frame.put_u8(FIN | opcode);
        if let Ok(short @ 0..=125) = u8::try_from(length) {
            frame.put_u8(short);
        } else if let Ok(medium) = u16::try_from(length) {
            frame.put_u8(126);
            frame.put_u16(medium);
        } else {
            frame.put_u8(127);
            frame.put_u64(length as u64);
        }
        for part in parts {
            frame.put_slice(part);
        }
        Self(frame.freeze())
    }
}

/// How long the first of these frames is, which are whole and a server's own.
pub(super) fn frame_length(frames: &[u8]) -> usize {
    match *frames {
        [_, 126, a, b, ..] => 4 + usize::from(u16::from_be_bytes([a, b])),
        [_, 127, a, b, c, d, e, f, g, h, ..] => {
            let long = u64::from_be_bytes([a, b, c, d, e, f, g, h]);
            usize::try_from(long).unwrap_or(usize::MAX).saturating_add(10).min(frames.len())
        }
        [_, short, ..] => 2 + usize::from(short),
        _ => frames.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_takes_as_few_bytes_as_it_can_and_is_read_back() {
        for (length, head) in [(0, 2), (125, 2), (126, 4), (0xFFFF, 4), (0x1_0000, 10)] {
            let frame = Frame::text(&"x".repeat(length));
            assert_eq!(frame.bytes().len(), head + length);
            assert_eq!(frame_length(frame.bytes()), head + length);
        }
    }

    #[test]
    fn control_frames_stay_within_their_limit() {
        assert_eq!(&Frame::close(1000, "bye").bytes()[..], b"\x88\x05\x03\xE8bye");
        assert_eq!(Frame::close(1000, &"x".repeat(124)).bytes().len(), 4);
        assert_eq!(Frame::pong(&[0; 200]).bytes().len(), 127);
        assert_eq!(&Frame::close_silently().bytes()[..], b"\x88\x00");
    }
}

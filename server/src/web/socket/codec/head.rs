//! The head of a frame: up to 14 bytes, judged as early as each of them allows.

use super::{MESSAGE_MOST, Payload, Violation};
use crate::hub::CONTROL_MOST;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opcode {
    Continuation,
    Text,
    Binary,
    Close,
    Ping,
    Pong,
}

impl Opcode {
    fn parse(bits: u8) -> Option<Self> {
        Some(match bits {
            0x0 => Self::Continuation,
            0x1 => Self::Text,
            0x2 => Self::Binary,
            0x8 => Self::Close,
            0x9 => Self::Ping,
            0xA => Self::Pong,
            _ => return None,
        })
    }

    pub(super) fn is_control(self) -> bool {
        matches!(self, Self::Close | Self::Ping | Self::Pong)
    }
}

/// What has come of a head.
#[derive(Debug, Default)]
pub(super) struct Head {
    bytes: [u8; 14],
    have: usize,
}

impl Head {
    /// Takes bytes off `input`; the frame, once its head is whole.
    pub(super) fn read(&mut self, input: &mut &[u8]) -> Result<Option<Payload>, Violation> {
        if !self.fill(2, input) {
            return Ok(None);
        }
        let [first, second, ..] = self.bytes;
        let opcode = judge(first, second)?;
        let extended = match second & 0x7F {
            126 => 2,
            127 => 8,
            _ => 0,
        };
        if !self.fill(2 + extended, input) {
            return Ok(None);
        }
        let left = length(second & 0x7F, &self.bytes[2..2 + extended])?;
        if !self.fill(6 + extended, input) {
            return Ok(None);
        }
        let mut mask = [0; 4];
        mask.copy_from_slice(&self.bytes[2 + extended..6 + extended]);
        self.have = 0;
        Ok(Some(Payload { opcode, is_final: first & 0x80 != 0, left, mask }))
    }

    /// Whether at least `need` bytes are there, after taking what is missing from `input`.
    fn fill(&mut self, need: usize, input: &mut &[u8]) -> bool {
        let missing = need.saturating_sub(self.have).min(input.len());
        let (taken, rest) = input.split_at(missing);
        self.bytes[self.have..self.have + missing].copy_from_slice(taken);
        self.have += missing;
        *input = rest;
        self.have >= need
    }
}

/// What the first two bytes alone tell.
fn judge(first: u8, second: u8) -> Result<Opcode, Violation> {
    if first & 0x70 != 0 {
        return Err(Violation::protocol("a reserved bit is set"));
    }
    let opcode = Opcode::parse(first & 0x0F).ok_or(Violation::protocol("a reserved opcode"))?;
    if opcode.is_control() && first & 0x80 == 0 {
        return Err(Violation::protocol("a control frame in fragments"));
    }
    if opcode.is_control() && usize::from(second & 0x7F) > CONTROL_MOST {
        return Err(Violation::protocol("a control frame over 125 bytes"));
    }
    if second & 0x80 == 0 {
        return Err(Violation::protocol("a client's frame without a mask"));
    }
    Ok(opcode)
}

/// The length that a frame declares: in as few bytes as it takes, and within bounds.
fn length(short: u8, extended: &[u8]) -> Result<usize, Violation> {
    let length = if extended.is_empty() {
        u64::from(short)
    } else {
        extended.iter().fold(0, |length, byte| length << 8 | u64::from(*byte))
    };
    match extended.len() {
        8 if length >> 63 != 0 => return Err(Violation::protocol("a length of 64 bits")),
        8 if length <= 0xFFFF => return Err(Violation::protocol("a length in more bytes than it takes")),
        2 if length < 126 => return Err(Violation::protocol("a length in more bytes than it takes")),
        _ => {}
    }
    usize::try_from(length).ok().filter(|length| *length <= MESSAGE_MOST).ok_or(Violation::TOO_LARGE)
}

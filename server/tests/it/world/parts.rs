//! Where the parts of a connection end: its HTTP head, and then each WebSocket frame.

/// Reads a connection in one direction, byte by byte.
#[derive(Debug)]
pub(crate) enum Parts {
    /// The HTTP head, with so many bytes of the empty line that ends it seen.
    Head(usize),
    /// The beginning of a frame: what was seen of it.
    Begin(Vec<u8>),
    /// So many bytes of a frame are still to come.
    Body(u64),
}

const EMPTY_LINE: &[u8] = b"\r\n\r\n";

impl Default for Parts {
    fn default() -> Self {
        Self::Head(0)
    }
}

impl Parts {
    /// Takes the next byte; true when it is the last one of its part.
    pub(crate) fn ends_with(&mut self, byte: u8) -> bool {
        match self {
            Self::Head(seen) => {
                *seen = if byte == EMPTY_LINE[*seen] { *seen + 1 } else { usize::from(byte == EMPTY_LINE[0]) };
                self.ends(|parts| matches!(parts, Self::Head(4)))
            }
            Self::Begin(seen) => {
                seen.push(byte);
                if let Some(left) = left_after(seen) {
                    *self = Self::Body(left);
                }
                self.ends(|parts| matches!(parts, Self::Body(0)))
            }
            Self::Body(left) => {
                *left -= 1;
                self.ends(|parts| matches!(parts, Self::Body(0)))
            }
        }
    }

    fn ends(&mut self, whether: impl Fn(&Self) -> bool) -> bool {
        let ends = whether(self);
        if ends {
            *self = Self::Begin(Vec::new());
        }
        ends
    }
}

/// How many bytes follow the beginning of a frame, once it tells (RFC 6455, section 5.2).
fn left_after(begin: &[u8]) -> Option<u64> {
    let &[_, second, ref more @ ..] = begin else { return None };
    let length = match second & 0x7f {
        126 => u64::from(u16::from_be_bytes(more.get(..2)?.try_into().unwrap())),
        127 => u64::from_be_bytes(more.get(..8)?.try_into().unwrap()),
        short => u64::from(short),
    };
    let mask = if second & 0x80 == 0 { 0 } else { 4 };
    Some(length + mask)
}

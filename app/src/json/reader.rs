//! Walks through a text of JSON, piece by piece.

use std::borrow::Cow;

use super::{Result, Unreadable};

/// Most levels of lists and objects in each other.
const DEPTH: u8 = 100;

/// A text, and how far it is read.
pub(super) struct Reader<'de> {
    text: &'de str,
    at: usize,
    /// In how many lists and objects.
    pub(super) depth: u8,
}

impl<'de> Reader<'de> {
    pub(super) fn new(text: &'de str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// Nothing but white space may follow.
    pub(super) fn ends(&mut self) -> Result<()> {
        if self.next_is().is_none() { Ok(()) } else { Err(Unreadable) }
    }

    /// The next byte that is no white space.
    pub(super) fn next_is(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while bytes.get(self.at).is_some_and(|b| matches!(b, b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    pub(super) fn takes(&mut self, byte: u8) -> bool {
        let is_it = self.next_is() == Some(byte);
        self.at += usize::from(is_it);
        is_it
    }

    pub(super) fn expects(&mut self, byte: u8) -> Result<()> {
        if self.takes(byte) { Ok(()) } else { Err(Unreadable) }
    }

    pub(super) fn word(&mut self, word: &str) -> Result<()> {
        self.next_is();
        if self.text[self.at..].starts_with(word) {
            self.at += word.len();
            Ok(())
        } else {
            Err(Unreadable)
        }
    }

    pub(super) fn goes_deeper(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth > DEPTH { Err(Unreadable) } else { Ok(()) }
    }

    pub(super) fn string(&mut self) -> Result<Cow<'de, str>> {
        self.expects(b'"')?;
        let mut whole: Option<String> = None;
        loop {
            let rest = &self.text[self.at..];
            let end = rest.find(['"', '\\']).ok_or(Unreadable)?;
            let piece = &rest[..end];
            let is_end = rest.as_bytes()[end] == b'"';
            self.at += end + 1;
            match (&mut whole, is_end) {
                (None, true) => return Ok(Cow::Borrowed(piece)),
                (None, false) => whole = Some(piece.to_owned()),
                (Some(text), _) => text.push_str(piece),
            }
            let Some(text) = &mut whole else { continue };
            if is_end {
                return Ok(Cow::Owned(std::mem::take(text)));
            }
            let c = self.escaped()?;
            text.push(c);
        }
    }

    /// What stands behind a backslash.
    fn escaped(&mut self) -> Result<char> {
        let byte = *self.text.as_bytes().get(self.at).ok_or(Unreadable)?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex()?;
                let code = if (0xD800..0xDC00).contains(&first) {
                    self.word("\\u")?;
                    let second = self.hex()?;
                    let low = second.checked_sub(0xDC00).filter(|low| *low < 0x400).ok_or(Unreadable)?;
                    0x1_0000 + ((first - 0xD800) << 10) + low
                } else {
                    first
                };
                char::from_u32(code).ok_or(Unreadable)?
            }
            _ => return Err(Unreadable),
        })
    }

    fn hex(&mut self) -> Result<u32> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(Unreadable)?;
        self.at += 4;
        let is_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
        u32::from_str_radix(digits, 16).ok().filter(|_| is_hex).ok_or(Unreadable)
    }

    /// A whole number; nothing here is measured in fractions.
    pub(super) fn number(&mut self) -> Result<(bool, u64)> {
        let is_negative = self.takes(b'-');
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        self.at += end;
        let is_padded = end > 1 && rest.starts_with('0');
        if is_padded || rest[end..].starts_with(['.', 'e', 'E']) {
            return Err(Unreadable);
        }
        rest[..end].parse().map(|number| (is_negative, number)).map_err(|_| Unreadable)
    }

    /// Passes over a value, and answers its text.
    pub(super) fn value(&mut self) -> Result<&'de str> {
        self.next_is();
        let start = self.at;
        let mut open = 0_u32;
        loop {
            match self.next_is().ok_or(Unreadable)? {
                b'"' => drop(self.string()?),
                b'[' | b'{' => {
                    open += 1;
                    self.at += 1;
                    continue;
                }
                b']' | b'}' => {
                    open = open.checked_sub(1).ok_or(Unreadable)?;
                    self.at += 1;
                }
                b',' | b':' if open > 0 => self.at += 1,
                _ => {
                    let rest = &self.text[self.at..];
                    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.');
                    let end = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
                    if end == 0 {
                        return Err(Unreadable);
                    }
                    self.at += end;
                }
            }
            if open == 0 {
                return Ok(&self.text[start..self.at]);
            }
        }
    }
}

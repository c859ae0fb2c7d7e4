//! Messages: what was said, by whom, as number what.

use serde::{Deserialize, Serialize};

use super::{Invalid, Person, Timestamp};

/// One message as everyone in its room sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// `msg_no`: the gapless number within its room, from 1.
    pub no: u64,
    /// Who said it.
    pub by: Person,
    /// When the server took it; shown, never used to sort.
    pub at: Timestamp,
    /// The text as it was typed.
    pub body: String,
}

/// Something to say: 1 byte to 16 KiB of UTF-8 that is not only white space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageBody(String);

impl MessageBody {
    /// Most bytes of UTF-8.
    pub const MOST: usize = 16 * 1024;

    /// Drops white space at the end and empty lines at the start, turns line ends into `\n`,
    /// and takes out control characters but tabs and line ends.
    ///
    /// # Errors
    /// Nothing left to say, or more than 16 KiB.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let mut body = text.replace("\r\n", "\n").replace('\r', "\n");
        body.retain(|c| !c.is_control() || c == '\n' || c == '\t');
        let body = body.trim_end().trim_start_matches('\n');
        if body.trim().is_empty() {
            return Err(Invalid::new("body", "Write something first."));
        }
        if body.len() > Self::MOST {
            return Err(Invalid::new(
                "body",
                format!("This message has {} bytes; {} are the most. Send it in parts.", body.len(), Self::MOST),
            ));
        }
        Ok(Self(body.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, by value.
    pub fn into_string(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_keeps_its_lines_and_indentation_and_loses_noise() {
        let body = MessageBody::parse("\r\n  a\tb\r\nc\u{0}\u{7}  \n\n").map(MessageBody::into_string);
        assert_eq!(body, Ok("  a\tb\nc".to_owned()));
        assert!(MessageBody::parse(" \n\t ").is_err());
        assert!(MessageBody::parse(&"é".repeat(8 * 1024)).is_ok());
        assert!(MessageBody::parse(&"é".repeat(8 * 1024 + 1)).is_err());
    }

    proptest::proptest! {
        #[test]
        fn parsing_is_stable(text in ".{0,200}") {
            if let Ok(once) = MessageBody::parse(&text) {
                proptest::prop_assert_eq!(MessageBody::parse(once.as_str()), Ok(once));
            }
        }
    }
}

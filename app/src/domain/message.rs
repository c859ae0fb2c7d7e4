//! Messages: what was said, by whom, as number what.

use serde::{Deserialize, Serialize};

use super::{Attachment, Block, Invalid, Person, Preview, Reactions, Thread, Timestamp, excerpt};
use crate::json::read;

/// One message as everyone in its room sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// `msg_no`: the gapless number within its room, from 1.
    pub no: u64,
    /// Who said it.
    pub by: Person,
    /// When the server took it; shown, never used to sort.
    pub at: Timestamp,
    /// The text as it was typed; empty where it was deleted.
    pub body: String,
    /// What the text means, where it is more than words.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "nodes_as_far_as_known")]
    pub nodes: Vec<Block>,
    /// Its last change, if its author changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited: Option<Edit>,
    /// Whether it is only the place where a message was.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
    /// What it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<Quotation>,
    /// Who reacted, and how.
    #[serde(default, skip_serializing_if = "Reactions::is_empty")]
    pub reactions: Reactions,
    /// Whether it is pinned in its room.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pinned: bool,
    /// The conversation beneath it, once somebody has said something there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<Thread>,
    /// The files that came with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Attachment>,
    /// What is behind its first link, once the server has looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview: Option<Box<Preview>>,
}

/// A change to a message's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// How often it was changed, from 1; a further change names the one it is based on.
    pub rev: u32,
    /// When.
    pub at: Timestamp,
}

/// The beginning of a message that another one answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// Its number.
    pub no: u64,
    /// Who said it.
    pub by: Person,
    /// Its first words in one line; empty where it was deleted.
    pub text: String,
}

/// A text that a message had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// 0 for the first.
    pub rev: u32,
    /// Since when.
    pub at: Timestamp,
    /// The text as it was typed.
    pub body: String,
}

/// Most characters of a [`Quotation`].
const QUOTED: usize = 140;

impl Message {
    /// Something that was just said, in plain words.
    pub fn new(no: u64, by: Person, at: Timestamp, body: String) -> Self {
        Self {
            no,
            by,
            at,
            body,
            nodes: Vec::new(),
            edited: None,
            deleted: false,
            reply: None,
            reactions: Reactions::default(),
            pinned: false,
            thread: None,
            files: Vec::new(),
            preview: None,
        }
    }

    /// Its text's version: 0 as it was posted.
    pub fn rev(&self) -> u32 {
        self.edited.map_or(0, |edit| edit.rev)
    }

    /// Its first words in one line, at most `most` characters; of files without words, their names.
    pub fn excerpt(&self, most: usize) -> String {
        if self.body.is_empty() {
            let names = self.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ");
            return excerpt(&names, &[], most);
        }
        excerpt(&self.body, &self.nodes, most)
    }

    /// As an answer to it quotes it.
    pub fn quotation(&self) -> Quotation {
        Quotation { no: self.no, by: self.by.clone(), text: self.excerpt(QUOTED) }
    }

    /// Nothing of it is left but its place, and what others said beneath it.
    pub fn delete(&mut self) {
        let thread = self.thread.take();
        *self = Self { deleted: true, thread, ..Self::new(self.no, self.by.clone(), self.at, String::new()) };
    }

    /// As it stands above its own thread: without what changes elsewhere.
    pub fn as_root(self) -> Self {
        Self { reply: None, thread: None, ..self }
    }

    /// Somebody is called otherwise, or has another picture.
    pub fn know_as(&mut self, person: &Person) {
        let quoted = self.reply.iter_mut().map(|reply| &mut reply.by);
        let below = self.thread.iter_mut().flat_map(|thread| &mut thread.people);
        let all = quoted.chain(below).chain([&mut self.by]);
        all.filter(|known| known.id == person.id).for_each(|known| known.clone_from(person));
        self.reactions.know_as(person);
    }

    /// Somebody reacted, or took it back.
    pub fn react(&mut self, emoji: &str, person: &Person, on: bool) {
        self.reactions.set(emoji, person, on);
    }
}

/// A later build may know nodes that this one does not: then the text stands for itself.
pub(super) fn nodes_as_far_as_known<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Block>, D::Error> {
    let raw = Box::<serde_json::value::RawValue>::deserialize(from)?;
    Ok(read(raw.get()).unwrap_or_default())
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
        let mut body = String::with_capacity(text.len());
        let mut before = '\0';
        for c in text.chars() {
            match c {
                '\n' if before == '\r' => {}
                '\r' | '\n' => body.push('\n'),
                c if c.is_control() && c != '\t' => {}
                c => body.push(c),
            }
            before = c;
        }
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

    /// What is said beside files, which may be nothing.
    ///
    /// # Errors
    /// More than 16 KiB, or neither words nor files.
    pub fn beside(files: usize, text: &str) -> Result<Self, Invalid> {
        if files > 0 && text.trim().is_empty() { Ok(Self(String::new())) } else { Self::parse(text) }
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

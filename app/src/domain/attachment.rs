//! Files that come with a message.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::message::nodes_as_far_as_known;
use super::{AttachmentId, Block, Invalid};

/// A file as everyone sees it who sees its message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Which.
    pub id: AttachmentId,
    /// What it was called where it came from; a [`FileName`].
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// What can be done with it here. Looked up in the bytes, whatever the name says.
    #[serde(default, skip_serializing_if = "MediaKind::is_other")]
    pub kind: MediaKind,
    /// Of a picture: how wide it is shown, in pixels of its own.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub width: u32,
    /// Of a picture: how high.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub height: u32,
    /// Of a text: its first lines, as one block of code.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "nodes_as_far_as_known")]
    // Only the server writes nodes; what a browser keeps of a file that is on its way does without.
    #[cfg_attr(target_arch = "wasm32", serde(skip_serializing))]
    pub lines: Vec<Block>,
}

fn is_zero(pixels: &u32) -> bool {
    *pixels == 0
}

/// How a file is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// A picture that every browser shows.
    Picture,
    /// Something to hear.
    Audio,
    /// Something to watch.
    Video,
    /// Plain text, code too.
    Text,
    /// Anything else: it can be taken away, and is never opened here.
    #[default]
    #[serde(other)]
    Other,
}

impl MediaKind {
    /// Whether it can only be taken away.
    pub fn is_other(&self) -> bool {
        *self == Self::Other
    }

    /// As tables name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Audio => "audio",
            Self::Video => "video",
            Self::Text => "text",
            Self::Other => "other",
        }
    }

    /// What is named so.
    pub fn named(name: &str) -> Self {
        let all = [Self::Picture, Self::Audio, Self::Video, Self::Text];
        all.into_iter().find(|kind| kind.name() == name).unwrap_or_default()
    }
}

impl Attachment {
    /// Most files of one message.
    pub const MOST: usize = 10;

    /// Where it is.
    pub fn path(&self) -> String {
        let mut path = format!("/files/{}/", self.id);
        for byte in self.name.bytes() {
            if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
                path.push(char::from(byte));
            } else {
                let _ = write!(path, "%{byte:02X}");
            }
        }
        path
    }

    /// Where a small copy of the picture is.
    pub fn preview(&self) -> String {
        format!("/previews/{}", self.id)
    }

    /// How large it is, for people.
    pub fn amount(&self) -> String {
        amount(self.size)
    }
}

/// So many bytes, for people.
pub fn amount(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..999_500 => format!("{} KB", (bytes + 500) / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// What a file is called: 1 to 120 characters in one line, without a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName(String);

impl FileName {
    const MOST: usize = 120;

    /// What is left of a name that a browser gave: the last part of a path, without what cannot be seen, cut in the middle
    /// where it is too long, so that it keeps its end.
    ///
    /// # Errors
    /// Nothing is left.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let name = text.rsplit(['/', '\\']).next().unwrap_or_default();
        let name: Vec<char> = name.trim().chars().filter(|c| super::invalid::is_visible(*c)).collect();
        if name.is_empty() || name.iter().all(|c| *c == '.') {
            return Err(Invalid::new("files", "This file has no name. Give it one, and attach it again."));
        }
        let tail = Self::MOST / 2;
        let cut = name.len().saturating_sub(Self::MOST);
        let kept = name.iter().enumerate().filter(|(at, _)| cut == 0 || *at < tail || *at >= tail + cut);
        Ok(Self(kept.map(|(_, c)| *c).collect()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(name: &str) -> Attachment {
        let (kind, lines) = (MediaKind::Other, Vec::new());
        Attachment { id: AttachmentId(7), name: name.into(), size: 0, kind, width: 0, height: 0, lines }
    }

    #[test]
    fn a_path_reads_like_the_name_and_holds_nothing_but_plain_letters() {
        assert_eq!(called("notes-1.txt").path(), "/files/7/notes-1.txt");
        assert_eq!(called("a b/ü?.png").path(), "/files/7/a%20b%2F%C3%BC%3F.png");
    }

    #[test]
    fn a_name_loses_its_folder_and_keeps_its_end() {
        let name = |text: &str| FileName::parse(text).map(|name| name.0);
        assert_eq!(name("C:\\fake\\ tide.png "), Ok("tide.png".into()));
        assert_eq!(name("../../etc/passwd\u{202E}\n"), Ok("passwd".into()));
        assert!(name("..").is_err() && name("a/").is_err() && name("").is_err());
        let long = name(&format!("{}.tar.gz", "x".repeat(300)));
        assert!(long.is_ok_and(|name| name.len() == 120 && name.ends_with(".tar.gz")));
    }

    #[test]
    fn a_size_is_told_in_the_unit_that_fits() {
        let told = [999, 1_000, 1_499, 999_499, 999_500, 25_650_000].map(amount);
        assert_eq!(told, ["999 B", "1 KB", "1 KB", "999 KB", "0.9 MB", "25.6 MB"]);
    }
}

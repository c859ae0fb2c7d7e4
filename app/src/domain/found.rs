//! What a search finds.

use super::{Person, RoomId, Root, Timestamp};

/// A message that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The position among all messages; larger is newer.
    pub position: i64,
    /// Where it was said.
    pub room: RoomId,
    /// Of a thread: the message that it hangs from.
    pub root: Option<Root>,
    /// Its number there.
    pub no: u64,
    /// Who said it.
    pub by: Person,
    /// When.
    pub at: Timestamp,
    /// The part of its text that shows why it was found.
    pub passage: Vec<Stretch>,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The words.
    pub text: String,
    /// Whether they are what was looked for.
    pub is_match: bool,
}

/// In which order what was found is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The newest first.
    #[default]
    Newest,
    /// What fits best first; of what fits alike, the newest.
    Best,
}

/// A page of what a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// In the order that was asked for.
    pub found: Vec<Found>,
    /// Where there may be more.
    pub rest: Option<Rest>,
    /// What is wrong with the question, in words for who typed it.
    pub problem: Option<String>,
}

/// How to go on with a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// There is more, before this position.
    Before(i64),
    /// So much was looked at that it was enough for once: go on before this position. All that is seen here was said after
    /// this moment.
    Further(i64, Option<Timestamp>),
    /// There is more on this page; the first is 1.
    Page(usize),
}

//! The terms that a text is indexed by: pieces of three characters, the beginnings of its words, whether it has links or
//! code in it, and the room and the author. A text that is looked for has all terms of the question; whether it fits is
//! seen by reading it.

use std::collections::BTreeSet;

use app::domain::{Block, RoomId, UserId, excerpt};

use super::content;
use super::fold::{fold, is_boundary, is_unspaced};
use super::query::{Query, Trait};
use super::word::Word;

/// The version of what [`terms`] makes of a text. An index of another version is made anew.
pub const VERSION: i64 = 2;

/// The term of everything said in a room or in its threads.
pub fn room(room: RoomId) -> String {
    format!("r{}", room.0)
}

/// The term of everything that a person said.
pub fn author(author: UserId) -> String {
    format!("u{}", author.0)
}

/// The terms of everything that has this in its text; what is not seen in the text has none.
const CONTENTS: [(Trait, &str); 2] = [(Trait::HasLink, "hlink"), (Trait::HasCode, "hcode")];

/// Everything that a message is found by, as it was typed and as it reads, with spaces between.
pub fn terms(body: &str, nodes: &[Block], in_room: RoomId, by: UserId) -> String {
    let mut terms = BTreeSet::from([room(in_room), author(by)]);
    terms.extend(CONTENTS.iter().filter(|(what, _)| content::has(nodes, *what)).map(|(_, term)| (*term).to_owned()));
    pieces_into(body, &mut terms);
    if !nodes.is_empty() {
        pieces_into(&excerpt(body, nodes, usize::MAX), &mut terms);
    }
    terms.into_iter().collect::<Vec<_>>().join(" ")
}

fn pieces_into(text: &str, terms: &mut BTreeSet<String>) {
    for run in fold(text).split(' ') {
        let run: Vec<char> = run.chars().collect();
        for at in 0..run.len() {
            terms.extend(run.get(at..at + 3).map(piece));
            let (first, second) = (run[at], run.get(at + 1));
            if is_unspaced(first) || second.is_some_and(|second| is_unspaced(*second)) {
                terms.extend([run.get(at..=at), run.get(at..at + 2)].into_iter().flatten().map(piece));
            }
            if is_boundary(at.checked_sub(1).map(|before| run[before]), Some(first)) {
                terms.extend([run.get(at..=at), run.get(at..at + 2)].into_iter().flatten().map(beginning));
            }
        }
    }
}

impl Query {
    /// The terms of its words, which every text has that fits.
    pub fn terms(&self) -> BTreeSet<String> {
        self.words.iter().flat_map(Word::terms).collect()
    }

    /// The terms of what else is seen in the text of all that fits.
    pub fn contents(&self) -> Vec<&'static str> {
        CONTENTS.iter().filter(|(what, _)| self.traits.contains(what)).map(|(_, term)| *term).collect()
    }
}

impl Word {
    /// The terms that every text has in which the word is.
    fn terms(&self) -> BTreeSet<String> {
        let mut terms = BTreeSet::new();
        for run in self.text().split(' ') {
            let run: Vec<char> = run.chars().collect();
            match run.len() {
                0 => {}
                1 | 2 if run.iter().any(|c| is_unspaced(*c)) => drop(terms.insert(piece(&run))),
                1 | 2 => drop(terms.insert(beginning(&run))),
                _ => terms.extend(run.windows(3).map(piece)),
            }
        }
        terms
    }
}

fn piece(of: &[char]) -> String {
    term('g', of)
}

fn beginning(of: &[char]) -> String {
    term('p', of)
}

/// A term that begins with its kind. The index takes apart what it gets at ASCII characters that are neither letters nor
/// digits, so these stand for themselves in the private use area.
fn term(kind: char, of: &[char]) -> String {
    let safe = |c: &char| match char::from_u32(0xe000 + u32::from(*c)) {
        Some(shifted) if c.is_ascii() && !c.is_ascii_alphanumeric() => shifted,
        _ => *c,
    };
    std::iter::once(kind).chain(of.iter().map(safe)).collect()
}

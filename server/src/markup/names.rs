//! What is called by name: `@ada`, `@room`, `#harbour`. Which of these names mean something, the parser does not
//! know; whoever knows tells it.

use std::collections::{BTreeSet, HashMap};

use app::domain::{Block, Call, Inline, RoomId, UserId};

/// The names in a message, in lower case, whether or not they mean anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Behind `@`.
    pub people: BTreeSet<String>,
    /// Behind `#`.
    pub rooms: BTreeSet<String>,
}

impl Names {
    /// Whether nobody and nothing is named.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.rooms.is_empty()
    }
}

impl Names {
    /// So many are looked up of one kind; those behind them mean nothing.
    const MOST: usize = 50;

    fn note(set: &mut BTreeSet<String>, name: &str) {
        // Calling everybody counts, however many names stand before it.
        if set.len() < Self::MOST || Call::named(name).is_some() {
            set.insert(name.to_lowercase());
        }
    }

    /// Whether everybody is called, or everybody who is here.
    pub fn call_all(&self) -> bool {
        self.people.iter().any(|name| Call::named(name).is_some())
    }
}

/// What names mean.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Whether `@room` and `@here` call anybody.
    pub all: bool,
    /// People by their handles.
    pub people: HashMap<String, UserId>,
    /// Rooms by their names in one word.
    pub rooms: HashMap<String, RoomId>,
}

/// Who is called in a message that has been read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Called {
    /// By name.
    pub people: BTreeSet<UserId>,
    /// All members.
    pub room: bool,
    /// All members who are online.
    pub here: bool,
}

impl Called {
    /// Those in `blocks`.
    pub fn of(blocks: &[Block]) -> Self {
        let mut called = Self::default();
        each_inline(blocks, &mut |inline| match inline {
            Inline::Person(id, _) => drop(called.people.insert(*id)),
            Inline::Everyone(Call::Room) => called.room = true,
            Inline::Everyone(Call::Here) => called.here = true,
            _ => {}
        });
        called
    }

    /// Whether everybody is called, or everybody who is here.
    pub fn all(&self) -> bool {
        self.room || self.here
    }

    /// Without calling everybody.
    #[must_use]
    pub fn by_name(self) -> Self {
        Self { room: false, here: false, ..self }
    }

    /// Whether nobody is called.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The names in `blocks`.
pub(super) fn names(blocks: &[Block]) -> Names {
    let mut names = Names::default();
    each_inline(blocks, &mut |inline| {
        if let Inline::Text(text) = inline {
            for word in words(text) {
                match word {
                    Word::Text(_) => {}
                    Word::Person(name) => Names::note(&mut names.people, name),
                    Word::Room(name) => Names::note(&mut names.rooms, name),
                }
            }
        }
    });
    names
}

/// The first http or https address in `blocks`.
pub(super) fn first_link(blocks: &[Block]) -> Option<String> {
    let mut first = None;
    each_inline(blocks, &mut |inline| {
        if let Inline::Link(address, _) = inline
            && first.is_none()
            && (address.starts_with("http://") || address.starts_with("https://"))
        {
            first = Some(address.clone());
        }
    });
    first
}

fn each_inline(blocks: &[Block], see: &mut impl FnMut(&Inline)) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) | Block::Heading(inlines) => inlines_of(inlines, see),
            Block::Quote(blocks) => each_inline(blocks, see),
            Block::Bullets(items) | Block::Numbers(_, items) => items.iter().for_each(|item| each_inline(item, see)),
            Block::Code(..) => {}
        }
    }
}

fn inlines_of(inlines: &[Inline], see: &mut impl FnMut(&Inline)) {
    for inline in inlines {
        see(inline);
        match inline {
            Inline::Bold(inner) | Inline::Italic(inner) | Inline::Strike(inner) => inlines_of(inner, see),
            // What leads elsewhere calls nobody, and code means itself.
            _ => {}
        }
    }
}

/// The same blocks, with every name that is known as what it means.
pub(super) fn linked(blocks: Vec<Block>, known: &Known) -> Vec<Block> {
    let all = |items: Vec<Vec<Block>>| items.into_iter().map(|item| linked(item, known)).collect();
    let block = |of| match of {
        Block::Paragraph(inlines) => Block::Paragraph(linked_inlines(inlines, known)),
        Block::Heading(inlines) => Block::Heading(linked_inlines(inlines, known)),
        Block::Quote(blocks) => Block::Quote(linked(blocks, known)),
        Block::Bullets(items) => Block::Bullets(all(items)),
        Block::Numbers(first, items) => Block::Numbers(first, all(items)),
        code @ Block::Code(..) => code,
    };
    blocks.into_iter().map(block).collect()
}

fn linked_inlines(inlines: Vec<Inline>, known: &Known) -> Vec<Inline> {
    let mut all = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            Inline::Text(text) => linked_words(&text, known, &mut all),
            Inline::Bold(inner) => all.push(Inline::Bold(linked_inlines(inner, known))),
            Inline::Italic(inner) => all.push(Inline::Italic(linked_inlines(inner, known))),
            Inline::Strike(inner) => all.push(Inline::Strike(linked_inlines(inner, known))),
            other => all.push(other),
        }
    }
    all
}

fn linked_words(text: &str, known: &Known, all: &mut Vec<Inline>) {
    let mut plain = String::new();
    for word in words(text) {
        let (written, meant) = match word {
            Word::Text(text) => (text.to_owned(), None),
            Word::Person(name) => {
                let folded = name.to_lowercase();
                let person = known.people.get(&folded).map(|id| Inline::Person(*id, folded.clone()));
                (format!("@{name}"), Call::named(&folded).filter(|_| known.all).map(Inline::Everyone).or(person))
            }
            Word::Room(name) => {
                let folded = name.to_lowercase();
                let room = known.rooms.get(&folded).map(|id| Inline::Room(*id, folded.clone()));
                (format!("#{name}"), room)
            }
        };
        match meant {
            None => plain.push_str(&written),
            Some(meant) => {
                if !plain.is_empty() {
                    all.push(Inline::Text(std::mem::take(&mut plain)));
                }
                all.push(meant);
            }
        }
    }
    if !plain.is_empty() {
        all.push(Inline::Text(plain));
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Word<'a> {
    Text(&'a str),
    /// Without the sign.
    Person(&'a str),
    Room(&'a str),
}

/// The text in pieces: `ada@example.org` names nobody, and neither does the dot in `@ada.` belong to the name.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let (mut done, mut at) = (0, 0);
    while let Some(sign) = text[at..].find(['@', '#']).map(|found| at + found) {
        at = sign + 1;
        let before = text[..sign].chars().next_back();
        let is_person = text[sign..].starts_with('@');
        let is_inside = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '@' | '#' | '/' | '&'));
        let rest = &text[at..];
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_') || is_person && c == '.';
        let end = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
        let name = rest[..end].trim_end_matches(|c: char| !c.is_alphanumeric());
        if is_inside || !name.starts_with(char::is_alphanumeric) {
            continue;
        }
        if done < sign {
            words.push(Word::Text(&text[done..sign]));
        }
        words.push(if is_person { Word::Person(name) } else { Word::Room(name) });
        done = at + name.len();
        at = done;
    }
    if done < text.len() {
        words.push(Word::Text(&text[done..]));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_behind_its_sign_and_by_itself() {
        use Word::{Person, Room, Text};
        assert_eq!(
            words("@ada, (@ben.ito). #a-b!"),
            [Person("ada"), Text(", ("), Person("ben.ito"), Text("). "), Room("a-b"), Text("!"),]
        );
        for nobody in ["ada@example.org", "@", "a#b", "##x", "@@x", "/@x", "&#10;", "@ ada", "@-", "@_a"] {
            assert_eq!(words(nobody), [Text(nobody)], "{nobody}");
        }
    }
}

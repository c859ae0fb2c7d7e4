//! What is typed into the search box: words, words in quotation marks, words after a minus, and operators.

use app::domain::{Block, Stretch, Timestamp, excerpt};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::content;
use super::fold::fold;
use super::tokens::{Token, tokens};
use super::word::{Fit, Word, fit, passage};

/// A question. Several people or rooms are alternatives; everything else has to be true at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// What the text has in it.
    pub words: Vec<Word>,
    /// What it has not.
    pub without: Vec<Word>,
    /// `from:` who said it, as it was typed.
    pub from: Vec<String>,
    /// `in:` where, as it was typed.
    pub rooms: Vec<String>,
    /// `has:` and `is:`
    pub traits: Vec<Trait>,
    /// `before:`, `after:` and `on:`
    pub days: Days,
    /// What is wrong with it, in words for who typed it.
    pub problem: Option<String>,
}

/// Something about a message beside its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trait {
    /// It has a link in it.
    HasLink,
    /// It has code in it.
    HasCode,
    /// A file came with it.
    HasFile,
    /// A picture came with it.
    HasPicture,
    /// Somebody has reacted to it.
    HasReaction,
    /// There is a thread beneath it.
    HasThread,
    /// It is pinned.
    IsPinned,
    /// It was changed.
    IsEdited,
    /// It was said in a thread.
    IsThread,
    /// It was said in a direct room.
    IsDirect,
    /// It calls the reader.
    IsMention,
    /// The reader has not read it.
    IsUnread,
}

impl Trait {
    /// Whether it is seen in the text itself.
    fn is_in_text(self) -> bool {
        matches!(self, Self::HasLink | Self::HasCode)
    }
}

/// Each with its operator and its value.
const TRAITS: [(&str, &str, Trait); 12] = [
    ("has", "link", Trait::HasLink),
    ("has", "code", Trait::HasCode),
    ("has", "file", Trait::HasFile),
    ("has", "picture", Trait::HasPicture),
    ("has", "reaction", Trait::HasReaction),
    ("has", "thread", Trait::HasThread),
    ("is", "pinned", Trait::IsPinned),
    ("is", "edited", Trait::IsEdited),
    ("is", "thread", Trait::IsThread),
    ("is", "direct", Trait::IsDirect),
    ("is", "mention", Trait::IsMention),
    ("is", "unread", Trait::IsUnread),
];

/// The days from which on and before which it was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    since: Option<Date>,
    until: Option<Date>,
}

impl Days {
    /// From this day on.
    fn since(&mut self, day: Option<Date>) {
        self.since = self.since.max(day);
    }

    /// Before this day.
    fn until(&mut self, day: Option<Date>) {
        self.until = [self.until, day].into_iter().flatten().min();
    }

    /// The moments from which on and before which it was said, on the clock of `zone`.
    pub fn moments(&self, zone: &TimeZone) -> (Option<Timestamp>, Option<Timestamp>) {
        // Beyond the first and the last moment there is nothing.
        let far = |day: Date| Timestamp(if day.year() > 0 { i64::MAX } else { i64::MIN });
        let begins = |day: Date| {
            let at = zone.to_timestamp(day.to_datetime(Time::midnight()));
            at.map_or(far(day), |at| Timestamp(at.as_millisecond()))
        };
        (self.since.map(begins), self.until.map(begins))
    }
}

impl Query {
    /// Most words that are looked for, and most names of people and of rooms.
    const WORDS: usize = 20;
    const NAMES: usize = 10;

    /// Reads what was typed; `today` is the reader's.
    pub fn parse(typed: &str, today: Date) -> Self {
        let mut query = Self::default();
        for Token { text, is_quoted, operator, is_negative } in tokens(typed) {
            match operator {
                Some(operator) => {
                    let problem = query.operator(operator, &text, today).err();
                    query.problem = query.problem.or(problem);
                }
                None => {
                    let words = if is_negative { &mut query.without } else { &mut query.words };
                    words.extend(Word::new(&text, is_quoted));
                    words.truncate(Self::WORDS);
                }
            }
        }
        query
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        let is_open = self.days == Days::default() && self.problem.is_none();
        is_open && self.words.is_empty() && self.from.is_empty() && self.rooms.is_empty() && self.traits.is_empty()
    }

    /// How well a message fits, by what was typed or by how it reads.
    pub fn fit(&self, body: &str, nodes: impl FnOnce() -> Vec<Block>) -> Option<Fit> {
        let is_left_out = |folded: &str| self.without.iter().any(|word| word.best(folded).is_some());
        let folded = fold(body);
        let as_typed = fit(&folded, &self.words);
        let in_text = self.traits.iter().filter(|one| one.is_in_text());
        if as_typed.is_some() && self.without.is_empty() && in_text.clone().next().is_none() {
            return as_typed;
        }
        let nodes = nodes();
        let read = if nodes.is_empty() { String::new() } else { fold(&excerpt(body, &nodes, usize::MAX)) };
        let has_all = in_text.clone().all(|one| content::has(&nodes, *one));
        let stays = has_all && !is_left_out(&folded) && !is_left_out(&read);
        as_typed.or_else(|| fit(&read, &self.words)).filter(|_| stays)
    }

    /// The part of a message that shows why it fits.
    pub fn passage(&self, body: &str, nodes: &[Block], most: usize) -> Vec<Stretch> {
        let read = excerpt(body, nodes, usize::MAX);
        let shown = if fit(&fold(&read), &self.words).is_some() { &read } else { body };
        passage(shown, &self.words, most)
    }

    /// Takes an operator and its value; with the words for what is wrong with it.
    fn operator(&mut self, operator: &str, value: &str, today: Date) -> Result<(), String> {
        match operator {
            "from" | "in" => {
                let names = if operator == "from" { &mut self.from } else { &mut self.rooms };
                names.push(value.to_owned());
                names.truncate(Self::NAMES);
            }
            "has" | "is" => {
                let known = TRAITS.iter().filter(|(of, ..)| *of == operator);
                let one = known.clone().find(|(_, name, _)| *name == value);
                let names = || known.clone().map(|(of, name, _)| format!("{of}:{name}")).collect::<Vec<_>>().join(", ");
                let (.., one) =
                    one.ok_or_else(|| format!("“{operator}:{value}” is not known. Known are {}.", names()))?;
                self.traits.push(*one);
            }
            _ => {
                let day = day(value, today).ok_or_else(|| {
                    format!(
                        "“{value}” is no day. Write {operator}:2026-03-31, {operator}:yesterday or {operator}:today."
                    )
                })?;
                let next = Some(day.tomorrow().unwrap_or(Date::MAX));
                if operator != "before" {
                    self.days.since(if operator == "after" { next } else { Some(day) });
                }
                if operator != "after" {
                    self.days.until(if operator == "on" { next } else { Some(day) });
                }
            }
        }
        Ok(())
    }
}

fn day(value: &str, today: Date) -> Option<Date> {
    match value {
        "today" => Some(today),
        "yesterday" => today.yesterday().ok(),
        _ => value.parse().ok(),
    }
}

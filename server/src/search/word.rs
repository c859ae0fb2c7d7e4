//! One word of a question, or several in quotation marks, and how well a text fits all of them.

use std::ops::Range;

use app::domain::Stretch;

use super::fold::{fold, fold_with_places, is_boundary};

/// Something that a text has to have in it, or must not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    text: String,
    is_exact: bool,
}

/// How well a text fits; larger is better.
pub type Fit = u32;

/// In a word, at its beginning, and all of it.
const INSIDE: Fit = 1;
const BEGINS: Fit = 2;
const WHOLE: Fit = 3;

/// Words that stand in the text in the order of the question, one after the other, are worth so much more.
const TOGETHER: Fit = 2;

impl Word {
    /// A word to find in a text. An exact one is found only as it is, from one end of a word to another.
    /// `None`: there is nothing to find.
    pub(super) fn new(typed: &str, is_exact: bool) -> Option<Self> {
        let text = fold(typed).trim().to_owned();
        (!text.is_empty()).then_some(Self { text, is_exact })
    }

    /// Folded.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// How it is in a folded text at each place where it is.
    fn found<'t>(&'t self, folded: &'t str) -> impl Iterator<Item = (Range<usize>, Fit)> + 't {
        let is_short = self.text.chars().nth(2).is_none();
        folded.match_indices(&self.text).filter_map(move |(at, found)| {
            let end = at + found.len();
            let begins = is_boundary(folded[..at].chars().next_back(), found.chars().next());
            let ends = is_boundary(found.chars().next_back(), folded[end..].chars().next());
            let fit = match (begins, ends) {
                (true, true) => WHOLE,
                (true, false) => BEGINS,
                _ => INSIDE,
            };
            let counts = if self.is_exact { fit == WHOLE } else { !is_short || begins };
            counts.then_some((at..end, fit))
        })
    }

    /// Whether a folded text has it, and how at best.
    pub(super) fn best(&self, folded: &str) -> Option<Fit> {
        self.found(folded).map(|(_, fit)| fit).max()
    }
}

/// How well a folded text fits that has every one of the words.
pub(super) fn fit(folded: &str, words: &[Word]) -> Option<Fit> {
    let fits = words.iter().map(|word| word.best(folded)).sum::<Option<Fit>>()?;
    let phrase = words.iter().map(Word::text).collect::<Vec<_>>().join(" ");
    Some(if words.len() > 1 && folded.contains(&phrase) { fits + TOGETHER } else { fits })
}

/// About `most` characters of a text around the first of the words, with the words marked.
pub(super) fn passage(text: &str, words: &[Word], most: usize) -> Vec<Stretch> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (folded, places) = fold_with_places(&line);
    let mut marks: Vec<Range<usize>> =
        words.iter().flat_map(|word| word.found(&folded).map(|(at, _)| places[at.start]..places[at.end])).collect();
    marks.sort_by_key(|mark| mark.start);
    let shown = window(&line, marks.first().map_or(0, |mark| mark.start), most);
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut put = |text: &str, is_match: bool| match stretches.last_mut() {
        Some(last) if last.is_match == is_match => last.text.push_str(text),
        _ if text.is_empty() => {}
        _ => stretches.push(Stretch { text: text.to_owned(), is_match }),
    };
    if shown.start > 0 {
        put("…", false);
    }
    let mut at = shown.start;
    for mark in marks {
        let (from, to) = (mark.start.max(at), mark.end.min(shown.end));
        if from < to {
            put(&line[at..from], false);
            put(&line[from..to], true);
            at = to;
        }
    }
    put(&line[at..shown.end], false);
    if shown.end < line.len() {
        put("…", false);
    }
    stretches
}

/// The part of a line that is shown, from the beginning of a word on: a quarter of it lies before `first`.
fn window(line: &str, first: usize, most: usize) -> Range<usize> {
    let back =
        |from: usize, by: usize| line[..from].char_indices().rev().nth(by.saturating_sub(1)).map_or(0, |(at, _)| at);
    let on = |from: usize, by: usize| line[from..].char_indices().nth(by).map_or(line.len(), |(at, _)| from + at);
    if on(0, most) == line.len() {
        return 0..line.len();
    }
    let early = back(first, most / 4);
    let start = if early == 0 { 0 } else { line[early..first].find(' ').map_or(early, |space| early + space + 1) };
    let late = on(start, most);
    let end = if late == line.len() { late } else { line[first..late].rfind(' ').map_or(late, |space| first + space) };
    start..end
}

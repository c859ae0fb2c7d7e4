//! What is wrong with something a person typed, in words for that person.

use serde::{Deserialize, Serialize};

/// A value that breaks a rule. Forms show `message` beside the field called `field`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invalid {
    /// The name of the form field or of the command's field.
    pub field: String,
    /// A sentence that says what to do.
    pub message: String,
}

/// Said of a line with characters that nobody sees.
const INVISIBLE: &str = "There are characters in it that nobody sees. Type it instead of pasting it.";

impl Invalid {
    /// `field` breaks a rule; `message` says what to do about it.
    pub fn new(field: &str, message: impl Into<String>) -> Self {
        Self { field: field.to_owned(), message: message.into() }
    }
}

/// What a thing is called: trimmed `text` of `1..=most` characters, of which each is seen, or why not.
pub(crate) fn line(field: &str, what: &str, text: &str, most: usize) -> Result<String, Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Invalid::new(field, format!("Enter {what}.")));
    }
    at_most(field, text, most)?;
    if has_hidden(text) {
        return Err(Invalid::new(field, INVISIBLE));
    }
    Ok(text.to_owned())
}

/// Checks the length in characters and the absence of control characters.
pub(crate) fn at_most(field: &str, text: &str, most: usize) -> Result<(), Invalid> {
    let length = text.chars().count();
    if length > most {
        return Err(Invalid::new(field, format!("Use at most {most} characters; this has {length}.")));
    }
    if text.chars().any(is_unwanted) {
        return Err(Invalid::new(field, INVISIBLE));
    }
    Ok(())
}

/// Whether a name could pass for another, or for none, by characters that nobody sees.
fn has_hidden(name: &str) -> bool {
    let mut before = None;
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        if is_hidden(c) || !is_borne(c, before, rest.peek().copied()) {
            return true;
        }
        before = Some(c);
    }
    false
}

/// Fillers, marks of direction, and spaces and breaks that take no room.
fn is_hidden(c: char) -> bool {
    let in_words = matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}');
    let marks = matches!(c, '\u{200E}' | '\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{206A}'..='\u{206F}');
    let breaks = matches!(c, '\u{180E}' | '\u{200B}' | '\u{2028}' | '\u{2029}' | '\u{2800}' | '\u{3164}');
    in_words
        || marks
        || breaks
        || matches!(c, '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}')
}

/// Whether a character that is not seen by itself stands where it changes how another is written: joiners in Arabic and
/// Indic scripts and in emoji, selectors and tags behind what they select from.
fn is_borne(c: char, before: Option<char>, after: Option<char>) -> bool {
    let is_sign = |c| matches!(c, '\u{A9}' | '\u{AE}' | '\u{203C}'..='\u{2139}' | '\u{3030}'..='\u{303D}' | '\u{3297}' | '\u{3299}');
    let is_emoji = |c| is_sign(c) || matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}');
    let joins = |c| is_emoji(c) || matches!(c, '\u{600}'..='\u{18AF}' | '\u{FE0F}');
    let is_key = |c| matches!(c, '0'..='9' | '#' | '*');
    match c {
        '\u{200C}' | '\u{200D}' => {
            let is_indic = before.is_some_and(|c| matches!(c, '\u{900}'..='\u{DFF}'));
            is_indic || before.is_some_and(joins) && after.is_some_and(joins)
        }
        '\u{FE00}'..='\u{FE0F}' => before.is_some_and(|c| is_emoji(c) || is_key(c) && after == Some('\u{20E3}')),
        '\u{180B}'..='\u{180F}' => before.is_some_and(|c| matches!(c, '\u{1820}'..='\u{18AF}')),
        '\u{E0100}'..='\u{E01EF}' => {
            before.is_some_and(|c| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}'))
        }
        '\u{E0000}'..='\u{E007F}' => before.is_some_and(|c| matches!(c, '\u{1F3F4}' | '\u{E0020}'..='\u{E007E}')),
        _ => true,
    }
}

/// Whether a character stands for something that is seen where it stands.
pub(crate) fn is_visible(c: char) -> bool {
    !is_unwanted(c)
}

/// Control characters, and the marks that reorder the text around them.
fn is_unwanted(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_name_every_character_is_seen() {
        let name = |text: &str| line("name", "a name", text, 64).map_err(|invalid| invalid.message);
        let fine = [
            "Ada",
            "Éa ß",
            "می\u{200C}خواهم",
            "ന്\u{200D}",
            "👩\u{200D}🚀",
            "👁\u{FE0F}\u{200D}🗨\u{FE0F}",
            "☕\u{FE0F} break",
            "1\u{FE0F}\u{20E3} First steps",
            "辻\u{E0100}",
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
        ];
        for fine in fine {
            assert_eq!(name(fine), Ok(fine.to_owned()));
        }
        let hidden = [
            "\u{3164}",
            "\u{2800}\u{2800}",
            "Ada\u{200B}",
            "A\u{AD}da",
            "Ada\u{200D}",
            "\u{200F}Ada",
            "И\u{200D}ван",
            "علی\u{200C}",
            "👩\u{200D}\u{200D}🚀",
            "José\u{FE0F}",
            "é\u{E0041}",
            "1\u{FE0F}",
            "Ada\u{2028}Marsh",
            " \u{FEFF} ",
        ];
        for hidden in hidden {
            assert_eq!(name(hidden), Err(INVISIBLE.to_owned()), "{hidden:?}");
        }
    }
}

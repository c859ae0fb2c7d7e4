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

/// What a thing is called: `text` without what nobody sees of it, of `1..=most` characters, or why not.
pub(crate) fn line(field: &str, what: &str, text: &str, most: usize) -> Result<String, Invalid> {
    let text = seen(text);
    if text.is_empty() {
        return Err(Invalid::new(field, format!("Enter {what}.")));
    }
    at_most(field, &text, most)?;
    Ok(text)
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

/// A name without the characters that change nothing about how it looks, so that none passes for another, or for none.
/// Joiners, selectors and tags stay where they can change how another character is written: not behind ASCII, but for
/// keycaps.
fn seen(name: &str) -> String {
    let mut seen = String::with_capacity(name.len());
    let mut rest = name.trim().chars().peekable();
    while let Some(c) = rest.next() {
        let is_keycap = rest.peek() == Some(&'\u{20E3}');
        let is_borne = is_keycap || seen.chars().next_back().is_some_and(|before| !before.is_ascii());
        if !is_hidden(c) && (is_borne || !leans(c)) {
            seen.push(c);
        }
    }
    seen.trim().to_owned()
}

/// Fillers, marks of direction, and spaces and breaks that take no room.
fn is_hidden(c: char) -> bool {
    let in_words = matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}');
    let marks = matches!(c, '\u{200E}' | '\u{200F}' | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}');
    let breaks = matches!(c, '\u{200B}' | '\u{2028}' | '\u{2029}' | '\u{2800}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}');
    in_words || marks || breaks || matches!(c, '\u{FFF0}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}')
}

/// Whether a character is not seen by itself, but changes how the one before it is written.
fn leans(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '\u{180B}'..='\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E0FFF}')
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
        let bare = [
            ("Ada\u{200B}", "Ada"),
            ("A\u{AD}da", "Ada"),
            ("Ada\u{200D}", "Ada"),
            ("A\u{FE0F}da\u{E0041}", "Ada"),
            ("\u{200F}דנה", "דנה"),
            ("API\u{200C}ها", "APIها"),
            ("Ada\u{2028}Marsh", "AdaMarsh"),
            ("\u{FEFF} Ada", "Ada"),
        ];
        for (typed, bare) in bare {
            assert_eq!(name(typed), Ok(bare.to_owned()), "{typed:?}");
        }
        for nothing in ["\u{3164}", "\u{2800} \u{2800}", "\u{200D}", "\u{E0041}"] {
            assert_eq!(name(nothing), Err("Enter a name.".to_owned()), "{nothing:?}");
        }
    }
}

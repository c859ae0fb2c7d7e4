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

impl Invalid {
    /// `field` breaks a rule; `message` says what to do about it.
    pub fn new(field: &str, message: impl Into<String>) -> Self {
        Self { field: field.to_owned(), message: message.into() }
    }
}

/// Trimmed `text` of `1..=most` characters without control characters, or why not.
pub(crate) fn line(field: &str, what: &str, text: &str, most: usize) -> Result<String, Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Invalid::new(field, format!("Enter {what}.")));
    }
    at_most(field, text, most)?;
    Ok(text.to_owned())
}

/// Checks the length in characters and the absence of control characters.
pub(crate) fn at_most(field: &str, text: &str, most: usize) -> Result<(), Invalid> {
    let length = text.chars().count();
    if length > most {
        return Err(Invalid::new(field, format!("Use at most {most} characters; this has {length}.")));
    }
    if text.chars().any(is_unwanted) {
        return Err(Invalid::new(field, "Remove the invisible control characters."));
    }
    Ok(())
}

/// Whether a character stands for something that is seen where it stands.
pub(crate) fn is_visible(c: char) -> bool {
    !is_unwanted(c)
}

/// Control characters, and the marks that reorder the text around them.
fn is_unwanted(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

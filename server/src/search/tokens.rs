//! What was typed, taken apart: at spaces that are not between quotation marks.

/// Most characters that are read of what was typed.
const MOST: usize = 300;

/// What can stand before a colon.
const OPERATORS: [&str; 7] = ["from", "in", "has", "is", "before", "after", "on"];

/// A part of what was typed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What is meant, without signs.
    pub(super) text: String,
    /// It stands between quotation marks.
    pub(super) is_quoted: bool,
    /// What stands before the colon, of [`OPERATORS`].
    pub(super) operator: Option<&'static str>,
    /// A minus stands before it.
    pub(super) is_negative: bool,
}

/// The parts, in order. A quotation mark that is not closed is closed by the end.
pub(super) fn tokens(typed: &str) -> Vec<Token> {
    let end = typed.char_indices().nth(MOST).map_or(typed.len(), |(at, _)| at);
    let mut rest = typed[..end].trim_start();
    let mut tokens = Vec::new();
    while !rest.is_empty() {
        let operator = OPERATORS.into_iter().find_map(|name| Some((name, valued(rest, name)?)));
        let negative =
            rest.strip_prefix('-').filter(|after| after.starts_with(|c: char| c.is_alphanumeric() || is_mark(c)));
        let value = operator.map(|(_, value)| value).or(negative).unwrap_or(rest);
        let quoted = value.strip_prefix(is_mark);
        let (text, after) = match quoted {
            Some(quoted) => quoted.split_once(is_mark).unwrap_or((quoted, "")),
            None => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        tokens.push(Token {
            text: text.to_owned(),
            is_quoted: quoted.is_some(),
            operator: operator.map(|(name, _)| name),
            is_negative: negative.is_some(),
        });
        rest = after.trim_start();
    }
    tokens
}

/// What follows `name:` at once.
fn valued<'t>(rest: &'t str, name: &str) -> Option<&'t str> {
    let (head, value) = rest.split_once(':')?;
    let has_value = !value.is_empty() && !value.starts_with(char::is_whitespace);
    (head.eq_ignore_ascii_case(name) && has_value).then_some(value)
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

//! Searching: what was typed into the search box, which terms a text is indexed by, and whether a text fits. It knows
//! neither what is kept nor who asks.
//!
//! A text is found by any part of its words that has three characters or more, and by the beginnings of words where it
//! is shorter; scripts that put no spaces between words are found by any part. Upper and lower case and accents make no
//! difference. See decision 13.

mod content;
mod fold;
mod query;
mod terms;
mod tokens;
mod word;

#[cfg(test)]
mod tests;

pub use fold::fold;
pub use query::{Days, Query, Trait};
pub use terms::{VERSION, author, room, terms};
pub use word::Fit;

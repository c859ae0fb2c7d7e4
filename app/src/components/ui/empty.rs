//! What stands where a list has nothing in it.

use super::{Drawn, Pictogram, drawn_icon};

/// A picture of what would stand there, and what there is to say. On a sheet of its own, the tide line belongs to it.
pub fn empty(of: Pictogram, words: impl Into<String>) -> Drawn {
    let mark = Drawn::of_class("span", "mark mark--own mark--large").with("aria-hidden", "true");
    Drawn::of_class("div", "empty")
        .child(mark.child(drawn_icon(of, false)))
        .child(Drawn::of_class("p", "empty__text").text(words.into()))
}

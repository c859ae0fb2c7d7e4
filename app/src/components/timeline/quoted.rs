//! What a message answers, in one line above it.

use crate::components::ui::Drawn;
use crate::domain::Quotation;

/// A link to the message that is quoted, in the room at `path`.
pub fn quoted(reply: &Quotation, path: &str) -> Drawn {
    let no = reply.no;
    let words = if reply.text.is_empty() { "This message was deleted." } else { reply.text.as_str() };
    Drawn::of_class("a", "quoted")
        .with("href", format!("{path}/{no}#m{no}"))
        .child(Drawn::of_class("span", "visually-hidden").text("In answer to "))
        .child(Drawn::of_class("b", "quoted__by").child(Drawn::new("bdi").text(&reply.by.name)))
        .child(Drawn::of_class("span", "truncate").with("dir", "auto").text(words))
}

//! The words of a message: plain text with its line ends, or the nodes that the server made of it.

use super::nodes::with_blocks;
use crate::components::ui::Drawn;
use crate::domain::{Block, Inline, UserId};

/// The text of a message as `me` reads it, in an element called `id`. It is never HTML: every piece is a node of its
/// own.
pub fn message_text(id: String, body: &str, nodes: &[Block], me: UserId) -> Drawn {
    // Emoji have no direction of their own: they follow the page.
    let is_emoji = is_emoji_only(only_words(body, nodes));
    let class = match (is_emoji, nodes.is_empty()) {
        (true, _) => "message__body message__body--emoji",
        (false, true) => "message__body",
        (false, false) => "message__body nodes",
    };
    let around = Drawn::of_class("div", class).with("id", id).with_some("dir", (!is_emoji).then_some("auto"));
    if nodes.is_empty() { around.text(body) } else { with_blocks(around, nodes, me) }
}

/// The words, if there is nothing but words.
fn only_words<'a>(body: &'a str, nodes: &'a [Block]) -> &'a str {
    match nodes {
        [] => body,
        [Block::Paragraph(inlines)] => match inlines.as_slice() {
            [Inline::Text(text)] => text,
            _ => "",
        },
        _ => "",
    }
}

/// Whether `body` is a handful of emoji and nothing else: they are shown larger.
pub fn is_emoji_only(body: &str) -> bool {
    let mut shown = 0;
    for c in body.chars() {
        match c {
            '\u{200D}' | '\u{FE0F}' | '\u{20E3}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}' | ' ' => {}
            '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{2300}'..='\u{23FF}' => {
                shown += 1;
            }
            _ => return false,
        }
    }
    (1..=12).contains(&shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_emoji_are_large_and_words_are_not() {
        for large in ["🌊", "👍🏽", "👩‍👩‍👧", "❤️", "🌊 🌊"] {
            assert!(is_emoji_only(large), "{large}");
        }
        for small in ["", " ", "ok 👍", "1", "#", "→"] {
            assert!(!is_emoji_only(small), "{small}");
        }
    }
}

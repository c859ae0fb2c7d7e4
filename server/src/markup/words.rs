//! What stands inside words without any sign around it: addresses, and emoji by their names.

use app::domain::{Block, Inline};

use super::links::{Span, safe, spans};

/// The same blocks, with addresses as links and named emoji as what they are.
pub(super) fn refined(blocks: Vec<Block>) -> Vec<Block> {
    blocks.into_iter().map(block).collect()
}

fn block(of: Block) -> Block {
    let all = |items: Vec<Vec<Block>>| items.into_iter().map(refined).collect();
    match of {
        Block::Paragraph(words) => Block::Paragraph(inlines(words, true)),
        Block::Heading(words) => Block::Heading(inlines(words, true)),
        Block::Quote(blocks) => Block::Quote(refined(blocks)),
        Block::Bullets(items) => Block::Bullets(all(items)),
        Block::Numbers(first, items) => Block::Numbers(first, all(items)),
        code @ Block::Code(..) => code,
    }
}

fn inlines(of: Vec<Inline>, may_link: bool) -> Vec<Inline> {
    let mut all = Vec::with_capacity(of.len());
    for inline in of {
        match inline {
            Inline::Text(text) => text_into(&text, may_link, &mut all),
            Inline::Bold(inner) => all.push(Inline::Bold(inlines(inner, may_link))),
            Inline::Italic(inner) => all.push(Inline::Italic(inlines(inner, may_link))),
            Inline::Strike(inner) => all.push(Inline::Strike(inlines(inner, may_link))),
            // A link in a link has nowhere to lead.
            Inline::Link(address, inner) => all.push(Inline::Link(address, inlines(inner, false))),
            other => all.push(other),
        }
    }
    all
}

fn text_into(text: &str, may_link: bool, all: &mut Vec<Inline>) {
    if !may_link {
        return all.push(Inline::Text(text.to_owned()));
    }
    for span in spans(text) {
        let word = match span {
            Span::Text(text) => Inline::Text(with_emoji(text)),
            Span::Link(address) => match safe(address) {
                Some(address) => Inline::Link(address.clone(), vec![Inline::Text(address)]),
                None => Inline::Text(address.to_owned()),
            },
        };
        match (all.last_mut(), word) {
            (Some(Inline::Text(last)), Inline::Text(more)) => last.push_str(&more),
            (_, word) => all.push(word),
        }
    }
}

/// `:wave:` is 👋, but `10:30:45` is a time.
fn with_emoji(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(':') {
        let (before, after) = rest.split_at(start);
        out.push_str(before);
        let name = after[1..].find(':').map(|end| &after[1..=end]).filter(|name| is_name(name));
        let is_inside_word = out.chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
        match name.filter(|_| !is_inside_word).and_then(emojis::get_by_shortcode) {
            Some(emoji) => {
                out.push_str(emoji.as_str());
                rest = &after[name.map_or(1, |name| name.len() + 2)..];
            }
            None => {
                out.push(':');
                rest = &after[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn is_name(name: &str) -> bool {
    (1..=40).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+-".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_has_a_name_and_a_time_has_none() {
        assert_eq!(with_emoji(":wave: a:wave: :wave::+1:"), "👋 a:wave: 👋👍");
        assert_eq!(with_emoji("10:30:45, :no such:, ::, :x"), "10:30:45, :no such:, ::, :x");
    }
}

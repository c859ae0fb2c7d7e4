//! From what was typed to typed nodes. The text is CommonMark, as far as a chat has use for it; whatever it is,
//! it comes out as nodes of [`app::domain`]; HTML is made of those in one place, `app::components::ui::Drawn`, where every
//! text is escaped.
//!
//! Rule: what [`parse`] answers can be written again ([`write`]) and read to the same nodes. Where CommonMark
//! is ambiguous enough to break that, the message is shown as it was typed.

mod blocks;
mod code;
mod emoji;
mod links;
mod names;
mod words;
mod write;

#[cfg(test)]
mod tests;

use app::domain::{Block, Inline};

pub use code::code;
pub use emoji::{EMOJI_GROUPS, emoji, emoji_of, find_emoji};
pub use names::{Called, Known, Names};
pub use write::write;

/// The version of this parser, kept beside the nodes that it made.
pub const VERSION: i64 = 2;

/// Most nodes of a message; one that has more is shown as it was typed, because every screen of a room has to draw it.
const NODES: usize = 2_000;

/// Reads a message that calls nobody. A text that needs no nodes has none.
pub fn parse(source: &str) -> Vec<Block> {
    finished(stable(source), source)
}

/// A message that is read but for its names.
#[derive(Clone, Debug)]
pub struct Draft(Vec<Block>);

impl Draft {
    /// Reads a message.
    pub fn read(source: &str) -> Self {
        Self(stable(source))
    }

    /// The names in it.
    pub fn names(&self) -> Names {
        names::names(&self.0)
    }

    /// The first address in it that leads into the web.
    pub fn first_link(&self) -> Option<String> {
        names::first_link(&self.0)
    }

    /// The nodes, once it is known what the names mean; `source` is what was read.
    pub fn with(self, source: &str, known: &Known) -> Vec<Block> {
        let linked = names::linked(self.0.clone(), known);
        finished(if count(&linked) <= NODES { linked } else { self.0 }, source)
    }
}

fn finished(mut nodes: Vec<Block>, source: &str) -> Vec<Block> {
    if source.is_empty() || is_plain(&nodes, source) {
        return Vec::new();
    }
    let plain = nodes.clone();
    code::tint(&mut nodes);
    if count(&nodes) <= NODES { nodes } else { plain }
}

/// The nodes before code is tinted, such that writing and reading them changes nothing.
fn stable(source: &str) -> Vec<Block> {
    let nodes = read(source);
    if read(&write(&nodes)) == nodes { nodes } else { typed(source) }
}

/// The text as it was typed, with what leads somewhere in it, where that is not too much.
fn typed(source: &str) -> Vec<Block> {
    let nodes = words::refined(vec![as_typed(source)]);
    if count(&nodes) <= NODES { nodes } else { vec![as_typed(source)] }
}

fn read(source: &str) -> Vec<Block> {
    let nodes = words::refined(blocks::blocks(source));
    match count(&nodes) {
        0 => typed(source),
        1..=NODES => nodes,
        _ => vec![as_typed(source)],
    }
}

/// How many nodes these are, with all that is in them.
fn count(blocks: &[Block]) -> usize {
    let inside = |block: &Block| match block {
        Block::Paragraph(inlines) | Block::Heading(inlines) => count_inlines(inlines),
        Block::Quote(blocks) => count(blocks),
        Block::Bullets(items) | Block::Numbers(_, items) => items.iter().map(|item| 1 + count(item)).sum(),
        Block::Code(_, pieces) => pieces.len(),
    };
    blocks.iter().map(|block| 1 + inside(block)).sum()
}

fn count_inlines(inlines: &[Inline]) -> usize {
    let inside = |inline: &Inline| match inline {
        Inline::Bold(inner) | Inline::Italic(inner) | Inline::Strike(inner) | Inline::Link(_, inner) => {
            count_inlines(inner)
        }
        _ => 0,
    };
    inlines.iter().map(|inline| 1 + inside(inline)).sum()
}

fn as_typed(source: &str) -> Block {
    Block::Paragraph(vec![Inline::Text(source.to_owned())])
}

/// Whether the text alone looks the same: paragraphs of nothing but words.
fn is_plain(nodes: &[Block], source: &str) -> bool {
    let mut rest = source.trim();
    for (n, block) in nodes.iter().enumerate() {
        let Block::Paragraph(inlines) = block else { return false };
        let [Inline::Text(text)] = inlines.as_slice() else { return false };
        let gap = if n == 0 { "" } else { "\n\n" };
        match rest.strip_prefix(gap).and_then(|rest| rest.strip_prefix(text.as_str())) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.is_empty()
}

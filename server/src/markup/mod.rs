//! From what was typed to typed nodes. The text is CommonMark, as far as a chat has use for it; whatever it is,
//! it comes out as nodes of [`app::domain`]; HTML is made of those in one place, `app::components::ui::Drawn`, where every
//! text is escaped.
//!
//! Rule: what [`parse`] answers can be written again ([`write`]) and read to the same nodes. Where CommonMark
//! is ambiguous enough to break that, the message is shown as it was typed.

mod blocks;
mod code;
mod links;
mod names;
mod words;
mod write;

#[cfg(test)]
mod tests;

use app::domain::{Block, Inline};

pub use code::code;
pub use names::{Called, Known, Names};
pub use words::emoji;
pub use write::write;

/// The version of this parser, kept beside the nodes that it made.
pub const VERSION: i64 = 2;

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

    /// The nodes, once it is known what the names mean; `source` is what was read.
    pub fn with(self, source: &str, known: &Known) -> Vec<Block> {
        finished(names::linked(self.0, known), source)
    }
}

fn finished(mut nodes: Vec<Block>, source: &str) -> Vec<Block> {
    if source.is_empty() || is_plain(&nodes, source) {
        return Vec::new();
    }
    code::tint(&mut nodes);
    nodes
}

/// The nodes before code is tinted, such that writing and reading them changes nothing.
fn stable(source: &str) -> Vec<Block> {
    let nodes = read(source);
    if read(&write(&nodes)) == nodes { nodes } else { words::refined(vec![as_typed(source)]) }
}

fn read(source: &str) -> Vec<Block> {
    let nodes = words::refined(blocks::blocks(source));
    if nodes.is_empty() { words::refined(vec![as_typed(source)]) } else { nodes }
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

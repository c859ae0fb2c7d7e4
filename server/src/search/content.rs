//! What there is in a message beside words.

use app::domain::{Block, Inline};

use super::query::Trait;

/// Whether a message has links, or code, in it.
pub(super) fn has(nodes: &[Block], what: Trait) -> bool {
    nodes.iter().any(|block| match block {
        Block::Paragraph(inlines) | Block::Heading(inlines) => has_inline(inlines, what),
        Block::Code(..) => what == Trait::HasCode,
        Block::Quote(blocks) => has(blocks, what),
        Block::Bullets(items) | Block::Numbers(_, items) => items.iter().any(|item| has(item, what)),
    })
}

fn has_inline(inlines: &[Inline], what: Trait) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Link(..) if what == Trait::HasLink => true,
        Inline::Code(_) => what == Trait::HasCode,
        Inline::Bold(inner) | Inline::Italic(inner) | Inline::Strike(inner) | Inline::Link(_, inner) => {
            has_inline(inner, what)
        }
        Inline::Text(_) | Inline::Person(..) | Inline::Everyone(_) | Inline::Room(..) => false,
    })
}

//! The nodes of a message as elements. Each kind of node is one kind of element; nothing is ever put on the page
//! but text, and nothing is followed but an address that the server has let pass.

use crate::components::ui::Drawn;
use crate::domain::{Block, Inline, Piece, Tint};

/// The element `around`, with the blocks in it, one under the other.
pub(super) fn with_blocks(around: Drawn, all: &[Block]) -> Drawn {
    around.children(all.iter().map(block))
}

fn block(of: &Block) -> Drawn {
    match of {
        Block::Paragraph(words) => with_inlines(Drawn::new("p"), words),
        Block::Heading(words) => with_inlines(Drawn::of_class("p", "nodes__heading"), words),
        Block::Code(_, pieces) => {
            let code = pieces.iter().fold(Drawn::new("code"), with_piece);
            Drawn::of_class("pre", "nodes__code").with("tabindex", "0").child(code)
        }
        Block::Quote(inner) => with_blocks(Drawn::new("blockquote"), inner),
        Block::Bullets(items) => with_points(Drawn::new("ul"), items),
        Block::Numbers(first, items) => with_points(Drawn::new("ol").with("start", first.to_string()), items),
    }
}

fn with_points(list: Drawn, items: &[Vec<Block>]) -> Drawn {
    list.children(items.iter().map(|item| with_blocks(Drawn::new("li"), item)))
}

fn with_inlines(around: Drawn, all: &[Inline]) -> Drawn {
    all.iter().fold(around, |around, inline| match inline {
        Inline::Text(text) => around.text(text),
        Inline::Bold(inner) => around.child(with_inlines(Drawn::new("strong"), inner)),
        Inline::Italic(inner) => around.child(with_inlines(Drawn::new("em"), inner)),
        Inline::Strike(inner) => around.child(with_inlines(Drawn::new("s"), inner)),
        Inline::Code(code) => around.child(Drawn::new("code").text(code)),
        Inline::Link(address, inner) => {
            let link = Drawn::new("a").with("href", address).with("rel", "noopener noreferrer nofollow");
            around.child(with_inlines(link.with("target", "_blank"), inner))
        }
    })
}

fn with_piece(code: Drawn, Piece(tint, text): &Piece) -> Drawn {
    let tint = match tint {
        Tint::Plain => return code.text(text),
        Tint::Comment => "comment",
        Tint::Keyword => "keyword",
        Tint::String => "string",
        Tint::Number => "number",
        Tint::Function => "function",
        Tint::Type => "type",
    };
    code.child(Drawn::new("span").with("data-tint", tint).text(text))
}

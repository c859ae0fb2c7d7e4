//! The nodes of a message as elements. Each kind of node is one kind of element; nothing is ever put on the page
//! but text, and nothing is followed but an address that the server has let pass.

use crate::components::ui::Drawn;
use crate::domain::{Block, Inline, Piece, Tint, UserId};

/// The element `around`, with the blocks in it, one under the other, as `me` reads them.
pub(super) fn with_blocks(around: Drawn, all: &[Block], me: UserId) -> Drawn {
    around.children(all.iter().map(|of| block(of, me)))
}

fn block(of: &Block, me: UserId) -> Drawn {
    match of {
        Block::Paragraph(words) => with_inlines(Drawn::new("p"), words, me),
        Block::Heading(words) => with_inlines(Drawn::of_class("p", "nodes__heading"), words, me),
        Block::Code(_, pieces) => {
            let code = pieces.iter().fold(Drawn::new("code"), with_piece);
            Drawn::of_class("pre", "nodes__code").with("tabindex", "0").child(code)
        }
        Block::Quote(inner) => with_blocks(Drawn::new("blockquote"), inner, me),
        Block::Bullets(items) => with_points(Drawn::new("ul"), items, me),
        Block::Numbers(first, items) => with_points(Drawn::new("ol").with("start", first.to_string()), items, me),
    }
}

fn with_points(list: Drawn, items: &[Vec<Block>], me: UserId) -> Drawn {
    list.children(items.iter().map(|item| with_blocks(Drawn::new("li"), item, me)))
}

fn with_inlines(around: Drawn, all: &[Inline], me: UserId) -> Drawn {
    all.iter().fold(around, |around, inline| match inline {
        Inline::Text(text) => around.text(text),
        Inline::Bold(inner) => around.child(with_inlines(Drawn::new("strong"), inner, me)),
        Inline::Italic(inner) => around.child(with_inlines(Drawn::new("em"), inner, me)),
        Inline::Strike(inner) => around.child(with_inlines(Drawn::new("s"), inner, me)),
        Inline::Code(code) => around.child(Drawn::new("code").text(code)),
        Inline::Link(address, inner) => {
            let link = Drawn::new("a").with("href", address).with("rel", "noopener noreferrer nofollow");
            around.child(with_inlines(link.with("target", "_blank"), inner, me))
        }
        Inline::Person(id, handle) => {
            let link = mention("a", *id == me).with("href", format!("/people/{id}"));
            around.child(link.text(format!("@{handle}")))
        }
        Inline::Everyone(call) => around.child(mention("span", true).text(format!("@{}", call.name()))),
        Inline::Room(id, name) => {
            let link = mention("a", false).with("href", format!("/r/{id}"));
            around.child(link.text(format!("#{name}")))
        }
    })
}

/// A name in the text. What calls the reader is marked for them.
fn mention(tag: &'static str, is_you: bool) -> Drawn {
    Drawn::of_class(tag, "mention").with_some("data-you", is_you.then_some(""))
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

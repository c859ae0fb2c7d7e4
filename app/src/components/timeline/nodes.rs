//! The nodes of a message as elements. Each kind of node is one kind of element; nothing is ever put on the page
//! but text, and nothing is followed but an address that the server has let pass.

use leptos::prelude::*;

use crate::domain::{Block, Inline, Piece, Tint};

/// Blocks, one under the other.
pub(super) fn blocks(all: Vec<Block>) -> Vec<AnyView> {
    all.into_iter().map(block).collect()
}

fn block(of: Block) -> AnyView {
    match of {
        Block::Paragraph(words) => view! { <p>{inlines(words)}</p> }.into_any(),
        Block::Heading(words) => view! { <p class="nodes__heading">{inlines(words)}</p> }.into_any(),
        Block::Code(language, pieces) => view! {
            <pre class="nodes__code" tabindex="0" data-language=(!language.is_empty()).then_some(language)>
                <code>{pieces.into_iter().map(piece).collect_view()}</code>
            </pre>
        }
        .into_any(),
        Block::Quote(inner) => view! { <blockquote>{blocks(inner)}</blockquote> }.into_any(),
        Block::Bullets(items) => view! { <ul>{points(items)}</ul> }.into_any(),
        Block::Numbers(first, items) => view! { <ol start=first.to_string()>{points(items)}</ol> }.into_any(),
    }
}

fn points(items: Vec<Vec<Block>>) -> Vec<AnyView> {
    items.into_iter().map(|item| view! { <li>{blocks(item)}</li> }.into_any()).collect()
}

fn inlines(all: Vec<Inline>) -> Vec<AnyView> {
    all.into_iter().map(inline).collect()
}

fn inline(of: Inline) -> AnyView {
    match of {
        Inline::Text(text) => text.into_any(),
        Inline::Bold(inner) => view! { <strong>{inlines(inner)}</strong> }.into_any(),
        Inline::Italic(inner) => view! { <em>{inlines(inner)}</em> }.into_any(),
        Inline::Strike(inner) => view! { <s>{inlines(inner)}</s> }.into_any(),
        Inline::Code(code) => view! { <code>{code}</code> }.into_any(),
        Inline::Link(address, inner) => view! {
            <a href=address rel="noopener noreferrer nofollow" target="_blank">
                {inlines(inner)}
            </a>
        }
        .into_any(),
    }
}

fn piece(Piece(tint, text): Piece) -> impl IntoView {
    let tint = match tint {
        Tint::Plain => None,
        Tint::Comment => Some("comment"),
        Tint::Keyword => Some("keyword"),
        Tint::String => Some("string"),
        Tint::Number => Some("number"),
        Tint::Function => Some("function"),
        Tint::Type => Some("type"),
    };
    view! { <span data-tint=tint>{text}</span> }
}

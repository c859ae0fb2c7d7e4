//! The formatted text of a message: a tree of typed nodes. The server makes it from what was typed, the browser
//! shows it as elements; neither ever handles HTML.
//!
//! The names on the wire are short because there are many of them. A message without any markup has no nodes:
//! its text says it all.

use serde::{Deserialize, Serialize};

use super::{RoomId, UserId};

/// A part of a message that stands on lines of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// Words. A line end in them is a line end on the screen.
    #[serde(rename = "p")]
    Paragraph(Vec<Inline>),
    /// A headline, shown as bold words, whatever its level.
    #[serde(rename = "h")]
    Heading(Vec<Inline>),
    /// Lines of code: the language, or nothing, and the pieces that make up the text.
    #[serde(rename = "code")]
    Code(String, Vec<Piece>),
    /// Words of somebody else.
    #[serde(rename = "q")]
    Quote(Vec<Block>),
    /// Points without an order.
    #[serde(rename = "ul")]
    Bullets(Vec<Vec<Block>>),
    /// Points that are counted, from this number.
    #[serde(rename = "ol")]
    Numbers(u64, Vec<Vec<Block>>),
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Inline {
    /// Words as they are.
    #[serde(rename = "t")]
    Text(String),
    /// Strong words.
    #[serde(rename = "b")]
    Bold(Vec<Inline>),
    /// Stressed words.
    #[serde(rename = "i")]
    Italic(Vec<Inline>),
    /// Words taken back.
    #[serde(rename = "s")]
    Strike(Vec<Inline>),
    /// Code.
    #[serde(rename = "c")]
    Code(String),
    /// Words that lead to an address: http, https or mailto, nothing else.
    #[serde(rename = "a")]
    Link(String, Vec<Inline>),
    /// A person who is called by their handle.
    #[serde(rename = "@")]
    Person(UserId, String),
    /// Everyone of the room who is called: all of them, or those who are there.
    #[serde(rename = "@@")]
    Everyone(Call),
    /// A room, and how it is written.
    #[serde(rename = "#")]
    Room(RoomId, String),
}

/// How several people are called at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// `@room`: all members.
    Room,
    /// `@here`: those who are online.
    Here,
}

impl Call {
    /// As it is written, without the sign.
    pub fn name(self) -> &'static str {
        match self {
            Self::Room => "room",
            Self::Here => "here",
        }
    }

    /// What is written so.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Room, Self::Here].into_iter().find(|call| call.name() == name)
    }
}

/// A piece of code of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece(pub Tint, pub String);

/// What a piece of code is, for the eye: a class each in `style/components/code.css`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tint {
    /// Nothing in particular.
    #[default]
    #[serde(rename = "")]
    Plain,
    /// A remark.
    #[serde(rename = "r")]
    Comment,
    /// A word of the language.
    #[serde(rename = "k")]
    Keyword,
    /// A text.
    #[serde(rename = "s")]
    String,
    /// A number or another constant.
    #[serde(rename = "n")]
    Number,
    /// The name of a function.
    #[serde(rename = "f")]
    Function,
    /// The name of a type.
    #[serde(rename = "y")]
    Type,
}

/// The words of a message in one line, without any markup: for a quotation, a title, a notification. At most
/// `most` characters; what is left out is an ellipsis.
pub fn excerpt(body: &str, nodes: &[Block], most: usize) -> String {
    let mut words = String::new();
    if nodes.is_empty() {
        words.push_str(body);
    } else {
        blocks_into(nodes, &mut words);
    }
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

fn blocks_into(blocks: &[Block], words: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) | Block::Heading(inlines) => inlines_into(inlines, words),
            Block::Code(_, pieces) => pieces.iter().for_each(|piece| words.push_str(&piece.1)),
            Block::Quote(blocks) => blocks_into(blocks, words),
            Block::Bullets(items) | Block::Numbers(_, items) => {
                items.iter().for_each(|item| blocks_into(item, words));
            }
        }
        words.push(' ');
    }
}

fn inlines_into(inlines: &[Inline], words: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => words.push_str(text),
            Inline::Person(_, handle) => words.extend(["@", handle]),
            Inline::Everyone(call) => words.extend(["@", call.name()]),
            Inline::Room(_, name) => words.extend(["#", name]),
            Inline::Bold(inner) | Inline::Italic(inner) | Inline::Strike(inner) | Inline::Link(_, inner) => {
                inlines_into(inner, words);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Inline {
        Inline::Text(words.to_owned())
    }

    #[test]
    fn on_the_wire_a_node_is_a_name_and_what_it_holds() {
        let nodes = vec![
            Block::Paragraph(vec![
                text("a "),
                Inline::Bold(vec![text("b")]),
                Inline::Link("https://x.example".into(), vec![text("c")]),
            ]),
            Block::Code("rust".into(), vec![Piece(Tint::Keyword, "let".into()), Piece(Tint::Plain, " x".into())]),
            Block::Numbers(3, vec![vec![Block::Paragraph(vec![text("d")])]]),
            Block::Paragraph(vec![
                Inline::Person(UserId(4), "ada".into()),
                Inline::Everyone(Call::Here),
                Inline::Room(RoomId(5), "harbour".into()),
            ]),
        ];
        let json = r##"[{"p":[{"t":"a "},{"b":[{"t":"b"}]},{"a":["https://x.example",[{"t":"c"}]]}]},{"code":["rust",[["k","let"],["", " x"]]]},{"ol":[3,[[{"p":[{"t":"d"}]}]]]},{"p":[{"@":[4,"ada"]},{"@@":"here"},{"#":[5,"harbour"]}]}]"##;
        assert_eq!(serde_json::from_str::<Vec<Block>>(json).ok(), Some(nodes.clone()));
        let again = serde_json::to_string(&nodes).ok().and_then(|json| serde_json::from_str::<Vec<Block>>(&json).ok());
        assert_eq!(again, Some(nodes));
    }

    #[test]
    fn an_excerpt_is_one_line_of_words() {
        let nodes = [
            Block::Heading(vec![text("Tide")]),
            Block::Quote(vec![Block::Paragraph(vec![Inline::Bold(vec![text("low")]), text("\nat nine")])]),
            Block::Bullets(vec![vec![Block::Paragraph(vec![Inline::Code("x".into())])]]),
            Block::Paragraph(vec![Inline::Person(UserId(4), "ada".into()), text(" "), Inline::Everyone(Call::Room)]),
        ];
        assert_eq!(excerpt("ignored", &nodes, 100), "Tide low at nine x @ada @room");
        assert_eq!(excerpt(" one\n\ntwo  three", &[], 100), "one two three");
        assert_eq!(excerpt("one two three", &[], 8), "one two…");
        assert_eq!(excerpt("éééé", &[], 4), "éééé");
    }
}

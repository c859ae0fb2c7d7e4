//! The events of the CommonMark parser, built up into a tree. Bounded in depth, so that neither the browser
//! nor anything else that walks it can be led into the deep.

use app::domain::{Block, Inline, Piece, Tint};
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag};

use super::links::safe;

/// Most levels of nodes in each other; what is deeper is words.
const DEPTH: usize = 10;

/// What is open.
enum Kind {
    Root,
    Paragraph,
    Heading,
    Quote,
    List(Option<u64>),
    Item,
    Code(String),
    Bold,
    Italic,
    Strike,
    /// An address that may be followed.
    Link(String),
    /// Words alone: of an address that may not be followed, or of what a chat has no use for.
    Words,
}

struct Level {
    kind: Kind,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    items: Vec<Vec<Block>>,
}

impl Level {
    fn new(kind: Kind) -> Self {
        Self { kind, blocks: Vec::new(), inlines: Vec::new(), items: Vec::new() }
    }

    /// Words that stand among blocks are a paragraph of their own.
    fn settle(&mut self) {
        let inlines = tidy(std::mem::take(&mut self.inlines));
        if !inlines.is_empty() {
            self.blocks.push(Block::Paragraph(inlines));
        }
    }

    fn push_block(&mut self, block: Block) {
        self.settle();
        self.blocks.push(block);
    }

    fn push_text(&mut self, text: &str) {
        let text = text.chars().filter(|c| !c.is_control() || *c == '\n' || *c == '\t');
        match self.inlines.last_mut() {
            Some(Inline::Text(last)) => last.extend(text),
            _ => self.inlines.push(Inline::Text(text.collect())),
        }
    }
}

/// Reads `source`, with every word in it where it was.
pub(super) fn blocks(source: &str) -> Vec<Block> {
    let Some(guarded) = with_definitions_as_words(source) else {
        return vec![Block::Paragraph(vec![Inline::Text(source.to_owned())])];
    };
    let mut tree = Tree { levels: vec![Level::new(Kind::Root)], is_open: Vec::new() };
    for (event, range) in Parser::new_ext(&guarded, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                let begins_lines = matches!(tag, Tag::Paragraph) && !tree.is_inside();
                tree.open(tag);
                if begins_lines {
                    let before = &guarded[..range.start];
                    let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
                    tree.inner().push_text(&line[line.trim_end_matches([' ', '\t']).len()..]);
                }
            }
            Event::End(_) => tree.close(),
            Event::Code(code) => tree.inner().inlines.push(Inline::Code(code.into_string())),
            Event::SoftBreak | Event::HardBreak => {
                tree.inner().push_text("\n");
                // CommonMark drops what a line is indented by; people who type it mean it.
                if !tree.is_inside() {
                    let rest = &guarded[range.end..];
                    tree.inner().push_text(&rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()]);
                }
            }
            Event::Rule => {
                let line = guarded[range].trim().to_owned();
                tree.inner().push_block(Block::Paragraph(vec![Inline::Text(line)]));
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => tree.inner().push_text(&text),
            // Of syntax that is not switched on.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                tree.inner().push_text(&text);
            }
            Event::TaskListMarker(_) => {}
        }
    }
    tree.finish()
}

const OPTIONS: Options = Options::ENABLE_STRIKETHROUGH;

/// Most rounds of looking for definitions: each shows those that stood behind another of the same name.
const ROUNDS: usize = 8;

/// `[a]: b` defines a link and says nothing by itself; in a chat it is something that somebody wrote. `None`: there
/// are so many of one name that nobody means them.
fn with_definitions_as_words(source: &str) -> Option<String> {
    let mut guarded = source.to_owned();
    for _ in 0..ROUNDS {
        let mut starts: Vec<usize> = {
            let parser = Parser::new_ext(&guarded, OPTIONS);
            parser.reference_definitions().iter().map(|(_, of)| of.span.start).collect()
        };
        if starts.is_empty() {
            return Some(guarded);
        }
        starts.sort_unstable();
        let mut words = String::with_capacity(guarded.len() + starts.len());
        let mut done = 0;
        for start in starts {
            words.push_str(&guarded[done..start]);
            words.push('\\');
            done = start;
        }
        words.push_str(&guarded[done..]);
        guarded = words;
    }
    None
}

struct Tree {
    levels: Vec<Level>,
    /// For each tag that is open, whether it has a level of its own.
    is_open: Vec<bool>,
}

impl Tree {
    fn inner(&mut self) -> &mut Level {
        self.levels.last_mut().expect("the root is never closed")
    }

    /// Whether a quotation or a list is open, whose own marks begin each line.
    fn is_inside(&self) -> bool {
        self.levels.iter().any(|level| matches!(level.kind, Kind::Quote | Kind::Item))
    }

    fn open(&mut self, tag: Tag<'_>) {
        let is_deep = self.levels.len() > DEPTH;
        self.is_open.push(!is_deep);
        if is_deep {
            return;
        }
        let kind = match tag {
            Tag::Paragraph | Tag::HtmlBlock => Kind::Paragraph,
            Tag::Heading { .. } => Kind::Heading,
            Tag::BlockQuote(_) => Kind::Quote,
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => Kind::Code(language(&info)),
            // Indented lines are indented lines.
            Tag::CodeBlock(CodeBlockKind::Indented) => Kind::Paragraph,
            Tag::List(first) => Kind::List(first),
            Tag::Item => Kind::Item,
            Tag::Strong => Kind::Bold,
            Tag::Emphasis => Kind::Italic,
            Tag::Strikethrough => Kind::Strike,
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => {
                safe(&format!("mailto:{dest_url}")).map_or(Kind::Words, Kind::Link)
            }
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => safe(&dest_url).map_or(Kind::Words, Kind::Link),
            _ => Kind::Words,
        };
        self.levels.push(Level::new(kind));
    }

    fn close(&mut self) {
        if self.is_open.pop() != Some(true) {
            // What was too deep ends at least its line.
            return self.inner().push_text("\n");
        }
        let Some(mut level) = self.levels.pop() else { return };
        match level.kind {
            Kind::Root => self.levels.push(level),
            Kind::Paragraph => {
                let inlines = tidy(level.inlines);
                if !inlines.is_empty() {
                    self.inner().push_block(Block::Paragraph(inlines));
                }
            }
            Kind::Heading => {
                let inlines = tidy(level.inlines);
                if !inlines.is_empty() {
                    self.inner().push_block(Block::Heading(inlines));
                }
            }
            Kind::Quote => {
                level.settle();
                self.inner().push_block(Block::Quote(level.blocks));
            }
            Kind::Item => {
                level.settle();
                self.inner().items.push(level.blocks);
            }
            Kind::List(first) => {
                let list = match first {
                    Some(first) => Block::Numbers(first, level.items),
                    None => Block::Bullets(level.items),
                };
                self.inner().push_block(list);
            }
            Kind::Code(language) => {
                let text = words_of(&level.inlines);
                let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
                self.inner().push_block(Block::Code(language, vec![Piece(Tint::Plain, text)]));
            }
            Kind::Bold => self.push_inline(Inline::Bold(merged(level.inlines))),
            Kind::Italic => self.push_inline(Inline::Italic(merged(level.inlines))),
            Kind::Strike => self.push_inline(Inline::Strike(merged(level.inlines))),
            Kind::Link(address) => {
                let mut words = merged(level.inlines);
                if words.is_empty() {
                    words.push(Inline::Text(address.clone()));
                }
                self.push_inline(Inline::Link(address, words));
            }
            Kind::Words => {
                for inline in level.inlines {
                    match inline {
                        Inline::Text(text) => self.inner().push_text(&text),
                        other => self.inner().inlines.push(other),
                    }
                }
            }
        }
    }

    fn push_inline(&mut self, inline: Inline) {
        self.inner().inlines.push(inline);
    }

    fn finish(mut self) -> Vec<Block> {
        let mut root = self.levels.swap_remove(0);
        root.settle();
        root.blocks
    }
}

/// The words of a line or paragraph, without white space around them.
fn tidy(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut inlines = merged(inlines);
    if let Some(Inline::Text(last)) = inlines.last_mut() {
        last.truncate(last.trim_end_matches('\n').len());
    }
    if let Some(Inline::Text(first)) = inlines.first_mut() {
        first.drain(..first.len() - first.trim_start_matches('\n').len());
    }
    inlines.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
    inlines
}

/// Neighbours of one kind are one.
fn merged(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut all: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match (all.last_mut(), inline) {
            (_, Inline::Text(text)) if text.is_empty() => {}
            (Some(Inline::Text(last)), Inline::Text(text)) => last.push_str(&text),
            (Some(Inline::Bold(last)), Inline::Bold(more))
            | (Some(Inline::Italic(last)), Inline::Italic(more))
            | (Some(Inline::Strike(last)), Inline::Strike(more)) => {
                last.extend(more);
                *last = merged(std::mem::take(last));
            }
            (_, inline) => all.push(inline),
        }
    }
    all
}

/// The text inside a code block is text alone.
fn words_of(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) | Inline::Code(text) => text.as_str(),
            _ => "",
        })
        .collect()
}

/// The first word of what stands behind the fence, if it looks like the name of a language.
fn language(info: &str) -> String {
    let word = info.split([' ', ',', '{']).next().unwrap_or_default();
    let is_name = word.len() <= 32 && word.chars().all(|c| c.is_ascii_alphanumeric() || "+-#._".contains(c));
    if is_name { word.to_ascii_lowercase() } else { String::new() }
}

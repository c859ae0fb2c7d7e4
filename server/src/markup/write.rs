//! Nodes written as text again. Every mark that could mean something is made harmless, so that words stay
//! words whatever they look like.

use app::domain::{Block, Inline};

/// The nodes as text.
pub fn write(blocks: &[Block]) -> String {
    let written: Vec<String> = blocks.iter().map(block).collect();
    written.join("\n\n")
}

fn block(of: &Block) -> String {
    match of {
        Block::Paragraph(words) => inlines(words),
        Block::Heading(words) => format!("# {}", inlines(words)),
        Block::Quote(blocks) => indented(&write(blocks), "> ", "> "),
        Block::Bullets(items) => items.iter().map(|item| point("- ", item)).collect::<Vec<_>>().join("\n"),
        Block::Numbers(first, items) => {
            let numbered = (*first..).zip(items);
            numbered.map(|(no, item)| point(&format!("{no}. "), item)).collect::<Vec<_>>().join("\n")
        }
        Block::Code(language, pieces) => {
            let text: String = pieces.iter().map(|piece| piece.1.as_str()).collect();
            let fence = "`".repeat(longest_run(&text).max(2) + 1);
            format!("{fence}{language}\n{text}\n{fence}")
        }
    }
}

fn point(mark: &str, blocks: &[Block]) -> String {
    indented(&write(blocks), mark, &" ".repeat(mark.len()))
}

fn indented(text: &str, first: &str, further: &str) -> String {
    let lines = text.split('\n').enumerate();
    lines.map(|(n, line)| format!("{}{line}", if n == 0 { first } else { further })).collect::<Vec<_>>().join("\n")
}

fn inlines(all: &[Inline]) -> String {
    let mut out = String::new();
    let last = all.len().saturating_sub(1);
    for (n, inline) in all.iter().enumerate() {
        match inline {
            Inline::Text(text) => words(text, n == 0, n == last, &mut out),
            Inline::Bold(inner) => out.push_str(&format!("**{}**", inlines(inner))),
            Inline::Italic(inner) => out.push_str(&format!("*{}*", inlines(inner))),
            Inline::Strike(inner) => out.push_str(&format!("~~{}~~", inlines(inner))),
            Inline::Link(address, inner) => {
                let address = address.replace('\\', "\\\\").replace('<', "\\<").replace('>', "\\>").replace('&', "\\&");
                out.push_str(&format!("[{}](<{address}>)", inlines(inner)));
            }
            Inline::Code(code) => out.push_str(&code_span(code)),
            Inline::Person(_, handle) => out.push_str(&format!("@{handle}")),
            Inline::Everyone(call) => out.push_str(&format!("@{}", call.name())),
            Inline::Room(_, name) => out.push_str(&format!("#{name}")),
        }
    }
    out
}

fn code_span(code: &str) -> String {
    let fence = "`".repeat(longest_run(code) + 1);
    let is_blank = code.chars().all(|c| c == ' ');
    let is_bounded = |c: char| c == '`' || (c == ' ' && !is_blank);
    let pad = if code.starts_with(is_bounded) || code.ends_with(is_bounded) { " " } else { "" };
    format!("{fence}{pad}{code}{pad}{fence}")
}

fn longest_run(code: &str) -> usize {
    code.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Words, with every mark escaped, and white space that a reader of CommonMark would drop written out.
fn words(text: &str, is_first: bool, is_last: bool, out: &mut String) {
    let chars: Vec<char> = text.chars().collect();
    for (n, c) in chars.iter().copied().enumerate() {
        let at_start = n == 0 && is_first || n > 0 && chars[n - 1] == '\n';
        let at_end = n + 1 == chars.len() && is_last || chars.get(n + 1) == Some(&'\n');
        match c {
            '\n' if at_start || at_end => out.push_str("&#10;"),
            ' ' | '\t' if at_start || at_end || chars.get(n + 1) == Some(&' ') => {
                out.push_str(if c == ' ' { "&#32;" } else { "&#9;" });
            }
            c if c.is_ascii_punctuation() => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
}

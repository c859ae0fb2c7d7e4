//! What a page says of itself, in its head: by the Open Graph protocol (<https://ogp.me>), by what Twitter made of it, or in
//! plain HTML. Nothing of it is believed but as words.

use std::collections::HashMap;

use encoding_rs::{Encoding, UTF_8};
use html5gum::Tokenizer;
use html5gum::emitters::default::{DefaultEmitter, StartTag, Token};

/// Most characters of a title, and of what stands beneath it.
const TITLE: usize = 200;
const TEXT: usize = 300;

/// What a page says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// What it is called.
    pub(super) title: String,
    /// What it is about; may be empty.
    pub(super) text: String,
}

/// Reads the beginning of a page; `charset` is how its characters are written, as far as that was said beside it. `None`:
/// it is called nothing.
pub(super) fn read(bytes: &[u8], charset: Option<&str>) -> Option<Said> {
    let named = charset.and_then(|name| Encoding::for_label(name.as_bytes()));
    let (html, ..) = named.or_else(|| announced(bytes)).unwrap_or(UTF_8).decode(bytes);
    let mut found = HashMap::new();
    let mut emitter = DefaultEmitter::default();
    // The words of a title are words, whatever they look like.
    emitter.naively_switch_states(true);
    let mut in_title = false;
    for Ok(token) in Tokenizer::new_with_emitter(html.as_ref(), emitter) {
        match token {
            Token::StartTag(tag) => match tag.name.as_slice() {
                b"title" => in_title = !found.contains_key("title"),
                b"meta" => note(&tag, &mut found),
                b"body" => break,
                _ => {}
            },
            Token::EndTag(tag) if tag.name.as_slice() == b"head" => break,
            Token::EndTag(tag) if tag.name.as_slice() == b"title" => in_title = false,
            Token::String(words) if in_title => {
                found.entry("title").or_insert_with(String::new).push_str(&String::from_utf8_lossy(&words.value));
            }
            _ => {}
        }
    }
    let first = |names: &[&str], most| {
        let all = names.iter().filter_map(|name| found.get(name)).map(|words| line(words, most));
        all.into_iter().find(|words| !words.is_empty())
    };
    let title = first(&["og:title", "twitter:title", "title"], TITLE)?;
    let text = first(&["og:description", "twitter:description", "description"], TEXT);
    Some(Said { text: text.filter(|text| *text != title).unwrap_or_default(), title })
}

/// The names by which a page says something of itself in `<meta>`.
const NAMES: [&str; 5] = ["og:title", "twitter:title", "og:description", "twitter:description", "description"];

fn note(tag: &StartTag<()>, found: &mut HashMap<&'static str, String>) {
    let of = |name: &[u8]| tag.attributes.get(name).map(|value| String::from_utf8_lossy(&value.value).into_owned());
    let name = of(b"property").or_else(|| of(b"name")).unwrap_or_default().to_ascii_lowercase();
    let known = NAMES.into_iter().find(|known| *known == name);
    if let (Some(known), Some(words)) = (known, of(b"content")) {
        found.entry(known).or_insert(words);
    }
}

/// How the characters are written, as the page says itself within its first kilobyte.
fn announced(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1_024)]).to_ascii_lowercase();
    let (_, after) = head.split_once("charset=")?;
    let name = after.trim_start_matches(['"', '\'']);
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(name.len());
    Encoding::for_label(&name.as_bytes()[..end])
}

/// In one line, without what cannot be seen, at most `most` characters.
fn line(words: &str, most: usize) -> String {
    // What joins characters or keeps them apart belongs to words and emoji of many scripts.
    let is_joiner = |c: char| matches!(c, '\u{200C}' | '\u{200D}');
    let is_unseen = |c: char| {
        c.is_control()
            || matches!(
                c,
                '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
                    | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}'
            )
    };
    let seen: String =
        words.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_unseen(*c)).collect();
    let whole = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    if whole.chars().all(|c| is_joiner(c) || c == ' ') {
        return String::new();
    }
    if whole.chars().count() <= most {
        return whole;
    }
    let cut: String = whole.chars().take(most - 1).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Option<(String, String)> {
        read(html.as_bytes(), None).map(|Said { title, text }| (title, text))
    }

    fn said(title: &str, text: &str) -> Option<(String, String)> {
        Some((title.to_owned(), text.to_owned()))
    }

    #[test]
    fn a_page_says_what_it_is_called_and_about() {
        let html = r#"<!doctype html><head><meta charset=utf-8><title>Plain &amp;
            simple <b></title><meta name="Description" content="In HTML">"#;
        assert_eq!(of(html), said("Plain & simple <b>", "In HTML"));
        let rich = format!(
            "{html}<meta property='og:title' content='Tide &#34;tables&#34;'><meta property=og:description content=Daily>"
        );
        assert_eq!(of(&rich), said("Tide \"tables\"", "Daily"));
        assert_eq!(
            of("<meta name=twitter:title content=Bird><meta name=description content='Bird'>"),
            said("Bird", "")
        );
        assert_eq!(of("<TITLE>Loud</TITLE><title>Second</title>"), said("Loud", ""));
    }

    #[test]
    fn what_is_no_head_of_a_page_says_nothing() {
        for nothing in [
            "",
            "plain words",
            "<title> \u{200B}\u{200D} </title>",
            "<body><title>Late</title>",
            "<head></head><title>Late</title>",
            "<!-- <title>Hidden</title> -->",
            "<script>'<title>No</title>'</script>",
            "<meta property=og:image content=x>",
        ] {
            assert_eq!(of(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn what_it_says_is_one_line_of_what_can_be_seen() {
        let long = ["<title>", &"word ".repeat(100), "</title>"].concat();
        let (title, _) = of(&long).unwrap();
        assert!(title.chars().count() <= TITLE && title.ends_with("word…"), "{title}");
        assert_eq!(of("<title>a\u{202E}b\u{7}c\td\ne</title>"), said("abc d e", ""));
    }

    #[test]
    fn characters_are_read_as_they_were_written() {
        let latin = b"<title>Caf\xe9</title>";
        assert_eq!(read(latin, Some("iso-8859-1")).map(|said| said.title).as_deref(), Some("Caf\u{e9}"));
        let announced = b"<meta charset='windows-1252'><title>\x93Tide\x94</title>";
        assert_eq!(read(announced, None).map(|said| said.title).as_deref(), Some("\u{201c}Tide\u{201d}"));
        assert_eq!(read(latin, None).map(|said| said.title).as_deref(), Some("Caf\u{fffd}"));
    }
}

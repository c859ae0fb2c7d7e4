//! The words of a message: plain text with its line ends, where addresses become links.

use leptos::either::Either;
use leptos::prelude::*;

/// A piece of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span<'a> {
    /// Words.
    Text(&'a str),
    /// An address that begins with `http://` or `https://`.
    Link(&'a str),
}

/// The text of a message. It is never HTML: every piece is a node of its own.
#[component]
pub fn MessageText(
    /// The element's id.
    id: String,
    /// What was said.
    body: String,
) -> impl IntoView {
    // Emoji have no direction of their own: they follow the page.
    let dir = (!is_emoji_only(&body)).then_some("auto");
    let class = if dir.is_none() { "message__body message__body--emoji" } else { "message__body" };
    let content = match spans(&body).as_slice() {
        [Span::Text(_)] | [] => Either::Left(body),
        pieces => Either::Right(pieces.iter().map(|piece| piece_view(*piece)).collect_view()),
    };
    view! {
        <div class=class id=id dir=dir>
            {content}
        </div>
    }
}

fn piece_view(piece: Span<'_>) -> impl IntoView + use<> {
    match piece {
        Span::Text(text) => Either::Left(text.to_owned()),
        Span::Link(address) => Either::Right(view! {
            <a href=address.to_owned() rel="noopener noreferrer nofollow" target="_blank" dir="ltr">
                {address.to_owned()}
            </a>
        }),
    }
}

/// Cuts `body` into words and addresses; together they are `body` again.
pub fn spans(body: &str) -> Vec<Span<'_>> {
    let mut pieces = Vec::new();
    let (mut done, mut at) = (0, 0);
    while let Some(found) = body[at..].find("://") {
        let colon = at + found;
        at = colon + 3;
        let Some(start) = scheme_start(&body[done..colon]).map(|start| done + start) else { continue };
        let end = colon + 3 + address_length(&body[colon + 3..]);
        if end == colon + 3 {
            continue;
        }
        if start > done {
            pieces.push(Span::Text(&body[done..start]));
        }
        pieces.push(Span::Link(&body[start..end]));
        (done, at) = (end, end);
    }
    if done < body.len() {
        pieces.push(Span::Text(&body[done..]));
    }
    pieces
}

/// Where `http` or `https` begins at the end of `before`, unless it is the end of a longer word.
fn scheme_start(before: &str) -> Option<usize> {
    ["https", "http"].iter().find_map(|scheme| {
        let start = before.len().checked_sub(scheme.len())?;
        let (words, end) = before.split_at_checked(start)?;
        let is_end_of_word = words.chars().next_back().is_some_and(char::is_alphanumeric);
        (end.eq_ignore_ascii_case(scheme) && !is_end_of_word).then_some(start)
    })
}

/// How much of `rest` belongs to an address: no space, no quote, and no mark that ends a
/// sentence; a closing bracket only when it was opened inside.
fn address_length(rest: &str) -> usize {
    let is_over =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '“' | '”' | '«' | '»');
    let mut address = &rest[..rest.find(is_over).unwrap_or(rest.len())];
    loop {
        let Some(last) = address.chars().next_back() else { return 0 };
        let closes_nothing = |open: char| address.matches(last).count() > address.matches(open).count();
        let drop = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '…' | '*' | '_' | '~' | '|' => true,
            ')' => closes_nothing('('),
            ']' => closes_nothing('['),
            '}' => closes_nothing('{'),
            _ => false,
        };
        if !drop {
            break;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    let has_host = address.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '[');
    if has_host { address.len() } else { 0 }
}

/// Whether `body` is a handful of emoji and nothing else: they are shown larger.
pub fn is_emoji_only(body: &str) -> bool {
    let mut shown = 0;
    for c in body.chars() {
        match c {
            '\u{200D}' | '\u{FE0F}' | '\u{20E3}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}' | ' ' => {}
            '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{2300}'..='\u{23FF}' => {
                shown += 1;
            }
            _ => return false,
        }
    }
    (1..=12).contains(&shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(body: &str) -> Vec<&str> {
        let all = spans(body);
        let joined: String = all
            .iter()
            .map(|span| match span {
                Span::Text(text) | Span::Link(text) => *text,
            })
            .collect();
        assert_eq!(joined, body);
        all.into_iter()
            .filter_map(|span| match span {
                Span::Link(link) => Some(link),
                Span::Text(_) => None,
            })
            .collect()
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(
            links("see https://a.example/x?y=1#z, then HTTP://b.example."),
            ["https://a.example/x?y=1#z", "HTTP://b.example"]
        );
        assert_eq!(links("https://a.example"), ["https://a.example"]);
        assert_eq!(links("http://[::1]:8080/ and http://127.0.0.1:1"), ["http://[::1]:8080/", "http://127.0.0.1:1"]);
        for nothing in [
            "",
            "plain",
            "javascript://x%0aalert(1)",
            "ftp://a.example",
            "xhttp://a.example",
            "https://",
            "http:// a",
            "https://…",
            "data:text/html,x",
            "://",
            "éhttps://a.example",
        ] {
            assert_eq!(links(nothing), [""; 0], "{nothing}");
        }
    }

    #[test]
    fn brackets_and_full_stops_stay_outside_unless_they_belong() {
        assert_eq!(links("(https://a.example/b)"), ["https://a.example/b"]);
        assert_eq!(links("https://a.example/b_(c)"), ["https://a.example/b_(c)"]);
        assert_eq!(links("<https://a.example/>\n“https://b.example”"), ["https://a.example/", "https://b.example"]);
        assert_eq!(links("https://a.example/é?!…"), ["https://a.example/é"]);
        assert_eq!(links("https://a.example/https://b.example"), ["https://a.example/https://b.example"]);
    }

    #[test]
    fn a_few_emoji_are_large_and_words_are_not() {
        for large in ["🌊", "👍🏽", "👩‍👩‍👧", "❤️", "🌊 🌊"] {
            assert!(is_emoji_only(large), "{large}");
        }
        for small in ["", " ", "ok 👍", "1", "#", "→"] {
            assert!(!is_emoji_only(small), "{small}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost(body in "(https?://|[a-z.()<é …]){0,40}") {
            links(&body);
        }
    }
}

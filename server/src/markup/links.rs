//! Addresses: which may be followed, and where they begin and end in plain words.

use url::Url;

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span<'a> {
    /// Words.
    Text(&'a str),
    /// An address that begins with `http://` or `https://`.
    Link(&'a str),
}

/// The address, if it leads to a page or to a mailbox. Everything else is words: what a browser would run, open
/// by another program or read from a disk, and what only looks like an address.
pub(super) fn safe(address: &str) -> Option<String> {
    let address = address.trim();
    if address.is_empty() || address.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return None;
    }
    let url = Url::parse(address).ok()?;
    let is_page = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none();
    let is_mailbox = url.scheme() == "mailto" && url.path().contains('@');
    (is_page || is_mailbox).then(|| address.to_owned())
}

/// Cuts `body` into words and addresses; together they are `body` again.
pub(super) fn spans(body: &str) -> Vec<Span<'_>> {
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

/// Longest address that is recognised in plain words, in bytes.
const MOST: usize = 2_048;

/// How much of `rest` belongs to an address: no space, no quote, and no mark that ends a
/// sentence; a closing bracket only when it was opened inside. Takes time in proportion to what it answers, so
/// that no text can make the server look at it over and over.
fn address_length(rest: &str) -> usize {
    // What begins with neither is no host, however it goes on.
    if !rest.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '[') {
        return 0;
    }
    let is_over =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '“' | '”' | '«' | '»');
    let end = rest.char_indices().find(|(at, c)| *at >= MOST || is_over(*c)).map_or(rest.len(), |(at, _)| at);
    let mut address = &rest[..end];
    let mut unopened = ["()", "[]", "{}"].map(|pair| {
        let count = |bracket: &str| address.matches(bracket).count();
        count(&pair[1..]) as isize - count(&pair[..1]) as isize
    });
    while let Some(last) = address.chars().next_back() {
        let bracket = [')', ']', '}'].iter().position(|closing| *closing == last);
        let drop = match bracket {
            Some(kind) => unopened[kind] > 0,
            None => matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '…' | '*' | '_' | '~' | '|'),
        };
        if !drop {
            break;
        }
        if let Some(kind) = bracket {
            unopened[kind] -= 1;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    address.len()
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
    fn only_pages_and_mailboxes_may_be_followed() {
        for good in ["https://a.example/x?y#z", "HTTP://a.example", "mailto:ada@example.org", "http://[::1]:80/"] {
            assert_eq!(safe(good).as_deref(), Some(good));
        }
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "/r/1",
            "//evil.example",
            "https:",
            "https://ada:secret@evil.example",
            "https://:bank.example@evil.example",
            "mailto:",
            "",
        ] {
            assert_eq!(safe(bad), None, "{bad:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost(body in "(https?://|[a-z.()<é …]){0,40}") {
            links(&body);
        }
    }
}

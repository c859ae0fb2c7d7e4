//! What a request says about the answer it can take: codings, and what the client holds already.

use axum::http::{HeaderMap, HeaderValue, header};

/// Whether the client takes a body in this coding (RFC 9110, 12.5.3). Without the header it is asked nothing of.
pub(super) fn takes(asked: &HeaderMap, coding: &str) -> bool {
    let mut any = false;
    for offer in list(asked, header::ACCEPT_ENCODING) {
        let (name, weight) = offer.split_once(';').unwrap_or((offer, ""));
        let wanted = !is_refusal(weight);
        match name.trim() {
            name if name.eq_ignore_ascii_case(coding) => return wanted,
            "*" => any = wanted,
            _ => {}
        }
    }
    any
}

/// Whether the client holds this very version (RFC 9110, 13.1.2).
pub(in crate::web) fn holds(asked: &HeaderMap, etag: &HeaderValue) -> bool {
    list(asked, header::IF_NONE_MATCH).any(|held| {
        let held = held.trim();
        held == "*" || held.strip_prefix("W/").unwrap_or(held).as_bytes() == etag.as_bytes()
    })
}

/// The members of a comma-separated header, which may stand on several lines.
fn list(asked: &HeaderMap, name: header::HeaderName) -> impl Iterator<Item = &str> {
    asked.get_all(name).into_iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','))
}

/// `q=0`, with any number of zeros behind the point.
fn is_refusal(weight: &str) -> bool {
    weight.trim().strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0_f32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(name: header::HeaderName, lines: &[&str]) -> HeaderMap {
        let mut asked = HeaderMap::new();
        for line in lines {
            asked.append(&name, HeaderValue::from_str(line).unwrap());
        }
        asked
    }

    #[test]
    fn a_coding_is_taken_when_it_is_named_and_not_refused() {
        let cases: &[(&[&str], bool)] = &[
            (&[], false),
            (&[""], false),
            (&["gzip, deflate, br, zstd"], true),
            (&["gzip", "br"], true),
            (&["BR;q=0.5"], true),
            (&["gzip, br; q=1.0"], true),
            (&["br;q=0"], false),
            (&["br; q=0.000, gzip"], false),
            (&["gzip"], false),
            (&["brotli"], false),
        ];
        for (lines, taken) in cases {
            assert_eq!(takes(&asking(header::ACCEPT_ENCODING, lines), "br"), *taken, "{lines:?}");
        }
    }

    #[test]
    fn a_star_speaks_for_what_is_not_named() {
        let takes_br = |line| takes(&asking(header::ACCEPT_ENCODING, &[line]), "br");
        assert!(takes_br("*"));
        assert!(takes_br("gzip;q=0, *"));
        assert!(!takes_br("*;q=0, gzip"));
        assert!(!takes_br("*, br;q=0"));
        assert!(takes_br("br, *;q=0"));
    }

    #[test]
    fn a_version_is_held_when_one_of_the_tags_is_it() {
        let etag = HeaderValue::from_static("\"abc\"");
        let holds_it = |line| holds(&asking(header::IF_NONE_MATCH, &[line]), &etag);
        assert!(holds_it("\"abc\""));
        assert!(holds_it("\"x\", W/\"abc\""));
        assert!(holds_it("*"));
        assert!(!holds_it("abc"));
        assert!(!holds_it("\"abcd\""));
    }
}

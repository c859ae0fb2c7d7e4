//! The rules of searching, without anything that is kept.

use app::domain::{RoomId, UserId};
use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;

const TODAY: jiff::civil::Date = date(2026, 11, 25);

fn ask(typed: &str) -> Query {
    Query::parse(typed, TODAY)
}

fn fits(typed: &str, body: &str) -> bool {
    ask(typed).fit(body, || crate::markup::parse(body)).is_some()
}

/// What is found of a text, with the matches in brackets.
fn shown(typed: &str, body: &str, most: usize) -> String {
    let stretches = ask(typed).passage(body, &crate::markup::parse(body), most);
    stretches.into_iter().map(|s| if s.is_match { format!("[{}]", s.text) } else { s.text }).collect()
}

#[test]
fn a_word_is_found_by_any_part_and_a_short_one_by_its_beginning() {
    assert!(fits("ploy", "The deployment is done") && fits("DEPLOY done", "the deployment is done"));
    assert!(!fits("deploy", "the train is late") && !fits("deploy late", "the deployment is done"));
    assert!(fits("go", "Let's go") && fits("go", "Googling it") && !fits("go", "a cargo train"));
    assert!(fits("c++", "written in C++, mostly") && fits("v2", "ship v2.1") && fits(":)", "fine :)"));
}

#[test]
fn case_accents_and_forms_of_letters_make_no_difference() {
    assert!(fits("cafe", "Le Café") && fits("CAFÉ", "le cafe\u{301}") && fits("strasse", "Hauptstraße"));
    assert!(
        fits("οδος", "ΟΔΟΣ")
            && fits("istanbul", "İstanbul")
            && fits("abc", "ＡＢＣ")
            && fits("file", "ﬁle")
            && fits("gtm", "Snug™")
    );
    assert!(!fits("か", "がんばる") && fits("が", "がんばる"), "a mark of kana makes another letter");
}

#[test]
fn scripts_without_spaces_are_found_by_any_part() {
    assert!(
        fits("京", "東京タワー")
            && fits("京タ", "東京タワー")
            && fits("タワー", "東京タワー")
            && fits("한국", "대한국인")
    );
    assert!(fits("ไทย", "ภาษาไทย") && !fits("西", "東京タワー"));
}

#[test]
fn quotation_marks_mean_exactly_these_words() {
    assert!(fits("\"release train\"", "The release  train\nleaves") && !fits("\"release train\"", "train release"));
    assert!(
        fits("\"cat\"", "a cat.") && !fits("\"cat\"", "concatenate") && !fits("\"release tr\"", "the release train")
    );
    assert!(fits("“release train”", "release train") && fits("\"not closed", "it is not closed"));
    assert!(fits("\"bold words\"", "some **bold** words"), "as it reads");
    assert!(fits("snowflake", "a **snow**flake") && fits("🎉", "done :tada:"), "as it reads, and by any part");
}

#[test]
fn what_must_not_be_there_is_left_out() {
    assert!(fits("train -late", "the train") && !fits("train -late", "the train is late"));
    assert!(fits("train -\"very late\"", "late, very train") && !fits("train -\"very late\"", "a very late train"));
    assert!(!fits("train -\"very late\"", "a very **late** train"), "as it reads");
    assert!(fits("a - b", "a - b") && fits("--flag", "use --flag"), "a minus that stands alone is one");
}

#[test]
fn links_and_code_are_seen_in_the_text() {
    assert!(fits("has:link", "see https://example.com/a") && !fits("has:link", "see it"));
    assert!(fits("has:code", "run `make`") && fits("has:code", "- a\n- `b`") && !fits("has:code run", "run it"));
}

#[test]
fn operators_are_read_and_what_is_none_is_a_word() {
    let query = ask("from:@ada in:\"Lost and found\" FROM:me is:pinned words http://x foo:bar on:");
    assert_eq!(
        (query.from, query.rooms),
        (vec!["@ada".to_owned(), "me".to_owned()], vec!["Lost and found".to_owned()])
    );
    assert_eq!((query.traits, query.words.len(), query.problem), (vec![Trait::IsPinned], 4, None));
    assert!(ask("").is_empty() && ask("  -x ").is_empty() && !ask("is:edited").is_empty());
}

#[test]
fn what_is_wrong_is_said() {
    let problem = |typed| ask(typed).problem.unwrap_or_default();
    assert_eq!(
        problem("has:wings x"),
        "“has:wings” is not known. Known are has:link, has:code, has:file, has:picture, has:reaction, has:thread."
    );
    assert_eq!(problem("before:soon"), "“soon” is no day. Write before:2026-03-31, before:yesterday or before:today.");
    assert!(!ask("before:soon").is_empty());
}

#[test]
fn days_begin_on_the_readers_clock() {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let hours = |typed| {
        let (since, until) = ask(typed).days.moments(&zone);
        // 2026-11-25T00:00+01:00
        let hour = |at: app::domain::Timestamp| (at.0 - 1_795_561_200_000) / 3_600_000;
        (since.map(hour), until.map(hour))
    };
    assert_eq!(hours("on:today"), (Some(0), Some(24)));
    assert_eq!(hours("after:yesterday"), (Some(0), None));
    assert_eq!(hours("before:2026-11-24"), (None, Some(-24)));
    assert_eq!(hours("after:9999-12-31").1, None);
    assert!(hours("after:9999-12-31").0.is_some(), "the last day there is");
    assert_eq!(hours("after:2026-11-20 before:2026-11-24 after:2026-11-22"), (Some(-48), Some(-24)));
}

#[test]
fn whole_words_fit_better_than_beginnings_and_those_better_than_parts() {
    let fit = |body| ask("red boat").fit(body, Vec::new).unwrap();
    let order = ["a red boat", "a boat, red", "reddish boats", "bored and lifeboats"].map(fit);
    assert!(order.is_sorted_by(|a, b| a > b), "{order:?}");
}

#[test]
fn a_passage_shows_the_first_match_and_marks_all() {
    assert_eq!(shown("red", "A **red** boat, bored", 99), "A [red] boat, bo[red]");
    assert_eq!(shown("cafe", "Im Café\n\nsitzen", 99), "Im [Café] sitzen");
    let long = format!("{}the needle lies {}", "hay ".repeat(50), "hay ".repeat(50));
    assert_eq!(shown("needle", &long, 40), "…hay the [needle] lies hay hay hay hay hay…");
    assert_eq!(shown("example.com", "see [this](https://example.com/a)", 99), "see [this](https://[example.com]/a)");
    assert_eq!(shown("is:pinned", "just words", 99), "just words");
    assert_eq!(shown("aaa aab", "aaaab", 99), "[aaaab]", "matches that overlap are one");
}

fn texts() -> impl Strategy<Value = String> {
    let bits = prop_oneof![
        "[a-c+\\.*]{1,4}",
        Just("`a`".to_owned()),
        Just(" http://a.b ".to_owned()),
        "[東京タ가é ß]{1,3}",
        Just(" ".to_owned()),
        Just("\n".to_owned()),
        "\\PC{0,4}"
    ];
    proptest::collection::vec(bits, 0..12).prop_map(|bits| bits.concat())
}

fn contents() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec!["", "has:link", "has:code", "has:code has:link"])
}

proptest! {
    /// The index only narrows: whatever fits has all the terms of the question.
    #[test]
    fn what_fits_has_all_terms(body in texts(), typed in texts(), is_exact: bool, more in contents()) {
        let nodes = crate::markup::parse(&body);
        let typed = if is_exact { format!("\"{}\"", typed.replace('"', "")) } else { typed };
        let query = ask(&format!("{typed} {more}"));
        if query.fit(&body, || nodes.clone()).is_some() {
            let all = terms(&body, &nodes, RoomId(1), UserId(2));
            let all: std::collections::BTreeSet<_> = all.split(' ').collect();
            for term in query.terms().into_iter().chain(query.contents().into_iter().map(str::to_owned)) {
                prop_assert!(all.contains(term.as_str()), "{term} of {typed:?} in {body:?}");
            }
        }
    }

    /// A passage is words of the text, and nothing panics.
    #[test]
    fn a_passage_is_a_part_of_the_text(body in texts(), typed in texts(), most in 1_usize..30) {
        let stretches = ask(&typed).passage(&body, &[], most);
        let whole: String = stretches.iter().map(|s| s.text.as_str()).collect();
        let line = body.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert!(line.contains(whole.trim_start_matches('…').trim_end_matches('…')) || line.contains('…'), "{whole:?} of {line:?}");
    }
}

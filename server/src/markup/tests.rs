//! What is typed and what comes of it; and that nothing that is typed can do harm.

use app::domain::{Block, Inline, Piece, RoomId, Tint, UserId};
use proptest::prelude::*;

use super::*;

fn t(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

fn p(words: &str) -> Block {
    Block::Paragraph(vec![t(words)])
}

fn bold(words: &str) -> Inline {
    Inline::Bold(vec![t(words)])
}

fn italic(words: &str) -> Inline {
    Inline::Italic(vec![t(words)])
}

fn link(to: &str, words: &str) -> Inline {
    Inline::Link(to.to_owned(), vec![t(words)])
}

fn code(language: &str, text: &str) -> Block {
    Block::Code(language.to_owned(), vec![Piece(Tint::Plain, text.to_owned())])
}

#[test]
fn words_alone_need_no_nodes() {
    for plain in [
        "Hello",
        "a\nb",
        "a\n\nb\n\n\u{1F30A}",
        "1 < 2 & 3",
        "snake_case_name",
        "C:\\x",
        "#room",
        "5 * 3 * 2",
        "10:30:45",
    ] {
        assert_eq!(parse(plain), [], "{plain}");
    }
}

#[test]
fn marks_are_what_people_know_from_elsewhere() {
    let line = |words: Vec<Inline>| vec![Block::Paragraph(words)];
    for (typed, nodes) in [
        ("a **b** c", line(vec![t("a "), bold("b"), t(" c")])),
        ("*a* and _b_", line(vec![italic("a"), t(" and "), italic("b")])),
        ("***a***", line(vec![Inline::Italic(vec![bold("a")])])),
        ("~~a~~", line(vec![Inline::Strike(vec![t("a")])])),
        ("`a *b*`", line(vec![Inline::Code("a *b*".into())])),
        ("[a](https://x.example)", line(vec![link("https://x.example", "a")])),
        ("see https://x.example/y.", line(vec![t("see "), link("https://x.example/y", "https://x.example/y"), t(".")])),
        ("<https://x.example>", line(vec![link("https://x.example", "https://x.example")])),
        ("<ada@example.org>", line(vec![link("mailto:ada@example.org", "ada@example.org")])),
        (":tada: a", line(vec![t("🎉 a")])),
        ("# a", vec![Block::Heading(vec![t("a")])]),
        ("> a\n> b", vec![Block::Quote(vec![p("a\nb")])]),
        ("a\n\n- b\n- c", vec![p("a"), Block::Bullets(vec![vec![p("b")], vec![p("c")]])]),
        ("3. a\n4. b", vec![Block::Numbers(3, vec![vec![p("a")], vec![p("b")]])]),
        ("- a\n  - b", vec![Block::Bullets(vec![vec![p("a"), Block::Bullets(vec![vec![p("b")]])]])]),
        ("```\na  b\n  c\n```", vec![code("", "a  b\n  c")]),
        ("```nonsense\na\n```", vec![code("nonsense", "a")]),
    ] {
        assert_eq!(parse(typed), nodes, "{typed}");
    }
}

#[test]
fn what_a_chat_has_no_use_for_is_words() {
    let words = |nodes: Vec<Block>, source: &str| app::domain::excerpt(source, &nodes, 1_000);
    for (typed, shown) in [
        ("<b>bold?</b>", "<b>bold?</b>"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("<div>\n\n**a**\n\n</div>", "<div> a </div>"),
        ("[a]: https://x.example", "[a]: https://x.example"),
        ("[a]: <b>\n[c]: d", "[a]: <b> [c]: d"),
        ("[a][b]\n\n[b]: https://x.example", "[a][b] [b]: https://x.example"),
        ("![a](https://x.example/y.png)", "a"),
        ("[a](javascript:alert(1))", "a"),
        ("---", "---"),
        ("a | b\n--|--\nc | d", "a | b --|-- c | d"),
        ("- [ ] a", "[ ] a"),
        ("    indented", "indented"),
    ] {
        assert_eq!(words(parse(typed), typed), shown, "{typed}");
    }
}

#[test]
fn code_has_colours_when_its_language_is_known() {
    let nodes = parse("```rust\nlet x = \"a\"; // b\n```");
    let [Block::Code(language, pieces)] = nodes.as_slice() else { panic!("{nodes:?}") };
    assert_eq!(language, "rust");
    let of = |tint| pieces.iter().filter(|piece| piece.0 == tint).map(|piece| piece.1.trim()).collect::<String>();
    assert_eq!((of(Tint::Keyword), of(Tint::String), of(Tint::Comment)), ("let".into(), "\"a\"".into(), "// b".into()));
    let text: String = pieces.iter().map(|piece| piece.1.as_str()).collect();
    assert_eq!(text, "let x = \"a\"; // b");
}

#[test]
fn the_deep_is_bounded() {
    fn depth(blocks: &[Block]) -> usize {
        let inside = blocks.iter().map(|block| match block {
            Block::Quote(inner) => depth(inner),
            Block::Bullets(items) | Block::Numbers(_, items) => items.iter().map(|item| depth(item)).max().unwrap_or(0),
            _ => 0,
        });
        1 + inside.max().unwrap_or(0)
    }
    for deep in [
        "> ".repeat(5_000) + "a",
        "- ".repeat(5_000) + "a",
        "*a ".repeat(2_000) + &"a*".repeat(2_000),
        "[".repeat(8_000),
    ] {
        assert!(depth(&parse(&deep)) <= 12);
    }
}

#[test]
fn no_text_keeps_the_server_busy() {
    let most = 16 * 1024;
    let began = std::time::Instant::now();
    for (head, piece) in [
        ("http://.".repeat(1_000), ")"),
        ("http://a".repeat(1_000), ")"),
        (String::new(), "[a]:b\n\n"),
        ("```json\n".to_owned(), "["),
        ("```json\n".to_owned(), "[\n"),
        (String::new(), "*_"),
        (String::new(), "[x]("),
        (String::new(), ":a:"),
        (String::new(), "`"),
        (String::new(), "<a "),
        (String::new(), "> - "),
        (String::new(), "\\"),
    ] {
        let mut text = head;
        while text.len() + piece.len() <= most {
            text.push_str(piece);
        }
        parse(&text);
    }
    // Without optimisation and beside other tests; what this is about would take minutes.
    assert!(began.elapsed() < std::time::Duration::from_secs(20), "{:?}", began.elapsed());
}

/// Everything a message can lead to.
fn addresses(blocks: &[Block]) -> Vec<String> {
    fn of(inlines: &[Inline], all: &mut Vec<String>) {
        for inline in inlines {
            match inline {
                Inline::Link(address, inner) => {
                    all.push(address.clone());
                    of(inner, all);
                }
                Inline::Bold(inner) | Inline::Italic(inner) | Inline::Strike(inner) => of(inner, all),
                Inline::Text(_) | Inline::Code(_) | Inline::Person(..) | Inline::Everyone(_) | Inline::Room(..) => {}
            }
        }
    }
    let mut all = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(words) | Block::Heading(words) => of(words, &mut all),
            Block::Quote(inner) => all.extend(addresses(inner)),
            Block::Bullets(items) | Block::Numbers(_, items) => items.iter().for_each(|i| all.extend(addresses(i))),
            Block::Code(..) => {}
        }
    }
    all
}

fn holds(typed: &str) -> std::result::Result<(), TestCaseError> {
    // What is nothing but space is never said.
    let Ok(body) = app::domain::MessageBody::parse(typed) else { return Ok(()) };
    let typed = body.as_str();
    let nodes = stable(typed);
    prop_assert_eq!(stable(&write(&nodes)), nodes.clone(), "{:?} was written as {:?}", typed, write(&nodes));
    for address in addresses(&nodes) {
        let scheme = address.split(':').next().unwrap_or_default().to_ascii_lowercase();
        prop_assert!(["http", "https", "mailto"].contains(&scheme.as_str()), "{:?} leads to {:?}", typed, address);
    }
    let _ = parse(typed);
    // Whatever is named is known: whom a message calls, it calls again when it is written and read.
    let names = names::names(&nodes);
    let people = names.people.iter().map(|name| (name.clone(), UserId(1))).collect();
    let known = Known { all: true, people, rooms: names.rooms.iter().map(|name| (name.clone(), RoomId(1))).collect() };
    let linked = names::linked(nodes, &known);
    let again = names::linked(stable(&write(&linked)), &known);
    prop_assert_eq!(&again, &linked, "{:?} was written as {:?}", typed, write(&linked));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_is_read_written_and_read_to_the_same(typed in "\\PC{0,80}") {
        holds(&typed)?;
    }

    #[test]
    fn any_heap_of_marks_is_read_written_and_read_to_the_same(
        typed in "([*_~`>#+\\-=!|\\\\ \n\t&<\\[\\]()a1.:\"']|- |> |\n\n|```|1\\. |\\*\\*|https://a\\.b/|&#10;|&nbsp;|javascript:|<b>|\\]\\(|:wave:|@|@ab|#ab){0,24}"
    ) {
        holds(&typed)?;
    }
}

#[test]
fn the_examples_of_commonmark_are_read_written_and_read_to_the_same() {
    // Own examples in the spirit of each section of the specification.
    const CORPUS: &str = include_str!("corpus.txt");
    let mut count = 0;
    for typed in CORPUS.split("\n%%\n") {
        holds(typed).unwrap_or_else(|error| panic!("{error}"));
        count += 1;
    }
    assert!(count >= 60, "{count} examples");
}

#[test]
fn what_has_too_many_nodes_is_shown_as_it_was_typed() {
    let typed = "*a*".to_owned() + &" *a*".repeat(4_000);
    assert_eq!(parse(&typed), [], "plain words need no nodes");
    holds(&typed).unwrap_or_else(|error| panic!("{error}"));
    let calls = "@p".to_owned() + &" @p".repeat(3_000);
    let known = Known { all: true, people: [("p".to_owned(), UserId(1))].into(), ..Known::default() };
    assert_eq!(Draft::read(&calls).with(&calls, &known), [], "nor does calling somebody a thousand times");
    let code = format!(
        "```rust\n{}\n```",
        "1, ".repeat(60).trim_end().to_owned() + &"\n1, 2, 3, 4, 5, 6, 7, 8, 9".repeat(150)
    );
    assert!(count(&parse(&code)) <= NODES, "{}", count(&parse(&code)));
    let within = parse(&"*a* ".repeat(400));
    assert!(count(&within) > 800, "{}", count(&within));
}

#[test]
fn names_behind_the_first_fifty_mean_nothing_but_calling_everybody_always_counts() {
    let many: String = (0..80).map(|n| format!("@p{n} #r{n} ")).collect();
    let names = Draft::read(&format!("{many} @room")).names();
    assert_eq!((names.people.len(), names.rooms.len(), names.call_all()), (51, 50, true));
    assert!(!Draft::read(&many).names().call_all());
}

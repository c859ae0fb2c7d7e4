//! What `serde_json` writes is read, and what it refuses is refused.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::*;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Dot,
    Line(i64),
    Box(u32, String),
    Named { name: String },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Thing {
    text: String,
    #[serde(default)]
    list: Vec<Option<i64>>,
    shapes: Vec<Shape>,
    map: BTreeMap<String, bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    more: Option<Box<Thing>>,
}

fn thing() -> impl Strategy<Value = Thing> {
    let shape = prop_oneof![
        Just(Shape::Dot),
        any::<i64>().prop_map(Shape::Line),
        (any::<u32>(), ".{0,6}").prop_map(|(n, s)| Shape::Box(n, s)),
        ".{0,6}".prop_map(|name| Shape::Named { name }),
    ];
    let parts = (
        any::<String>(),
        prop::collection::vec(any::<Option<i64>>(), 0..4),
        prop::collection::vec(shape, 0..4),
        prop::collection::btree_map(".{0,4}", any::<bool>(), 0..3),
    );
    let leaf = parts.clone().prop_map(|(text, list, shapes, map)| Thing { text, list, shapes, map, more: None });
    (leaf.clone(), prop::option::of(leaf)).prop_map(|(thing, more)| Thing { more: more.map(Box::new), ..thing })
}

proptest! {
    #[test]
    fn what_serde_json_writes_is_read(thing in thing()) {
        for json in [serde_json::to_string(&thing), serde_json::to_string_pretty(&thing)] {
            prop_assert_eq!(read::<Thing>(&json.unwrap_or_default()), Ok(thing.clone()));
        }
    }

    #[test]
    fn nothing_that_is_no_json_is_read_or_does_harm(text in "[\\[\\]{}\":,\\\\a0-9tn. -]{0,24}") {
        let known = serde_json::from_str::<serde_json::Value>(&text);
        let read = read::<serde_json::Value>(&text);
        if known.is_err() {
            prop_assert_eq!(read, Err(Unreadable), "{:?}", text);
        }
        let _ = super::read::<Thing>(&text);
        let _ = super::read::<&RawValue>(&text);
    }
}

#[test]
fn letters_may_be_written_as_numbers() {
    assert_eq!(read::<String>(r#" "\u0041\ud83c\udf0a\n\/\"" "#), Ok("A🌊\n/\"".to_owned()));
    for no in [r#""\ud83c""#, r#""\udf0a""#, r#""\u00""#, r#""\x""#, r#""a"#, r#""a" b"#, "\"\\u+041\""] {
        assert_eq!(read::<String>(no), Err(Unreadable), "{no}");
    }
}

#[test]
fn a_part_can_be_kept_as_it_is_written() {
    let text = r#"{"a": {"x": [1, "}]"]}, "b": null, "c": -1.5e3}"#;
    let parts: BTreeMap<String, &RawValue> = read(text).unwrap_or_default();
    let parts: Vec<_> = parts.iter().map(|(name, raw)| (name.as_str(), raw.get())).collect();
    assert_eq!(parts, [("a", r#"{"x": [1, "}]"]}"#), ("b", "null"), ("c", "-1.5e3")]);
    let whole: Option<Box<RawValue>> = read("[1]").unwrap_or_default();
    assert_eq!(whole.map(|raw| raw.get().to_owned()).as_deref(), Some("[1]"));
}

#[test]
fn what_is_too_deep_is_not_read() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(read::<serde_json::Value>(&deep), Err(Unreadable));
    assert!(read::<serde::de::IgnoredAny>(&deep).is_ok());
}

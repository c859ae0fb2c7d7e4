//! What ARCHITECTURE.md promises, checked on the sources: who may import whom, how files
//! begin and how long they are, and that the folders it names are there.

mod sources;

use std::path::Path;

use sources::{Source, files, root, sources};

/// What a folder that stands by itself knows nothing of.
const ALL_AROUND: &[&str] =
    &["axum", "hyper", "sqlx", "leptos", "app::protocol", "crate::web", "crate::chat", "crate::store", "crate::hub"];

/// `(folder, what it must not know, why)`. A folder is a path below the root.
const MUST_NOT_KNOW: &[(&str, &[&str], &str)] = &[
    (
        "app/src",
        &["axum", "sqlx", "tokio", "leptos_axum", "leptos_router", "leptos_meta", "server", "frontend"],
        "app is compiled into both sides and knows neither",
    ),
    (
        "app/src/json",
        &["leptos", "web_sys", "crate::domain", "crate::protocol", "crate::state", "crate::components", "crate::pages"],
        "reading knows nothing of what is read",
    ),
    (
        "app/src/domain",
        &["leptos", "web_sys", "crate::protocol", "crate::state", "crate::components", "crate::pages"],
        "words know no sentences and no screen",
    ),
    (
        "app/src/protocol",
        &["leptos", "web_sys", "crate::state", "crate::components", "crate::pages"],
        "sentences know no screen",
    ),
    (
        "app/src/state",
        &["web_sys", "js_sys", "wasm_bindgen", "gloo_net", "crate::components", "crate::pages"],
        "what the screen knows has no DOM and no socket",
    ),
    (
        "app/src/components",
        &["gloo_net", "crate::protocol::ClientFrame", "crate::protocol::ServerFrame", "crate::pages"],
        "components show; they neither load nor speak",
    ),
    (
        "app/src/pages",
        &["gloo_net", "crate::protocol::ClientFrame", "crate::protocol::ServerFrame"],
        "pages show; they do not speak",
    ),
    ("frontend/src", &["server", "axum", "sqlx", "tokio"], "the browser has no server in it"),
    (
        "server/src/hub",
        &["axum", "hyper", "sqlx", "leptos", "app::protocol", "crate::web", "crate::chat", "crate::store"],
        "the hub carries opaque frames",
    ),
    ("server/src/markup", ALL_AROUND, "reading what was typed knows neither who said it nor where it goes"),
    ("server/src/search", ALL_AROUND, "what is asked and whether a text fits knows neither who asks nor what is kept"),
    ("server/src/previews", ALL_AROUND, "what is behind a link knows neither who said it nor who reads it"),
    ("server/src/files", ALL_AROUND, "bytes and what they are know neither whose they are nor who may see them"),
    (
        "server/src/store",
        &["axum", "leptos", "crate::hub", "crate::chat", "crate::web"],
        "the store keeps; it neither decides nor tells",
    ),
    (
        "server/src/chat",
        &["axum", "hyper", "leptos", "leptos_axum", "sqlx", "crate::web"],
        "what people may do has no HTTP and no SQL in it",
    ),
    ("server/src/web", &["sqlx", "crate::store"], "the doors go through chat"),
];

/// Only these may name sqlx: the one folder with SQL.
const HAS_SQL: &str = "server/src/store";

fn is_below(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn offences(source: &Source, forbidden: &[&str], why: &str) -> Vec<String> {
    let bad = source.paths.iter().filter(|path| forbidden.iter().any(|f| is_below(path, f)));
    bad.map(|path| format!("{} knows {path}: {why}", source.name)).collect()
}

#[test]
fn nobody_knows_whom_they_must_not_know() {
    // A layer's own tests wire it to others.
    let all: Vec<_> = sources().into_iter().filter(|s| !s.name.contains("/tests")).collect();
    let mut found = Vec::new();
    for (folder, forbidden, why) in MUST_NOT_KNOW {
        for source in all.iter().filter(|s| s.name.starts_with(&format!("{folder}/"))) {
            found.extend(offences(source, forbidden, why));
        }
    }
    for source in all.iter().filter(|s| s.name.starts_with("server/src/") && !s.name.starts_with(HAS_SQL)) {
        found.extend(offences(source, &["sqlx"], "only the store has SQL"));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_check_sees_every_way_to_name_a_module() {
    let text = r#"
        //! use sqlx::in_a_comment;
        use crate::{chat::{Chat, Actor as A}, clock::*};
        use super::hub;
        fn f() -> sqlx::Result<()> { let s = "axum::in_a_string"; leptos::logging::log!("{s}"); r#type::<tokio::Task>() }
        mod inner { use super::super::web::Site; }
    "#;
    let source = Source::read("server/src/store/rooms.rs", text);
    let knows = |path: &str| source.paths.iter().any(|p| is_below(p, path));
    for path in ["crate::chat::Chat", "crate::chat::Actor", "crate::clock", "crate::store::hub", "sqlx::Result"] {
        assert!(knows(path), "{path} in {:?}", source.paths);
    }
    assert!(knows("leptos") && knows("tokio::Task") && knows("crate::web::Site"), "{:?}", source.paths);
    assert!(!knows("axum") && !knows("sqlx::in_a_comment"), "{:?}", source.paths);
    let outer = Source::read("server/src/store/mod.rs", "use super::hub::Hub; use self::rows::Row;");
    assert!(outer.paths.contains("crate::hub::Hub") && outer.paths.contains("crate::store::rows::Row"));
}

#[test]
fn every_file_says_first_what_it_is_for() {
    let silent: Vec<_> = sources().into_iter().filter(|s| !s.text.starts_with("//!")).map(|s| s.name).collect();
    assert!(silent.is_empty(), "begin with //!: {silent:#?}");
}

#[test]
fn no_text_becomes_html_by_itself() {
    let way = ["inner", "_html"].concat();
    let all = sources();
    let found: Vec<_> = all.iter().filter(|s| s.text.contains(&way)).map(|s| &s.name).collect();
    assert!(found.is_empty(), "write it as text, or draw it: {found:#?}");
}

#[test]
fn every_folder_of_modules_opens_with_its_map() {
    let all = sources();
    let has = |name: &str| all.iter().any(|s| s.name == name);
    let is_module = |s: &&Source| s.name.contains("/src/") || s.name.contains("/tests/it/");
    // A file in `src/bin` is a program of its own.
    for source in all.iter().filter(is_module).filter(|s| !s.name.contains("/src/bin/")) {
        let (folder, _) = source.name.rsplit_once('/').unwrap();
        let opens = ["mod.rs", "lib.rs", "main.rs"].iter().any(|map| has(&format!("{folder}/{map}")));
        assert!(opens, "{folder} has no mod.rs");
        assert!(!has(&format!("{folder}.rs")), "{folder}.rs beside a folder of that name: make it {folder}/mod.rs");
    }
}

#[test]
fn no_file_is_longer_than_400_lines() {
    let long: Vec<_> = files(&["rs", "css", "ts", "js", "sh", "sql"])
        .into_iter()
        .map(|path| (path.clone(), std::fs::read_to_string(root().join(path)).unwrap().lines().count()))
        .filter(|(_, lines)| *lines > 400)
        .collect();
    assert!(long.is_empty(), "look for a seam: {long:#?}");
}

#[test]
fn the_folders_that_the_architecture_names_exist() {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let mut seen = 0;
    for word in text.split('`').skip(1).step_by(2) {
        let is_path =
            ["app/", "server/", "frontend/", "style/", "end2end/", "docs/"].iter().any(|p| word.starts_with(p));
        let is_plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
        if is_path && is_plain {
            seen += 1;
            assert!(root().join(word).exists(), "ARCHITECTURE.md names `{word}`, which is not there");
        }
    }
    assert!(seen > 0, "ARCHITECTURE.md names no folder in `backticks`");
}

#[test]
fn the_middle_depends_on_no_crate_of_either_side() {
    let manifest = std::fs::read_to_string(root().join("app/Cargo.toml")).unwrap();
    for name in ["leptos_router", "leptos_meta", "leptos_axum", "axum", "tokio", "sqlx", "web-sys", "gloo"] {
        let depends = manifest.lines().any(|line| line.starts_with(name) && !line[name.len()..].starts_with('_'));
        assert!(!depends, "app/Cargo.toml depends on {name}");
    }
    assert!(Path::new(&root()).join("server/src/lib.rs").exists());
}

/// Leptos writes the children of these as they are, so text of people would be markup there, but for `Written`, which
/// escapes itself.
#[test]
fn nothing_else_is_put_into_elements_whose_text_is_not_escaped() {
    let mut seen = 0;
    for source in sources().into_iter().filter(|s| s.name.starts_with("app/src/") || s.name.starts_with("server/src/"))
    {
        let code: String = source.text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for element in ["textarea", "title", "noscript", "style"] {
            for piece in code.split(&format!("<{element}")).skip(1).filter(|rest| rest.starts_with([' ', '>'])) {
                let Some((inside, _)) = piece.split_once(&format!("</{element}>")) else { continue };
                let Some(at) = inside.find(">            ").or(inside.find(">{")) else { continue };
                let children = inside[at + 1..].trim();
                seen += 1;
                assert!(children.starts_with("{Written("), "{}: <{element}> holds {children}", source.name);
            }
        }
    }
    assert!(seen > 4, "the check sees the elements that there are");
}

#[test]
fn every_class_of_a_component_has_a_rule() {
    let mut styles = String::new();
    for path in files(&["css"]).into_iter().filter(|p| p.starts_with("style/")) {
        styles += &std::fs::read_to_string(root().join(path)).unwrap();
    }
    assert!(!styles.is_empty(), "there are styles");
    let mut without = Vec::new();
    for source in sources() {
        if !source.name.starts_with("app/src/components/") && !source.name.starts_with("app/src/pages/") {
            continue;
        }
        for piece in source.text.split(" class=\"").skip(1) {
            let classes = piece.split('"').next().unwrap_or_default();
            for class in classes.split_whitespace() {
                let rule = format!(".{class}");
                let mut rules = styles.match_indices(&rule);
                // A block may have rules for its parts alone.
                let ends = |at: usize| {
                    let rest = &styles[at + rule.len()..];
                    rest.starts_with("__") || !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "-_".contains(c))
                };
                if !rules.any(|(at, _)| ends(at)) {
                    without.push(format!("{}: .{class}", source.name));
                }
            }
        }
    }
    assert!(without.is_empty(), "no rule in style/ for {without:#?}");
}

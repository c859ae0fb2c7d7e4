//! The sources as the checks read them: every file of the workspace, and every path that it
//! names, made absolute.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The folder of the workspace.
pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// All files with one of these endings, as paths below the root; nothing that was built.
pub(super) fn files(endings: &[&str]) -> Vec<String> {
    fn walk(root: &Path, folder: &Path, endings: &[&str], found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() {
                if !name.starts_with('.') && !matches!(name, "target" | "node_modules" | "dist" | "test-results") {
                    walk(root, &path, endings, found);
                }
            } else if path.extension().is_some_and(|e| endings.iter().any(|ending| e == *ending)) {
                found.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    let mut found = Vec::new();
    walk(&root(), &root(), endings, &mut found);
    found.sort();
    found
}

/// All Rust sources.
pub(super) fn sources() -> Vec<Source> {
    let read = |name: String| Source::read(&name, &std::fs::read_to_string(root().join(&name)).unwrap());
    files(&["rs"]).into_iter().map(read).collect()
}

/// One file, and what it names.
pub(super) struct Source {
    /// Its path below the root.
    pub(super) name: String,
    pub(super) text: String,
    /// Every path in it, from `crate` or from an outer crate on.
    pub(super) paths: BTreeSet<String>,
}

impl Source {
    pub(super) fn read(name: &str, text: &str) -> Self {
        let module = module_of(name);
        let words = words(text);
        let mut paths = BTreeSet::new();
        let mut at = 0;
        while at < words.len() {
            let start = at;
            let mut path = Vec::new();
            if words[at] == "use" {
                at = tree(&words, at + 1, &mut path, &mut |full| insert(&mut paths, &module, full));
            } else if is_name(&words[at]) {
                path.push(words[at].clone());
                at += 1;
                while at + 1 < words.len() && words[at] == "::" && is_name(&words[at + 1]) {
                    path.push(words[at + 1].clone());
                    at += 2;
                }
                if path.len() > 1 {
                    insert(&mut paths, &module, &path);
                }
            }
            at = at.max(start + 1);
        }
        Self { name: name.to_owned(), text: text.to_owned(), paths }
    }
}

/// `server/src/chat/rooms.rs` → `[crate, chat, rooms]`.
fn module_of(name: &str) -> Vec<String> {
    let inner = name.split_once("/src/").map_or(name, |(_, inner)| inner);
    let parts = inner.trim_end_matches(".rs").split('/').filter(|p| !matches!(*p, "mod" | "lib" | "main"));
    std::iter::once("crate").chain(parts).map(str::to_owned).collect()
}

fn insert(paths: &mut BTreeSet<String>, module: &[String], path: &[String]) {
    let ups = path.iter().take_while(|p| *p == "super").count();
    let first = path.first().map(String::as_str);
    let mut full: Vec<String> = Vec::new();
    if ups > 0 {
        // A module inside the file stands one lower than the file; both readings are noted.
        for up in [ups, ups - 1] {
            let base = &module[..module.len().saturating_sub(up).max(1)];
            full = base.iter().chain(&path[ups..]).cloned().collect();
            paths.insert(full.join("::"));
        }
        return;
    }
    if first == Some("self") {
        full.extend_from_slice(module);
        full.extend_from_slice(&path[1..]);
    } else {
        full.extend_from_slice(path);
    }
    paths.insert(full.join("::"));
}

/// Follows one tree of a `use`, and returns where it ends.
fn tree(words: &[String], mut at: usize, prefix: &mut Vec<String>, found: &mut dyn FnMut(&[String])) -> usize {
    let depth = prefix.len();
    while at < words.len() {
        match words[at].as_str() {
            "{" => {
                at += 1;
                while at < words.len() && words[at] != "}" {
                    at = tree(words, at, prefix, found);
                    if at < words.len() && words[at] == "," {
                        at += 1;
                    }
                }
                prefix.truncate(depth);
                return at + 1;
            }
            "::" | "*" => at += 1,
            "as" => at += 2,
            name if is_name(name) => {
                prefix.push(name.to_owned());
                at += 1;
            }
            _ => break,
        }
    }
    found(prefix);
    prefix.truncate(depth);
    at
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Names, `::` and single marks; comments and texts are left out.
fn words(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut words = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        let next = chars.get(at + 1).copied();
        if c == '/' && next == Some('/') {
            while at < chars.len() && chars[at] != '\n' {
                at += 1;
            }
        } else if c == '"' {
            at += 1;
            while at < chars.len() && chars[at] != '"' {
                at += if chars[at] == '\\' { 2 } else { 1 };
            }
            at += 1;
        } else if c == '\'' && chars.get(at + 2) == Some(&'\'') {
            at += 3;
        } else if c.is_alphabetic() || c == '_' {
            let start = at;
            while at < chars.len() && (chars[at].is_alphanumeric() || chars[at] == '_') {
                at += 1;
            }
            words.push(chars[start..at].iter().collect());
        } else if c == ':' && next == Some(':') {
            words.push("::".to_owned());
            at += 2;
        } else {
            if !c.is_whitespace() {
                words.push(c.to_string());
            }
            at += 1;
        }
    }
    words
}

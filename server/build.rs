//! Rebuilds the program with feature `embed` when the site it carries has changed.

use std::{env, fs, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_EMBED").is_none() {
        return;
    }
    let Some(here) = env::var_os("CARGO_MANIFEST_DIR") else { return };
    let site = Path::new(&here).join("../target/embed");
    if !site.join("manifest.json").is_file() {
        println!("cargo::error=there is no built site to embed: run `make site` first");
        return;
    }
    watch(&site);
}

/// rust-embed itself tracks the files it saw; a folder also tells of a file that is new.
fn watch(folder: &Path) {
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).for_each(|path| watch(&path));
}

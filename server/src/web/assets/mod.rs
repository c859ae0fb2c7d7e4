//! The built site: script, style, fonts and the files of `public/`.
//!
//! With the feature `embed` it stands inside the program, made by `scripts/site.mjs`: every name under `/pkg/` carries
//! a hash of what is in it, every file is compressed ahead of time. Without it the site is read from the folder
//! `LEPTOS_SITE_ROOT`, anew on each request, as `cargo leptos watch` rewrites it there while one works.

mod disk;
pub(super) mod encoding;
mod table;
#[cfg(test)]
mod tests;

use std::{path::PathBuf, sync::Arc};

use axum::{body::Bytes, http::HeaderMap, response::Response};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use self::table::Table;

/// Where a page finds what it loads, as paths from the root of the site.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AssetNames {
    /// The stylesheet.
    pub css: String,
    /// The script module that runs `wasm`; it exports `default` (load) and `hydrate`.
    pub js: String,
    /// The browser's program.
    pub wasm: String,
    /// The font of the interface, worth loading before the style asks for it; none while developing.
    pub font: Option<String>,
}

impl AssetNames {
    /// The text of the script that asks for the program while the page is still coming. A link that preloads it
    /// would cost its weight where no script runs, too.
    pub fn ask(&self) -> String {
        let Self { wasm, .. } = self;
        format!("program=fetch({wasm:?},{{priority:\"low\"}})")
    }

    /// The text of the module script that brings a page to life.
    ///
    /// It goes inline with the nonce of the response; `js` is then allowed through `'strict-dynamic'`.
    pub fn start(&self) -> String {
        let Self { js, .. } = self;
        format!("import load,{{hydrate}} from {js:?};await load({{module_or_path:program}});hydrate();")
    }

    /// Which build this is: the version, and what tells its site from that of every other.
    pub fn build(&self) -> String {
        let Self { css, js, wasm, .. } = self;
        let digest = Sha256::digest([css.as_str(), js, wasm].join(" "));
        format!("{}+{:02x}{:02x}{:02x}{:02x}", env!("CARGO_PKG_VERSION"), digest[0], digest[1], digest[2], digest[3])
    }

    /// What cargo-leptos calls its files while developing.
    fn unhashed() -> Self {
        Self {
            css: "/pkg/snug.css".to_owned(),
            js: "/pkg/snug.js".to_owned(),
            wasm: "/pkg/snug.wasm".to_owned(),
            font: None,
        }
    }
}

/// The built site, ready to be served; cheap to clone.
#[derive(Clone, Debug)]
pub struct Assets(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    names: AssetNames,
    source: Source,
}

#[derive(Debug)]
enum Source {
    /// The product: all in memory.
    Table(Table),
    /// Development: whatever the folder holds at the moment.
    Folder(PathBuf),
}

/// The file of the site that says how the others are called; it is not served.
const MANIFEST: &str = "manifest.json";

impl Assets {
    /// The site inside the program.
    #[cfg(feature = "embed")]
    pub fn load() -> Self {
        /// What `scripts/site.mjs` made.
        #[derive(rust_embed::RustEmbed)]
        #[folder = "../target/embed/"]
        struct Site;

        let files = Site::iter().filter_map(|path| {
            let data = match Site::get(&path)?.data {
                std::borrow::Cow::Borrowed(bytes) => bytes.into(),
                std::borrow::Cow::Owned(bytes) => bytes.into(),
            };
            Some((path.into_owned(), data))
        });
        Self::from_files(files).expect("build.rs refuses a site without a manifest")
    }

    /// The site in the folder `LEPTOS_SITE_ROOT`; without it, where cargo-leptos builds it for these sources.
    #[cfg(not(feature = "embed"))]
    pub fn load() -> Self {
        const BUILT_BY_LEPTOS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/site");
        let root = std::env::var_os("LEPTOS_SITE_ROOT").unwrap_or_else(|| BUILT_BY_LEPTOS.into());
        Self::from_folder(root.into())
    }

    /// The site in a folder: a built one is read once, one under development again for every request.
    pub fn from_folder(root: PathBuf) -> Self {
        let built = root.join(MANIFEST).is_file().then(|| disk::files(&root)).and_then(Self::from_files);
        let developing = || Inner { names: AssetNames::unhashed(), source: Source::Folder(root) };
        built.unwrap_or_else(|| Self(Arc::new(developing())))
    }

    /// A built site, if the files hold its manifest; a path is relative to the root of the site.
    fn from_files(files: impl IntoIterator<Item = (String, Bytes)>) -> Option<Self> {
        let (manifest, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| path == MANIFEST);
        let names = serde_json::from_slice(&manifest.first()?.1).ok()?;
        Some(Self(Arc::new(Inner { names, source: Source::Table(Table::new(files)) })))
    }

    /// What the files of this build are called.
    pub fn names(&self) -> &AssetNames {
        &self.0.names
    }

    /// Answers a GET for the file at `path`, the path of the request; none when the site has no such file.
    pub fn serve(&self, path: &str, asked: &HeaderMap) -> Option<Response> {
        let path = path.strip_prefix('/')?;
        match &self.0.source {
            Source::Table(table) => table.serve(path, asked),
            Source::Folder(root) => disk::serve(root, path),
        }
    }
}

//! A site in a folder: whole, once it is built, or file by file while it is under development.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, header},
    response::Response,
};

use super::table::kind_of;

/// Every file below `root`, by its path from there; none when the folder is missing.
pub(super) fn files(root: &Path) -> Vec<(String, Bytes)> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in entries(&folder) {
            if path.is_dir() {
                folders.push(path);
            } else if let (Ok(bytes), Some(name)) =
                (fs::read(&path), path.strip_prefix(root).ok().and_then(Path::to_str))
            {
                found.push((name.to_owned(), bytes.into()));
            }
        }
    }
    found
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}

/// Reads one file as it is now. It blocks, which is fine for one developer on one machine.
pub(super) fn serve(root: &Path, path: &str) -> Option<Response> {
    let path = Path::new(path);
    let is_inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    let file = is_inside.then(|| root.join(path)).filter(|file| file.is_file())?;
    let bytes = fs::read(file).ok()?;
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, kind_of(path.to_str()?));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Some(response)
}

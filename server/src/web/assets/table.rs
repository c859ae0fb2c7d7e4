//! A built site in memory: every answer is a look-up, nothing is compressed or hashed while it is asked for.

use std::collections::HashMap;

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use super::encoding::{holds, takes};

/// Names under this folder carry a hash of what is in them: what they name never changes.
const HASHED: &str = "pkg/";
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// Endings of the compressed forms with their names on the wire, smallest first.
const CODINGS: [(&str, &str); 2] = [(".br", "br"), (".gz", "gzip")];

/// The files of a built site by path.
#[derive(Debug)]
pub(super) struct Table(HashMap<String, File>);

#[derive(Debug)]
struct File {
    kind: HeaderValue,
    cache: HeaderValue,
    plain: Form,
    /// The compressed forms there are, smallest first.
    coded: Vec<(&'static str, Form)>,
}

/// One form of a file, as it goes over the wire; each has its own tag, as it has its own bytes.
#[derive(Debug)]
struct Form {
    bytes: Bytes,
    etag: HeaderValue,
}

impl Table {
    /// Takes the files with their compressed forms (`NAME.br`, `NAME.gz`) beside them.
    pub(super) fn new(files: impl IntoIterator<Item = (String, Bytes)>) -> Self {
        let mut forms: HashMap<String, Form> =
            files.into_iter().map(|(path, bytes)| (path, Form::new(bytes))).collect();
        let is_plain = |path: &String| CODINGS.iter().all(|(ending, _)| !path.ends_with(ending));
        let plain: Vec<_> = forms.extract_if(|path, _| is_plain(path)).collect();
        let with_codings = |(path, plain): (String, Form)| {
            let form_of = |(ending, coding)| Some((coding, forms.remove(&format!("{path}{ending}"))?));
            let coded = CODINGS.into_iter().filter_map(form_of).collect();
            let cache = if path.starts_with(HASHED) { FOREVER } else { ASK_AGAIN };
            let file = File { kind: kind_of(&path), cache, plain, coded };
            (path, file)
        };
        Self(plain.into_iter().map(with_codings).collect())
    }

    /// The file in the smallest form the client takes, or the word that the client has it already.
    pub(super) fn serve(&self, path: &str, asked: &HeaderMap) -> Option<Response> {
        let file = self.0.get(path)?;
        let coded = file.coded.iter().find(|(coding, _)| takes(asked, coding));
        let form = coded.map_or(&file.plain, |(_, form)| form);

        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.insert(header::ETAG, form.etag.clone());
        headers.insert(header::CACHE_CONTROL, file.cache.clone());
        if !file.coded.is_empty() {
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        if holds(asked, &form.etag) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return Some(response);
        }
        headers.insert(header::CONTENT_TYPE, file.kind.clone());
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Some((coding, _)) = coded {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        *response.body_mut() = Body::from(form.bytes.clone());
        Some(response)
    }
}

impl Form {
    fn new(bytes: Bytes) -> Self {
        let hash = URL_SAFE_NO_PAD.encode(&Sha256::digest(&bytes)[..12]);
        let etag = HeaderValue::try_from(format!("\"{hash}\"")).expect("base64 is ASCII");
        Self { bytes, etag }
    }
}

/// The media type by the ending of the name; text is UTF-8 here.
pub(super) fn kind_of(path: &str) -> HeaderValue {
    let kind = mime_guess::from_path(path).first_raw().unwrap_or("application/octet-stream");
    if kind.starts_with("text/") {
        return HeaderValue::try_from(format!("{kind}; charset=utf-8")).expect("media types are ASCII");
    }
    HeaderValue::from_static(kind)
}

//! The site as a browser asks for it.

use axum::body::to_bytes;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};

use super::*;

const NAMES: &str = r#"{"css":"/pkg/snug.1.css","js":"/pkg/snug.2.js","wasm":"/pkg/snug.3.wasm","font":null}"#;

fn built() -> Assets {
    let files = [
        (MANIFEST, NAMES),
        ("pkg/snug.1.css", "plain"),
        ("pkg/snug.1.css.br", "brotli"),
        ("pkg/snug.1.css.gz", "gzip"),
        ("pkg/face.4.woff2", "font"),
        ("robots.txt", "robots"),
    ];
    Assets::from_files(files.map(|(path, text)| (path.to_owned(), Bytes::from(text)))).expect("a manifest")
}

fn get(assets: &Assets, path: &str, asked: &[(HeaderName, &str)]) -> Option<Response> {
    let asked = asked.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap()));
    assets.serve(path, &asked.collect())
}

fn value(response: &Response, name: HeaderName) -> &str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

async fn text(response: Response) -> String {
    String::from_utf8(to_bytes(response.into_body(), 1000).await.unwrap().to_vec()).unwrap()
}

#[tokio::test]
async fn the_smallest_form_the_client_takes_is_sent() {
    let assets = built();
    for (takes, coding, body) in [
        ("gzip, deflate, br, zstd", "br", "brotli"),
        ("gzip", "gzip", "gzip"),
        ("br;q=0, *", "gzip", "gzip"),
        ("identity", "", "plain"),
    ] {
        let response = get(&assets, "/pkg/snug.1.css", &[(header::ACCEPT_ENCODING, takes)]).unwrap();
        assert_eq!(value(&response, header::CONTENT_ENCODING), coding);
        assert_eq!(value(&response, header::VARY), "accept-encoding");
        assert_eq!(value(&response, header::CONTENT_TYPE), "text/css; charset=utf-8");
        assert_eq!(value(&response, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(text(response).await, body);
    }
}

#[test]
fn a_hashed_name_is_kept_for_a_year_and_any_other_asked_for_again() {
    let assets = built();
    let hashed = get(&assets, "/pkg/face.4.woff2", &[]).unwrap();
    assert_eq!(value(&hashed, header::CACHE_CONTROL), "public, max-age=31536000, immutable");
    assert_eq!(value(&hashed, header::CONTENT_TYPE), "font/woff2");
    assert_eq!(value(&hashed, header::VARY), "");
    let plain = get(&assets, "/robots.txt", &[]).unwrap();
    assert_eq!(value(&plain, header::CACHE_CONTROL), "no-cache");
}

#[tokio::test]
async fn a_client_that_holds_the_form_is_told_so_in_one_line() {
    let assets = built();
    let takes_br = (header::ACCEPT_ENCODING, "br");
    let first = get(&assets, "/pkg/snug.1.css", std::slice::from_ref(&takes_br)).unwrap();
    let held = (header::IF_NONE_MATCH, value(&first, header::ETAG));
    let again = get(&assets, "/pkg/snug.1.css", &[takes_br, held.clone()]).unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(value(&again, header::ETAG), held.1);
    assert_eq!(text(again).await, "");
    let other_form = get(&assets, "/pkg/snug.1.css", &[held]).unwrap();
    assert_eq!(other_form.status(), StatusCode::OK);
}

#[test]
fn only_files_of_the_site_are_served() {
    let assets = built();
    for path in ["/", "", "/manifest.json", "/pkg/snug.1.css.br", "/pkg", "/nothing.txt", "robots.txt"] {
        assert!(get(&assets, path, &[]).is_none(), "{path}");
    }
}

#[test]
fn a_page_starts_with_the_names_of_its_build() {
    let start = built().names().start();
    assert_eq!(start, r#"import load,{hydrate} from "/pkg/snug.2.js";await load({module_or_path:program});hydrate();"#);
}

#[tokio::test]
async fn a_folder_under_development_is_read_anew_each_time() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("pkg")).unwrap();
    std::fs::write(folder.path().join("secret"), "").unwrap();
    let assets = Assets::from_folder(folder.path().join("pkg"));
    assert_eq!(assets.names().css, "/pkg/snug.css");
    assert!(get(&assets, "/snug.wasm", &[]).is_none());
    std::fs::write(folder.path().join("pkg/snug.wasm"), "new").unwrap();
    let response = get(&assets, "/snug.wasm", &[]).unwrap();
    assert_eq!(value(&response, header::CONTENT_TYPE), "application/wasm");
    assert_eq!(text(response).await, "new");
    assert!(get(&assets, "/../secret", &[]).is_none());
    assert!(get(&assets, "//etc/passwd", &[]).is_none());
}

#[test]
fn a_built_folder_is_served_like_the_site_inside_the_program() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(MANIFEST), NAMES).unwrap();
    std::fs::write(folder.path().join("robots.txt"), "robots").unwrap();
    let assets = Assets::from_folder(folder.path().to_owned());
    assert_eq!(assets.names().wasm, "/pkg/snug.3.wasm");
    assert!(!value(&get(&assets, "/robots.txt", &[]).unwrap(), header::ETAG).is_empty());
}

//! What every answer of every route carries, and what none of them takes.

use reqwest::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::world::{Answer, Browser, PATIENCE, World};

/// Every route of the table, with a method it takes. `{room}` and `{link}` are filled in.
const ROUTES: [(&str, &str); 79] = [
    ("GET", "/"),
    ("GET", "/setup"),
    ("POST", "/setup"),
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("GET", "{link}"),
    ("POST", "{link}"),
    ("GET", "/r/{room}"),
    ("GET", "/r/{room}?panel=people"),
    ("GET", "/r/{room}?before=5"),
    ("GET", "/r/{room}/1"),
    ("GET", "/r/{room}/1/edit"),
    ("POST", "/r/{room}/1/edit"),
    ("GET", "/r/{room}/1/react"),
    ("POST", "/r/{room}/1/react"),
    ("POST", "/r/{room}/1/pin"),
    ("GET", "/r/{room}/1/history"),
    ("POST", "/r/{room}/1/unread"),
    ("POST", "/r/{room}/1/thread"),
    ("POST", "/r/{room}/1/delete"),
    ("POST", "/r/{room}/1/save"),
    ("GET", "/r/{room}/1/remind"),
    ("POST", "/r/{room}/1/remind"),
    ("POST", "/r/{room}/draft"),
    ("GET", "/r/{room}/later"),
    ("POST", "/r/{room}/later"),
    ("GET", "/saved"),
    ("GET", "/drafts"),
    ("POST", "/drafts/{room}"),
    ("POST", "/scheduled/1"),
    ("POST", "/r/{room}/messages"),
    ("POST", "/r/{room}/join"),
    ("POST", "/r/{room}/read"),
    ("GET", "/r/{room}/edit"),
    ("POST", "/r/{room}/edit"),
    ("POST", "/r/{room}/archive"),
    ("POST", "/r/{room}/choose"),
    ("GET", "/r/{room}/people"),
    ("POST", "/r/{room}/invite"),
    ("POST", "/r/{room}/remove"),
    ("GET", "/people"),
    ("POST", "/people"),
    ("GET", "/r/{room}/involvement"),
    ("POST", "/r/{room}/involvement"),
    ("GET", "/people/1"),
    ("GET", "/people/1/picture/1"),
    ("GET", "/settings/profile"),
    ("POST", "/settings/profile"),
    ("POST", "/settings/status"),
    ("POST", "/settings/picture"),
    ("GET", "/people/2/role"),
    ("POST", "/people/2/role"),
    ("GET", "/files/1/x.txt"),
    ("GET", "/previews/1"),
    ("POST", "/api/rooms/{room}/files?name=x.txt"),
    ("DELETE", "/api/files/1"),
    ("GET", "/unread"),
    ("POST", "/unread"),
    ("GET", "/mentions"),
    ("GET", "/threads"),
    ("GET", "/search?q=x"),
    ("GET", "/rooms"),
    ("GET", "/rooms/new"),
    ("POST", "/rooms/new"),
    ("GET", "/settings/notifications"),
    ("GET", "/settings/sessions"),
    ("POST", "/settings/sessions/999/revoke"),
    ("GET", "/invite"),
    ("POST", "/invite/renew"),
    ("GET", "/socket"),
    ("POST", "/api/command"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("POST", "/csp-report"),
    ("GET", "/no/such/page"),
    ("GET", "/pkg/none.wasm"),
    ("GET", "/favicon.ico"),
    ("POST", "/r/{room}/leave"),
    ("POST", "/sign-out"),
];

async fn visit(browser: &mut Browser, method: &str, path: &str) -> Answer {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let mut request = browser.request(method.clone(), path);
    if method != Method::GET && method != Method::HEAD {
        request = request.header("origin", browser.origin()).form(&[("name", "x")]);
    }
    browser.send(request).await
}

#[track_caller]
fn carries_everything(answer: &Answer, what: &str) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name} of {what}");
    }
    let policy = answer.header("content-security-policy").unwrap_or_else(|| panic!("no policy for {what}"));
    assert!(policy.starts_with("default-src 'none'"), "{what}: {policy}");
    assert!(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"), "{what}: {policy}");
    let policy = policy.replace("'wasm-unsafe-eval'", "");
    assert!(!policy.contains("unsafe-"), "{what}: {policy}");
    assert!(answer.header("cache-control").is_some(), "{what} says how long it may be kept");
    assert!(answer.header("server").is_none() && answer.header("x-powered-by").is_none(), "{what} names no program");
}

#[tokio::test]
async fn every_answer_carries_the_security_headers_and_is_not_kept() {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    let link = ada.join_link().await;
    let room = world.room("Harbour", &mut ada, &mut []).await;
    for mut browser in [ada.browser.stranger(), ada.browser.clone()] {
        for (method, path) in ROUTES {
            let path = path.replace("{room}", &room.to_string()).replace("{link}", &link);
            let answer = visit(&mut browser, method, &path).await;
            let what = format!("{method} {path} ({})", answer.status);
            assert!(answer.status < 500, "{what}");
            carries_everything(&answer, &what);
            let kept = answer.header("cache-control").unwrap();
            assert!(
                kept.contains("no-store") || path.starts_with("/pkg/") || path.starts_with("/favicon"),
                "{what}: {kept}"
            );
            if path.starts_with("/pkg/") {
                assert!(kept.contains("no-store"), "a file that is not there is not kept: {kept}");
            }
        }
    }
}

#[tokio::test]
async fn each_page_has_a_nonce_of_its_own_and_every_script_bears_it() {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    let mut nonces = Vec::new();
    for _ in 0..3 {
        let answer = ada.browser.get("/rooms").await.is(200);
        let policy = answer.header("content-security-policy").unwrap().to_owned();
        let nonce = policy.split_once("'nonce-").unwrap().1.split_once('\'').unwrap().0.to_owned();
        assert!(nonce.len() >= 16, "{nonce}");
        assert!(policy.contains(&format!("connect-src 'self' ws://{}", ada.browser.host())), "{policy}");
        for tag in answer.text().split("<script").skip(1) {
            let tag = tag.split('>').next().unwrap();
            let is_data = tag.contains("application/json");
            assert!(is_data || tag.contains(&format!("nonce=\"{nonce}\"")), "<script{tag}>");
        }
        for inline in [" onclick=", " onload=", " onerror=", " style=\"", "javascript:"] {
            assert!(!answer.text().contains(inline), "{inline}");
        }
        nonces.push(nonce);
    }
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), 3);
}

#[tokio::test]
async fn what_people_write_is_text_on_every_page() {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    let hit = "</script></title><img src=x onerror=hit(1)>\"'";
    let room = world.room(hit, &mut ada, &mut []).await;
    let link = ada.join_link().await;
    let fields = [("name", hit), ("email", "x\"'<b>@example.org"), ("password", crate::world::PASSWORD)];
    let mut eve = ada.browser.stranger();
    eve.post(&link, &fields).await.is(303);
    eve.post(&format!("/r/{room}/join"), &[]).await.is(303);
    eve.post(&format!("/r/{room}/edit"), &[("name", hit), ("topic", hit)]).await.is(303);
    eve.post(&format!("/r/{room}/messages"), &[("cid", &crate::world::new_cid().to_string()), ("body", hit)])
        .await
        .is(303);
    for path in [
        &format!("/r/{room}"),
        "/rooms",
        &format!("/r/{room}/edit"),
        &format!("/r/{room}?panel=people"),
        &format!("/r/{room}/1"),
        "/settings/sessions",
    ] {
        let answer = eve.get(path).await.is(200);
        assert!(!answer.text().contains("<img src=x"), "{path}");
        assert!(!answer.text().contains("</script><img"), "{path}");
        answer.page();
    }
    let long = format!("</textarea></title>{}", hit.repeat(600));
    let refused = eve.post(&format!("/r/{room}/messages"), &[("cid", ""), ("body", &long)]).await;
    assert!((400..500).contains(&refused.status));
    assert!(!refused.text().contains("<img src=x") && !refused.text().contains("</textarea></title>"));
    let refused = eve.post("/rooms/new", &[("name", &hit.repeat(9)), ("topic", hit)]).await;
    assert!(!refused.text().contains("<img src=x"));
    let mut door = eve.stranger();
    let refused = door.post("/sign-in", &[("email", hit), ("password", hit)]).await;
    assert!(!refused.text().contains("<img src=x"));
}

#[tokio::test]
async fn a_route_takes_only_its_own_methods() {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    let room = ada.screen.sidebar().rooms[0].id;
    for (method, path) in [
        ("GET", "/sign-out".to_owned()),
        ("GET", format!("/r/{room}/messages")),
        ("GET", format!("/r/{room}/leave")),
        ("GET", format!("/r/{room}/join")),
        ("GET", "/invite/renew".to_owned()),
        ("GET", "/settings/sessions/1/revoke".to_owned()),
        ("GET", "/api/command".to_owned()),
        ("POST", "/rooms".to_owned()),
        ("POST", format!("/r/{room}")),
        ("PUT", format!("/r/{room}")),
        ("DELETE", "/rooms".to_owned()),
        ("PATCH", "/settings/sessions".to_owned()),
        ("TRACE", "/".to_owned()),
        ("OPTIONS", "/api/command".to_owned()),
        ("CONNECTED", "/".to_owned()),
    ] {
        let answer = visit(&mut ada.browser, method, &path).await;
        // `/r/{room}/messages` by GET is the address of a message with a strange number.
        assert!(matches!(answer.status, 405 | 404), "{method} {path}: {}", answer.status);
        carries_everything(&answer, &path);
        assert!(answer.header("access-control-allow-origin").is_none());
    }
    ada.browser.get("/rooms").await.is(200);
    let head = visit(&mut ada.browser, "HEAD", "/rooms").await.is(200);
    assert!(head.body.is_empty());
}

#[tokio::test]
async fn what_is_not_there_is_a_page_for_people_and_json_for_programs() {
    let world = World::begin().await;
    let ada = world.owner("Ada").await;
    for mut browser in [ada.browser.stranger(), ada.browser.clone()] {
        for path in ["/no/such/page", "/r/x", "/../etc/passwd", "/%00", "/r/1/2/3", "/.git/config", "/%ff"] {
            let answer = browser.get(path).await;
            assert!(matches!(answer.status, 404 | 400 | 303), "{path}: {}", answer.status);
            if answer.status == 404 {
                assert!(answer.header("content-type").unwrap().starts_with("text/html"), "{path}");
                assert!(answer.text().contains("<h1"), "{path}");
                assert!(!answer.text().contains("passwd"), "{path}");
            }
        }
        let answer = browser.get("/api/nothing").await.is(404);
        assert!(answer.header("content-type").unwrap().starts_with("application/json"));
    }
}

#[tokio::test]
async fn no_route_takes_a_body_over_its_limit() {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    let room = world.room("Harbour", &mut ada, &mut []).await;
    let link = ada.join_link().await;
    let large = "x".repeat(70_000);
    for (method, path) in ROUTES.iter().filter(|(method, _)| *method == "POST") {
        let path = path.replace("{room}", &room.to_string()).replace("{link}", &link);
        if path == "/sign-out" || path.ends_with("/leave") {
            continue;
        }
        let origin = ada.browser.origin();
        let request = ada.browser.request(method.parse().unwrap(), &path).header("origin", &origin);
        let request = match path.as_str() {
            "/api/command" => request.header("content-type", "application/json").body(large.clone()),
            "/csp-report" => request.header("content-type", "application/csp-report").body(large.clone()),
            _ => request.form(&[("name", large.as_str()), ("body", large.as_str())]),
        };
        let answer = ada.browser.send(request).await;
        // Routes that read no body may answer without it, but never take it in.
        // Files have a limit of their own; see `files.rs`.
        let is_file = path.contains("/files?") || path == "/settings/picture";
        let reads_none = is_file || path.ends_with("/join") || path.ends_with("/renew") || path.ends_with("/revoke");
        assert!(answer.status == 413 || reads_none, "{path}: {}", answer.status);
        assert!(answer.status < 500, "{path}: {}", answer.status);
    }
    assert_eq!(in_chunks(&ada.browser, "/rooms/new", 100).await, "413", "without a length it is counted as it comes");
}

/// Posts so many chunks of 4 KiB without saying how many there will be; the status.
async fn in_chunks(browser: &Browser, path: &str, chunks: usize) -> String {
    let mut tcp = TcpStream::connect(browser.address.get()).await.unwrap();
    let (host, origin, cookie) = (browser.host(), browser.origin(), browser.cookie_header());
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nCookie: {cookie}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
    );
    tcp.write_all(head.as_bytes()).await.unwrap();
    let (mut input, mut output) = tcp.split();
    let body = async {
        for _ in 0..chunks {
            // The server may have answered and hung up.
            if output.write_all(format!("1000\r\n{}\r\n", "x".repeat(4096)).as_bytes()).await.is_err() {
                return;
            }
        }
        let _ = output.write_all(b"0\r\n\r\n").await;
    };
    let answer = async {
        let mut line = [0; 12];
        timeout(PATIENCE, input.read_exact(&mut line)).await.expect("an answer in time").expect("a whole answer");
        String::from_utf8_lossy(&line[9..]).into_owned()
    };
    tokio::join!(body, answer).1
}

#[tokio::test]
async fn what_changes_something_is_taken_from_pages_of_this_site_only() {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    let room = ada.screen.sidebar().rooms[0].id;
    for (method, path) in ROUTES.iter().filter(|(method, path)| *method == "POST" && *path != "/csp-report") {
        let path = path.replace("{room}", &room.to_string()).replace("{link}", "/join/x");
        for origin in [None, Some("https://evil.example"), Some("null")] {
            let mut request = ada.browser.request(method.parse().unwrap(), &path);
            if let Some(origin) = origin {
                request = request.header("origin", origin);
            }
            let answer = ada.browser.send(request.form(&[("name", "x")])).await;
            assert_eq!(answer.status, 403, "{path} from {origin:?}");
        }
    }
    ada.browser.get("/rooms").await.is(200);
    let own = ada.browser.origin();
    let request =
        ada.browser.request(Method::POST, "/sign-out").header("origin", own).header("sec-fetch-site", "cross-site");
    assert_eq!(ada.browser.send(request).await.status, 403);
}

#[tokio::test]
async fn an_unknown_host_is_misdirected_everywhere() {
    let world = World::begin().await;
    world.owner("Ada").await;
    let mut rebound = Browser { host: Some("evil.example".into()), ..world.browser() };
    for path in ["/", "/sign-in", "/pkg/none.wasm", "/no/such/page"] {
        assert_eq!(rebound.get(path).await.status, 421, "{path}");
    }
    rebound.get("/healthz").await.is(200);
    rebound.get("/readyz").await.is(200);
}

//! The front door as a browser without script meets it: whole requests through [`router`].

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use axum::response::Response;
use tower::ServiceExt;

use super::*;
use crate::Server;
use crate::config::Config;

/// A fresh server behind its router, and a browser's one cookie.
struct Browser {
    router: Router,
    cookie: Option<String>,
    _data: tempfile::TempDir,
}

impl Browser {
    async fn new() -> Self {
        let data = tempfile::tempdir().unwrap();
        let config = Config { data: data.path().join("data"), file_mib: 1, ..Config::default() };
        let server = Server::new(config).await.unwrap();
        Self { router: router(server.state.clone()), cookie: None, _data: data }
    }

    async fn send(&mut self, method: Method, path: &str, form: Option<&str>) -> Response {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "localhost:3000");
        request = request.header(header::ORIGIN, "http://localhost:3000");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(form) = form {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            request = request.header(header::CONTENT_LENGTH, form.len());
        }
        let body = form.map_or_else(Body::empty, |form| Body::from(form.to_owned()));
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        if let Some(set) = response.headers().get(header::SET_COOKIE) {
            self.cookie = set.to_str().unwrap().split(';').next().map(str::to_owned);
        }
        response
    }

    async fn get(&mut self, path: &str) -> (StatusCode, String) {
        let response = self.send(Method::GET, path, None).await;
        (response.status(), text(response).await)
    }

    /// Posts a form and says where that leads.
    async fn post(&mut self, path: &str, form: &str) -> (StatusCode, String) {
        let response = self.send(Method::POST, path, Some(form)).await;
        let location = response.headers().get(header::LOCATION).map(|l| l.to_str().unwrap().to_owned());
        (response.status(), location.unwrap_or_default())
    }

    async fn set_up(&mut self) {
        let form = "workspace=Saltmarsh&name=Ada&email=ada%40example.org&password=low+tide+at+nine";
        assert_eq!(self.post("/setup", form).await, (StatusCode::SEE_OTHER, "/".into()));
        assert!(self.cookie.is_some());
    }
}

async fn text(response: Response) -> String {
    String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap()
}

fn header_of(response: &Response, name: &str) -> String {
    response.headers().get(name).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default()
}

#[tokio::test]
async fn every_route_bounds_its_body_and_bears_the_security_headers() {
    let mut browser = Browser::new().await;
    browser.set_up().await;
    let mut bounded = 0;
    for Route { path, limit, .. } in routes(1_024 * 1_024) {
        let path = path
            .replace("{room}", "1")
            .replace("{msg_no}", "1")
            .replace("{id}", "1")
            .replace("{token}", "x")
            .replace("1/files", "1/files?name=x");
        let (asked, too_much) = (None, "x".repeat(limit + 1));
        for (method, form) in [(Method::GET, asked), (Method::POST, Some(too_much.as_str()))] {
            let response = browser.send(method.clone(), &path, form).await;
            let what = format!("{method} {path}");
            assert_ne!(response.status(), StatusCode::INTERNAL_SERVER_ERROR, "{what}");
            if method == Method::POST && response.status() != StatusCode::METHOD_NOT_ALLOWED {
                assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE, "{what}");
                bounded += 1;
            }
            assert_eq!(header_of(&response, "x-content-type-options"), "nosniff", "{what}");
            assert_eq!(header_of(&response, "x-frame-options"), "DENY", "{what}");
            assert_eq!(header_of(&response, "referrer-policy"), "same-origin", "{what}");
            assert_eq!(header_of(&response, "cross-origin-opener-policy"), "same-origin", "{what}");
            assert_eq!(header_of(&response, "cross-origin-resource-policy"), "same-origin", "{what}");
            assert_eq!(header_of(&response, "cache-control"), "no-store", "{what}");
            assert_eq!(header_of(&response, "x-request-id").len(), 16, "{what}");
            let policy = header_of(&response, "content-security-policy");
            assert!(policy.starts_with("default-src 'none'; ") && policy.contains("frame-ancestors 'none'"), "{what}");
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{what}");
        }
    }
    assert_eq!(bounded, 38, "routes that take something");
}

#[tokio::test]
async fn a_body_without_a_length_is_bounded_too() {
    let browser = Browser::new().await;
    let chunks = (0..100).map(|_| Ok::<_, std::io::Error>("x".repeat(1024)));
    let body = Body::from_stream(futures_util::stream::iter(chunks));
    let request = Request::post("/sign-in")
        .header(header::HOST, "localhost:3000")
        .header(header::ORIGIN, "http://localhost:3000")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let response = browser.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(text(response).await.contains("64 KiB"));
}

#[tokio::test]
async fn the_first_visitor_sets_up_the_workspace_and_lands_in_a_room() {
    let mut browser = Browser::new().await;
    assert_eq!(browser.post("/", "").await.0, StatusCode::METHOD_NOT_ALLOWED);
    let front = browser.send(Method::GET, "/", None).await;
    assert_eq!(header_of(&front, "location"), "/setup");

    let (status, door) = browser.get("/setup").await;
    assert_eq!(status, StatusCode::OK);
    assert!(door.starts_with("<!DOCTYPE html>") && door.ends_with("</html>"), "{door}");
    assert!(!door.contains("<script"), "a door loads no program");

    let form = "workspace=Saltmarsh&name=%3Cb%3EAda&email=ada%40example.org&password=s3cret+tide";
    let response = browser.send(Method::POST, "/setup", Some(form)).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let again = text(response).await;
    assert!(again.contains("Use at least 12 characters"), "the message is on the page");
    assert!(again.contains("value=\"Saltmarsh\"") && again.contains("&lt;b&gt;Ada"), "what was typed is kept");
    assert!(!again.contains("s3cret"), "but never the password");

    browser.set_up().await;
    let front = browser.send(Method::GET, "/", None).await;
    let room = header_of(&front, "location");
    assert!(room.starts_with("/r/1"), "{room}");
    let response = browser.send(Method::GET, &room, None).await;
    let policy = header_of(&response, "content-security-policy");
    let page = text(response).await;
    let nonce = policy.split("'nonce-").nth(1).and_then(|n| n.split('\'').next()).unwrap();
    let scripts = page.matches("<script").count();
    assert_eq!(page.matches(&format!("nonce=\"{nonce}\"")).count(), scripts, "all but the data, and the module hint");
    assert!(page.contains("<script type=\"application/json\" id=\"page\">{\"sidebar\":"), "{page}");
    assert!(page.contains("<title># "), "{page}");
    assert_eq!(browser.get("/setup").await.0, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_message_is_said_once_however_often_its_form_is_sent() {
    let mut browser = Browser::new().await;
    browser.set_up().await;
    let form = "cid=0190d0f0-0000-7000-8000-000000000001&body=%3C%2Fscript%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    assert_eq!(browser.post("/r/1-x/messages", form).await, (StatusCode::SEE_OTHER, "/r/1-x#m1".into()));
    assert_eq!(browser.post("/r/1/messages", form).await, (StatusCode::SEE_OTHER, "/r/1#m1".into()));
    let (_, page) = browser.get("/r/1").await;
    assert!(!page.contains("<script>alert") && !page.contains("</script><script>alert"));
    assert!(page.contains("\\u003c/script>"), "in the data");
    assert!(page.contains("&lt;/script&gt;"), "on the page");

    let (status, page) = {
        let response = browser.send(Method::POST, "/r/1/messages", Some("cid=&body=+%0A+")).await;
        (response.status(), text(response).await)
    };
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Write something first."));
    let long = format!("cid=x&body=begin{}", "%C3%A9".repeat(9_000));
    let response = browser.send(Method::POST, "/r/1/messages", Some(&long)).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(response).await.contains("beginééé"), "the text comes back");
    assert_eq!(browser.get("/r/1/1").await.0, StatusCode::OK);
    for gone in ["/r/999", "/r/x", "/nothing", "/pkg/nothing.js"] {
        assert_eq!(browser.get(gone).await.0, StatusCode::NOT_FOUND, "{gone}");
    }
}

#[tokio::test]
async fn strangers_are_sent_to_the_door_and_come_back() {
    let mut browser = Browser::new().await;
    browser.set_up().await;
    let (_, invite) = browser.get("/invite").await;
    let link =
        invite.split("http://localhost:3000/join/").nth(1).and_then(|l| l.split(['"', '<']).next()).unwrap().to_owned();
    assert_eq!(browser.post("/sign-out", "").await, (StatusCode::SEE_OTHER, "/sign-in?left".into()));
    browser.cookie = None;

    let unsent = browser.send(Method::POST, "/r/1/messages", Some("cid=&body=hardly+lost")).await;
    assert_eq!(unsent.status(), StatusCode::UNAUTHORIZED);
    assert!(text(unsent).await.contains("hardly lost"));
    let stranger = browser.send(Method::GET, "/r/1?panel=people", None).await;
    assert_eq!(header_of(&stranger, "location"), "/sign-in?next=/r/1?panel=people");
    let response = browser.send(Method::POST, "/api/command", Some("{}")).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert!(text(response).await.contains("\"code\":\"not_signed_in\""));

    let wrong = "email=ada%40example.org&password=wrong&next=%2Fr%2F1";
    let response = browser.send(Method::POST, "/sign-in", Some(wrong)).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = text(response).await;
    assert!(page.contains("value=\"ada@example.org\"") && page.contains("value=\"/r/1\"") && !page.contains("wrong"));
    let right = "email=ada%40example.org&password=low+tide+at+nine&next=%2F%2Fevil.example";
    assert_eq!(browser.post("/sign-in", right).await, (StatusCode::SEE_OTHER, "/".into()));

    browser.cookie = None;
    assert_eq!(browser.get("/join/nonsense").await.0, StatusCode::NOT_FOUND);
    let (status, door) = browser.get(&format!("/join/{link}")).await;
    assert!(status == StatusCode::OK && door.contains("Join Saltmarsh"), "{door}");
    let form = "name=Jun&email=jun%40example.org&password=high+tide+at+ten";
    assert_eq!(browser.post(&format!("/join/{link}"), form).await.0, StatusCode::SEE_OTHER);
    for page in ["/rooms", "/rooms/new", "/settings/sessions", "/invite"] {
        assert_eq!(browser.get(page).await.0, StatusCode::OK, "{page}");
    }
}

#[tokio::test]
async fn a_room_is_made_renamed_left_and_joined_by_forms() {
    let mut browser = Browser::new().await;
    browser.set_up().await;
    let (status, room) = browser.post("/rooms/new", "name=release+train&topic=").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(browser.post("/rooms/new", "name=Release+Train").await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let (_, renamed) = browser.post(&format!("{room}/edit"), "name=trains&topic=All+of+them").await;
    assert_eq!(renamed, room.replace("release-train", "trains"));
    let (_, page) = browser.get(&room).await;
    assert!(page.contains("<title># trains · Saltmarsh</title>") && page.contains("All of them"));
    assert_eq!(browser.post(&format!("{room}/leave"), "").await.1, "/rooms?left");
    assert_eq!(browser.get(&format!("{room}/edit")).await.0, StatusCode::NOT_FOUND);
    assert_eq!(browser.post(&format!("{room}/join"), "").await.1, room);
    assert_eq!(browser.post(&format!("{room}/read"), "no=0").await.1, room);
}

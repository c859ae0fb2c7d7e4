//! What is behind a link, against pages on this machine: the server is told that it may ask for those, and for no others here.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use app::domain::{Message, Preview, RoomId};
use app::protocol::{DeleteMessage, EditMessage, PostMessage};
use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use axum::{Router, middleware};
use tokio::net::TcpListener;

use crate::world::{Person, World, new_cid};

const PAGE: &str = "<!doctype html><title>Plain</title><meta property=og:title content='Tide &amp; <b>tables</b>'>\
    <meta property=og:description content='For every day'>";

/// Pages, and how often they were asked for.
pub(crate) struct Pages {
    pub(crate) address: SocketAddr,
    asked: Arc<AtomicUsize>,
}

impl Pages {
    /// With a way from one of them to those at another address.
    pub(crate) async fn open(elsewhere: Option<SocketAddr>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, asked) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
        let leads = |to: String| get(move || async move { (StatusCode::FOUND, [(LOCATION, to)]) });
        let elsewhere = elsewhere.map_or_else(String::new, |address| format!("http://{address}/page"));
        let endless = || async {
            let more =
                futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from_static(&[b' '; 65_536])));
            let start = futures_util::stream::iter([Ok(Bytes::from_static(b"<title>Endless</title>"))]);
            let body = Body::from_stream(futures_util::StreamExt::chain(start, more));
            ([(CONTENT_TYPE, "text/html")], body)
        };
        let what_came = |headers: HeaderMap| async move {
            let names: Vec<_> = headers.keys().map(|name| name.as_str().to_owned()).collect();
            Html(["<title>", &names.join(" "), "</title>"].concat())
        };
        let counter = Arc::clone(&asked);
        let count = middleware::from_fn(move |request, next: middleware::Next| {
            counter.fetch_add(1, Ordering::SeqCst);
            next.run(request)
        });
        let router = Router::new()
            .route("/page", get(|| async { Html(PAGE) }))
            .route("/plain", get(|| async { PAGE }))
            .route("/missing", get(|| async { (StatusCode::NOT_FOUND, Html(PAGE)).into_response() }))
            .route("/lead", leads("/page".to_owned()))
            .route("/elsewhere", leads(format!("http://localhost:{}/page", address.port())))
            .route("/loop", leads("/loop".to_owned()))
            .route("/away", leads(elsewhere))
            .route("/metadata", leads("http://169.254.169.254/latest".to_owned()))
            .route("/file", leads("file:///etc/passwd".to_owned()))
            .route("/silent", get(std::future::pending::<()>))
            .route("/endless", get(endless))
            .route("/what-came", get(what_came))
            .layer(count);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, asked }
    }

    /// The address of one of them.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

async fn with(pages: &Pages) -> (World, Person, Person, RoomId) {
    let also = Some(pages.address);
    let world = World::with(|setup| {
        setup.config.link_previews = true;
        setup.inside.preview_also = also;
    })
    .await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    bo.opens(room).await;
    (world, ada, bo, room)
}

/// Waits until a message is shown with what is behind its link.
pub(crate) async fn sees_preview(person: &mut Person, room: RoomId, no: u64) -> Preview {
    let of = |s: &crate::world::Screen| s.room(room).messages.iter().find(|m| m.no == no)?.preview.as_deref().cloned();
    person.until(&format!("what is behind the link of message {no}"), of).await
}

async fn loaded(person: &mut Person, room: RoomId, no: u64) -> Message {
    person.loads(room).await.1.messages.into_iter().find(|message| message.no == no).unwrap()
}

#[tokio::test]
async fn what_is_behind_a_link_is_shown_to_everyone_and_goes_with_it() {
    let pages = Pages::open(None).await;
    let (_world, mut ada, mut bo, room) = with(&pages).await;
    let no = ada.says(room, &format!("Look: <{}> and {}", pages.url("/lead"), pages.url("/plain"))).await.no;
    let site = pages.address.ip().to_string();
    let expected =
        Preview { url: pages.url("/lead"), site, title: "Tide & <b>tables</b>".into(), text: "For every day".into() };
    assert_eq!(sees_preview(&mut bo, room, no).await, expected);
    assert_eq!(loaded(&mut bo, room, no).await, bo.screen.room(room).messages[0]);
    let page = bo.browser.get(&format!("/r/{room}")).await.is(200);
    assert!(page.text().contains("Tide &amp; &lt;b&gt;tables&lt;/b&gt;</a>") && page.text().contains("For every day"));
    let away = ada.says(room, &pages.url("/elsewhere")).await.no;
    // Nobody passes for another site by leading the server there.
    assert_eq!(sees_preview(&mut bo, room, away).await.site, "127.0.0.1 → localhost");
    ada.does(&DeleteMessage { room, no: away }).await;
    // It is no change that the author made.
    assert_eq!(loaded(&mut bo, room, no).await.rev(), 0);
    // The same link with other words stays as it was found.
    let asked = pages.asked();
    ada.does(&EditMessage { room, no, base_rev: 0, body: format!("See <{}>", pages.url("/lead")) }).await;
    assert_eq!(loaded(&mut bo, room, no).await.preview.as_deref(), Some(&expected));
    assert_eq!(pages.asked(), asked);
    // Another link, no link, and nothing at all.
    let body = pages.url("/what-came");
    ada.does(&EditMessage { room, no, base_rev: 1, body }).await;
    let of = |s: &crate::world::Screen| {
        let preview = s.room(room).messages.iter().find(|m| m.no == no)?.preview.clone()?;
        preview.url.ends_with("/what-came").then_some(preview)
    };
    let came = bo.until("the other page", of).await.title;
    assert_eq!(came, "accept user-agent host", "nothing that says who asks, or from where");
    ada.does(&EditMessage { room, no, base_rev: 2, body: "No link".into() }).await;
    bo.sees(room, "No link").await;
    assert_eq!(loaded(&mut bo, room, no).await.preview, None);
    ada.does(&EditMessage { room, no, base_rev: 3, body: pages.url("/page") }).await;
    sees_preview(&mut bo, room, no).await;
    ada.does(&DeleteMessage { room, no }).await;
    assert_eq!(loaded(&mut bo, room, no).await.preview, None);
}

#[tokio::test]
async fn nothing_of_this_machine_and_its_network_is_asked_for() {
    let secret = Pages::open(None).await;
    let pages = Pages::open(Some(secret.address)).await;
    let (_world, mut ada, mut bo, room) = with(&pages).await;
    let port = secret.address.port();
    let mut urls = vec![
        secret.url("/page"),
        format!("http://localhost:{port}/page"),
        format!("http://2130706433:{port}/page"),
        format!("http://[::ffff:127.0.0.1]:{port}/page"),
        "http://169.254.169.254/latest".to_owned(),
        "http://10.0.0.1/".to_owned(),
        format!("http://me:secret@{}/page", pages.address),
    ];
    urls.extend(["/away", "/metadata", "/file", "/loop", "/plain", "/missing"].map(|path| pages.url(path)));
    for url in &urls {
        ada.says(room, &format!("[here]({url})")).await;
        // Few wait of one person at once; one that is shown after it tells that it is done with.
        let no = bo.says(room, &pages.url("/page")).await.no;
        sees_preview(&mut bo, room, no).await;
    }
    let last = ada.says(room, &pages.url("/page")).await.no;
    sees_preview(&mut bo, room, last).await;
    // Two rounds of what may be asked at once: whatever was before it is done.
    for _ in 0..8 {
        let no = ada.says(room, &pages.url("/page")).await.no;
        sees_preview(&mut bo, room, no).await;
    }
    assert_eq!(secret.asked(), 0);
    let shown = bo.loads(room).await.1.messages.into_iter().filter(|message| message.preview.is_some()).count();
    assert_eq!(shown, 9 + urls.len(), "only of what may be asked for");
}

#[tokio::test]
async fn a_page_that_never_ends_or_never_begins_holds_up_nobody() {
    let pages = Pages::open(None).await;
    let (_world, mut ada, mut bo, room) = with(&pages).await;
    for _ in 0..20 {
        ada.says(room, &pages.url("/silent")).await;
    }
    // Ada's own have to wait; those of others do not.
    let endless = bo.says(room, &pages.url("/endless")).await.no;
    assert_eq!(sees_preview(&mut bo, room, endless).await.title, "Endless");
}

#[tokio::test]
async fn unless_it_is_told_to_the_server_asks_for_nothing() {
    let pages = Pages::open(None).await;
    let also = Some(pages.address);
    let world = World::with(|setup| setup.inside.preview_also = also).await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    let link = PostMessage { room, cid: new_cid(), body: pages.url("/page"), reply: None, files: vec![] };
    ada.does(&link).await;
    ada.sees(room, &pages.url("/page")).await;
    assert_eq!(pages.asked(), 0);
}

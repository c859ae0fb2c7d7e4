//! Files: brought with a message, seen by whom the message is for and by nobody else, and gone when it is deleted.

use app::domain::{Attachment, AttachmentId, MediaKind, RoomId};
use app::protocol::{
    ArchiveRoom, DeleteMessage, EditMessage, Invite, LeaveRoom, LoadHistory, MakeRoom, PostMessage, ProblemCode,
    Remove, StartThread,
};
use bytes::Bytes;
use img_parts::png::{Png, PngChunk};
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, ORIGIN};
use reqwest::multipart::{Form, Part};

use crate::world::{Answer, Person, World, new_cid};

/// The smallest picture there is: one dot, as a PNG.
pub(crate) const DOT: &[u8] = include_bytes!("world/dot.png");

/// Brings a file as the browser's program does.
pub(crate) async fn brings(person: &mut Person, room: RoomId, name: &str, bytes: &[u8]) -> Answer {
    let request = person.browser.request(Method::POST, &format!("/api/rooms/{room}/files"));
    let request = request.query(&[("name", name)]).header(ORIGIN, person.browser.origin());
    person.browser.send(request.body(bytes.to_vec())).await
}

/// Brings a file that is taken.
pub(crate) async fn brought(person: &mut Person, room: RoomId, name: &str, bytes: &[u8]) -> Attachment {
    serde_json::from_str(brings(person, room, name, bytes).await.is(200).text()).unwrap()
}

/// A message with files.
pub(crate) fn with(room: RoomId, body: &str, files: &[AttachmentId]) -> PostMessage {
    PostMessage { room, cid: new_cid(), body: body.into(), reply: None, files: files.to_vec() }
}

async fn refuses(person: &mut Person, command: &PostMessage, code: ProblemCode) {
    assert_eq!(person.asks(command).await.map(drop).map_err(|problem| problem.code), Err(code));
}

#[tokio::test]
async fn files_come_with_a_message_live_and_to_a_fresh_page() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    bo.opens(room).await;
    let picture = brought(&mut ada, room, "a dot.png", DOT).await;
    assert_eq!((picture.kind, picture.width, picture.height), (MediaKind::Picture, 1, 1));
    let text = brought(&mut ada, room, "tide.rs", b"fn tide() -> u8 { 7 }\n").await;
    assert_eq!((text.kind, text.lines.len()), (MediaKind::Text, 1));
    let command = with(room, "", &[text.id, picture.id]);
    let posted = ada.does(&command).await;
    assert_eq!(ada.does(&command).await, posted, "a repeat is the same message");
    let shown = bo.until("the message", |s| s.room(room).messages.first().cloned()).await;
    assert_eq!((shown.body.as_str(), &shown.files), ("", &vec![text.clone(), picture.clone()]));
    for person in [&mut ada, &mut bo] {
        assert_eq!(person.loads(room).await.1.messages[0], shown);
        let page =
            person.does(&LoadHistory { room, direction: app::protocol::Direction::Around, no: 1, limit: 1 }).await;
        assert_eq!(page.messages[0], shown);
    }
    // What answers it quotes the names; what was changed keeps the files.
    bo.does(&PostMessage { room, cid: new_cid(), body: "Nice".into(), reply: Some(1), files: vec![] }).await;
    let quoted = ada.until("the answer", |s| s.room(room).messages.get(1).cloned()).await.reply.unwrap();
    assert_eq!(quoted.text, "tide.rs, a dot.png");
    assert_eq!(ada.loads(room).await.1.messages[1].reply.as_ref(), Some(&quoted));
    ada.does(&EditMessage { room, no: 1, base_rev: 0, body: "With words".into() }).await;
    let changed = bo.until("the words", |s| s.room(room).messages.first().filter(|m| m.rev() == 1).cloned()).await;
    assert_eq!(changed.files.len(), 2);
    // Once is all.
    refuses(&mut ada, &with(room, "Again", &[picture.id]), ProblemCode::Conflict).await;
    refuses(&mut ada, &with(room, "", &[]), ProblemCode::Invalid).await;
    refuses(&mut ada, &with(room, "", &[AttachmentId(1); 11]), ProblemCode::Invalid).await;
    // By what it has, it is found.
    for (query, found) in [("has:file", true), ("has:picture", true), ("has:link", false), ("dot", true)] {
        let page = bo.browser.get(&format!("/search?q={query}")).await.is(200);
        assert_eq!(page.text().contains("With words"), found, "{query}");
    }
}

#[tokio::test]
async fn a_file_is_there_for_whom_the_message_is_and_for_nobody_else() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let mut cy = world.member(&mut ada, "Cy").await;
    ada.opens_the_list().await;
    let room = ada.does(&MakeRoom { name: "Vault".into(), topic: String::new(), closed: true }).await.id;
    ada.does(&Invite { room, person: bo.id }).await;
    bo.opens(room).await;
    let mut stranger = bo.browser.stranger();
    let file = brought(&mut ada, room, "plan.txt", b"Meet at nine").await;
    let path = file.path();
    // Until it is sent, only who brought it sees it, and only they can send it.
    assert_eq!(ada.browser.get(&path).await.status, 200);
    assert_eq!(bo.browser.get(&path).await.status, 404);
    refuses(&mut bo, &with(room, "Mine?", &[file.id]), ProblemCode::Conflict).await;
    ada.does(&with(room, "", &[file.id])).await;
    assert_eq!(bo.browser.get(&path).await.is(200).text(), "Meet at nine");
    assert_eq!(cy.browser.get(&path).await.status, 404);
    assert_eq!(stranger.get(&path).await.status, 401);
    assert_eq!(brings(&mut cy, room, "x.txt", b"x").await.status, 404);
    // Who is in another room takes nothing there.
    let other = world.room("Quay", &mut ada, &mut [&mut cy]).await;
    let there = brought(&mut ada, other, "b.txt", b"b").await;
    refuses(&mut ada, &with(room, "", &[there.id]), ProblemCode::Conflict).await;
    // In the thread beneath, too.
    let thread = ada.does(&StartThread { room, no: 1 }).await.room;
    let below = brought(&mut bo, thread, "c.txt", b"c").await;
    bo.does(&with(thread, "", &[below.id])).await;
    assert_eq!(ada.browser.get(&below.path()).await.status, 200);
    assert_eq!(cy.browser.get(&below.path()).await.status, 404);
    // Who is out sees nothing any more; what is deleted is there for nobody.
    ada.does(&Remove { room, person: bo.id }).await;
    assert_eq!(bo.browser.get(&path).await.status, 404);
    assert_eq!(bo.browser.get(&below.path()).await.status, 404);
    ada.does(&DeleteMessage { room, no: 1 }).await;
    assert_eq!(ada.browser.get(&path).await.status, 404);
    ada.does(&ArchiveRoom { room, on: true }).await;
    assert_eq!(brings(&mut ada, room, "late.txt", b"late").await.status, 403);
    ada.does(&LeaveRoom { room }).await;
    assert_eq!(brings(&mut ada, room, "x.txt", b"x").await.status, 404);
}

#[tokio::test]
async fn the_bytes_go_with_the_last_message_that_has_them() {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    let room = world.room("Harbour", &mut ada, &mut []).await;
    ada.opens(room).await;
    let kept = || {
        let mut files = 0;
        for folder in std::fs::read_dir(world.data().join("files")).unwrap() {
            files += std::fs::read_dir(folder.unwrap().path()).map_or(0, Iterator::count);
        }
        files
    };
    for _ in 0..2 {
        let file = brought(&mut ada, room, "same.txt", b"the same bytes").await;
        ada.does(&with(room, "", &[file.id])).await;
    }
    assert_eq!(kept(), 1, "the same bytes are kept once");
    let other = brought(&mut ada, room, "other.txt", b"never sent").await;
    assert_eq!(kept(), 2);
    let request = ada.browser.request(Method::DELETE, &format!("/api/files/{}", other.id));
    assert_eq!(ada.browser.send(request.header(ORIGIN, ada.browser.origin())).await.status, 204);
    ada.does(&DeleteMessage { room, no: 1 }).await;
    ada.does(&DeleteMessage { room, no: 2 }).await;
    // Behind the answer, and soon.
    let until = tokio::time::Instant::now() + crate::world::PATIENCE;
    while kept() > 0 {
        assert!(tokio::time::Instant::now() < until, "{} files are still there", kept());
        ada.does(&app::protocol::ListRooms {}).await;
    }
}

#[tokio::test]
async fn what_could_run_is_only_handed_over() {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    let room = world.room("Harbour", &mut ada, &mut []).await;
    for (name, bytes, mime, way) in [
        ("a.svg", &b"<svg onload=alert(1)>"[..], "application/octet-stream", "attachment"),
        ("a.txt", b"<!doctype html><script>alert(1)</script>", "application/octet-stream", "attachment"),
        ("a.html", b"words", "application/octet-stream", "attachment"),
        ("a.pdf", b"%PDF-1.7 ", "application/pdf", "attachment"),
        ("words.txt", b"words", "text/plain; charset=utf-8", "inline"),
        ("dot.exe", DOT, "image/png", "inline"),
    ] {
        let file = brought(&mut ada, room, name, bytes).await;
        let answer = ada.browser.get(&file.path()).await.is(200);
        assert_eq!(answer.header("content-type"), Some(mime), "{name}");
        assert!(answer.header("content-disposition").unwrap().starts_with(way), "{name}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'") && policy.contains("sandbox"), "{policy}");
        assert_eq!(answer.header("cache-control"), Some("private, no-cache"));
    }
}

#[tokio::test]
async fn nobody_learns_from_a_picture_where_it_was_taken() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    let mut photo = Png::from_bytes(Bytes::from_static(DOT)).unwrap();
    photo.chunks_mut().insert(1, PngChunk::new(*b"tEXt", Bytes::from_static(b"Comment\0At home")));
    let photo = photo.encoder().bytes();
    let file = brought(&mut ada, room, "me.png", &photo).await;
    ada.does(&with(room, "", &[file.id])).await;
    let form = Form::new().text("cid", "").text("body", "Without script");
    let form = form.part("files", Part::bytes(photo.to_vec()).file_name("me.png"));
    let request = ada.browser.request(Method::POST, &format!("/r/{room}/messages"));
    let request = request.header(ORIGIN, ada.browser.origin());
    ada.browser.send(request.multipart(form)).await.is(303);
    let messages = bo.loads(room).await.1.messages;
    assert_eq!(messages.len(), 2);
    for message in messages {
        let seen = bo.browser.get(&message.files[0].path()).await.is(200).body.clone();
        assert!(seen.starts_with(b"\x89PNG") && !seen.windows(7).any(|part| part == b"At home"), "{}", message.body);
    }
}

#[tokio::test]
async fn a_file_is_sent_in_part_and_not_again_to_who_has_it() {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    let room = world.room("Harbour", &mut ada, &mut []).await;
    let bytes: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
    let file = brought(&mut ada, room, "film.bin", &bytes).await;
    let asks =
        |ada: &Person, name: &str, value: &str| ada.browser.request(Method::GET, &file.path()).header(name, value);
    let answer = ada.browser.send(asks(&ada, "range", "bytes=100000-100009")).await.is(206);
    assert_eq!(
        (answer.body.as_slice(), answer.header("content-range")),
        (&bytes[100_000..100_010], Some("bytes 100000-100009/200000"))
    );
    let answer = ada.browser.send(asks(&ada, "range", "bytes=-5")).await.is(206);
    assert_eq!(answer.body, bytes[199_995..]);
    assert_eq!(ada.browser.send(asks(&ada, "range", "bytes=200000-")).await.status, 416);
    let whole = ada.browser.get(&file.path()).await.is(200);
    assert_eq!(whole.body, bytes);
    let etag = whole.header("etag").unwrap().to_owned();
    let again = ada.browser.send(asks(&ada, "if-none-match", &etag)).await.is(304);
    assert!(again.body.is_empty());
}

#[tokio::test]
async fn a_form_brings_words_and_files_and_loses_neither() {
    let world = World::with(|setup| setup.config.file_mib = 1).await;
    let mut ada = world.owner("Ada").await;
    let room = world.room("Harbour", &mut ada, &mut []).await;
    let way = format!("/r/{room}/messages");
    let part = |name: &str, bytes: &[u8]| Part::bytes(bytes.to_vec()).file_name(name.to_owned());
    let sends = |ada: &Person, form: Form| {
        ada.browser.request(Method::POST, &way).header(ORIGIN, ada.browser.origin()).multipart(form)
    };
    let form = Form::new().text("cid", "").text("reply", "").text("body", "Two of them");
    let form = form.part("files", part("a.txt", b"one")).part("files", part("dot.png", DOT));
    assert!(ada.browser.send(sends(&ada, form)).await.location().ends_with("#m1"));
    let page = ada.browser.get(&format!("/r/{room}")).await.is(200);
    assert!(
        page.text().contains(">a.txt<")
            && page.text().contains("alt=\"dot.png\"")
            && page.text().contains("Two of them")
    );
    // An empty field of files is none.
    let form = Form::new().text("cid", "").text("body", "Words alone").part("files", part("", b""));
    assert!(ada.browser.send(sends(&ada, form)).await.location().ends_with("#m2"));
    // One that is too large: the words and the other file wait in the form.
    let large = vec![0_u8; (1 << 20) + 1];
    let form = Form::new().text("cid", "").text("body", "Keep <me>");
    let form = form.part("files", part("fits.txt", b"fits")).part("files", part("large.bin", &large));
    let again = ada.browser.send(sends(&ada, form)).await;
    let text = again.text();
    assert!(text.contains("larger than a file may be here") && text.contains("Keep &lt;me&gt;"), "{text}");
    let file = again.page().brought.first().cloned().expect("the file that fits waits");
    assert_eq!(file.name, "fits.txt");
    let form = Form::new().text("cid", "").text("body", "Keep <me>").text("brought", file.id.to_string());
    assert!(ada.browser.send(sends(&ada, form)).await.location().ends_with("#m3"));
    let page = ada.browser.get(&format!("/r/{room}")).await.is(200);
    assert!(page.text().contains(">fits.txt<"));
}

#[tokio::test]
async fn bounds_hold_for_one_file_and_for_all() {
    let world = World::with(|setup| (setup.config.file_mib, setup.config.files_gib) = (1, 0)).await;
    let mut ada = world.owner("Ada").await;
    let room = world.room("Harbour", &mut ada, &mut []).await;
    let answer = brings(&mut ada, room, "large.bin", &vec![0; (1 << 20) + 1]).await.is(413);
    assert_eq!(answer.header(CONTENT_TYPE.as_str()), Some("application/json"));
    let answer = brings(&mut ada, room, "one.txt", b"one").await.is(403);
    assert!(answer.text().contains("no room left for files"), "{}", answer.text());
    assert_eq!(brings(&mut ada, room, "empty.txt", b"").await.status, 422);
    assert_eq!(brings(&mut ada, room, "..", b"x").await.status, 422);
    assert_eq!(std::fs::read_dir(world.data().join("incoming")).unwrap().count(), 0);
}

#[tokio::test]
async fn what_cannot_be_sent_changes_nothing() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    bo.opens_the_list().await;
    ada.says(room, "Root").await;
    let thread = ada.does(&StartThread { room, no: 1 }).await.room;
    let before = (ada.loads(thread).await.1.as_of, bo.loads_sidebar().await.user_seq);
    refuses(&mut bo, &with(thread, "Look", &[AttachmentId(999_999)]), ProblemCode::Conflict).await;
    assert_eq!((ada.loads(thread).await.1.as_of, bo.loads_sidebar().await.user_seq), before, "nobody follows by it");
    bo.says(thread, "Without it").await;
}

#[tokio::test]
async fn the_same_bytes_under_another_name_change_no_file_that_is_there() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    let text = brought(&mut ada, room, "notes.txt", b"the same words").await;
    ada.does(&with(room, "", &[text.id])).await;
    let page = brought(&mut bo, room, "notes.html", b"the same words").await;
    assert_eq!((text.kind, page.kind), (MediaKind::Text, MediaKind::Other));
    assert_eq!(ada.loads(room).await.1.messages[0].files, std::slice::from_ref(&text));
    let answer = ada.browser.get(&text.path()).await.is(200);
    assert!(answer.header("content-disposition").unwrap().starts_with("inline"));
    let answer = bo.browser.get(&page.path()).await.is(200);
    assert!(answer.header("content-disposition").unwrap().starts_with("attachment"));
}

#[tokio::test]
async fn a_person_brings_so_much_and_a_form_so_many() {
    let world = World::with(|setup| (setup.config.file_mib, setup.config.person_files_mib) = (1, 2)).await;
    let mut ada = world.owner("Ada").await;
    let room = world.room("Harbour", &mut ada, &mut []).await;
    let way = format!("/r/{room}/messages");
    let mut form = Form::new().text("cid", "").text("body", "A dozen");
    for n in 0..12 {
        form = form.part("files", Part::bytes(vec![n]).file_name(format!("{n}.bin")));
    }
    let request = ada.browser.request(Method::POST, &way).header(ORIGIN, ada.browser.origin()).multipart(form);
    let again = ada.browser.send(request).await;
    assert!(again.text().contains("at most 10 files") && again.text().contains("A dozen"));
    assert_eq!(again.page().brought.len(), 10);
    for n in 0..3_u8 {
        let answer = brings(&mut ada, room, "large.bin", &vec![n; 900_000]).await;
        assert_eq!(answer.status, if n < 2 { 200 } else { 403 }, "{}", answer.text());
    }
}

#[tokio::test]
async fn a_form_that_makes_no_sense_is_cut_off() {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    let room = world.room("Harbour", &mut ada, &mut []).await;
    let way = format!("/r/{room}/messages");
    let mut stranger = ada.browser.stranger();
    for (browser, status) in [(&mut stranger, 400), (&mut ada.browser, 400)] {
        for head in ["", "--x\r\nA: "] {
            let request = browser.request(Method::POST, &way).header(ORIGIN, browser.origin());
            let request = request.header(CONTENT_TYPE, "multipart/form-data; boundary=x");
            let body = format!("{head}{}", "a".repeat(400_000));
            assert_eq!(browser.send(request.body(body)).await.status, status, "{head}");
        }
    }
    // A stranger's words are not lost for it.
    let form = Form::new().text("body", "hardly lost").part("files", Part::bytes(DOT).file_name("a.png"));
    let request = stranger.request(Method::POST, &way).header(ORIGIN, stranger.origin()).multipart(form);
    let answer = stranger.send(request).await.is(401);
    assert!(answer.text().contains("hardly lost"));
    assert_eq!(std::fs::read_dir(world.data().join("incoming")).unwrap().count(), 0);
}

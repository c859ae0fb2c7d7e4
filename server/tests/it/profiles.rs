//! What people say of themselves: a name, a picture, what they do and what they are about. Whoever shows them hears of it.

use app::domain::{Role, RoomId, Status, Timestamp};
use app::protocol::{GiveRole, JoinRoom, LeaveRoom, ListRooms, OpenDirect, PostMessage, React, RoomView, StartThread};
use reqwest::Method;
use reqwest::header::ORIGIN;
use reqwest::multipart::{Form, Part};
use server::clock::Clock;

use crate::world::{Answer, Person, World, new_cid};

const DOT: &[u8] = include_bytes!("world/dot.png");

async fn sends_picture(person: &mut Person, form: Form) -> Answer {
    let request = person.browser.request(Method::POST, "/settings/picture").header(ORIGIN, person.browser.origin());
    person.browser.send(request.multipart(form)).await
}

/// A view without what is no part of the rule of `sync`.
fn shown(view: &RoomView) -> RoomView {
    RoomView { online: vec![], idle: vec![], away: vec![], statuses: vec![], read_no: 0, ..view.clone() }
}

/// Waits until everything on the screen is as a fresh page has it.
async fn is_right(person: &mut Person, rooms: &[RoomId]) {
    let sidebar = person.loads_sidebar().await;
    for room in rooms {
        let fresh = shown(&person.loads(*room).await.1);
        person.until(&format!("{fresh:#?}"), |s| (shown(s.room(*room)) == fresh).then_some(())).await;
    }
    person.until(&format!("{sidebar:#?}"), |s| s.is_level(&sidebar).then_some(())).await;
}

#[tokio::test]
async fn another_name_and_picture_are_on_every_screen_that_shows_them() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let mut cy = world.member(&mut ada, "Cy").await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo, &mut cy]).await;
    let left = world.room("Quay", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    bo.opens(room).await;
    cy.opens_the_list().await;
    // In all the places where somebody is shown.
    ada.says(room, "First").await;
    ada.says(left, "Before I go").await;
    bo.does(&PostMessage { room, cid: new_cid(), body: "@ada, yes".into(), reply: Some(1), files: vec![] }).await;
    ada.does(&React { room, no: 2, emoji: "👍".into(), on: true }).await;
    let thread = bo.does(&StartThread { room, no: 1 }).await.room;
    ada.says(thread, "Below").await;
    // Reacted to, with a thread beneath that she does not follow.
    let beside = bo.does(&StartThread { room, no: 2 }).await.room;
    let direct = bo.does(&OpenDirect { people: vec![ada.id] }).await.id;
    ada.does(&LeaveRoom { room: left }).await;
    for place in [left, thread, beside, direct] {
        bo.looks_at(place).await;
    }
    let fields = [("name", "Zoë Marsh"), ("title", "Tide tables"), ("zone", "Asia/Tokyo")];
    assert_eq!(ada.browser.post("/settings/profile", &fields).await.location(), "/settings/profile?done");
    bo.until("the direct room under the new name", |s| {
        s.sidebar().room(direct).filter(|entry| entry.name == "Zoë Marsh").map(drop)
    })
    .await;
    is_right(&mut bo, &[room, left, thread, beside, direct]).await;
    is_right(&mut cy, &[]).await;
    let messages = &bo.screen.room(room).messages;
    assert_eq!(
        (messages[0].by.name.as_str(), messages[1].reply.as_ref().unwrap().by.name.as_str()),
        ("Zoë Marsh", "Zoë Marsh")
    );
    assert_eq!(bo.screen.room(left).messages[0].by.name, "Zoë Marsh");
    // From now on she speaks under the new name, over the same socket.
    ada.says(room, "Under my new name").await;
    bo.sees(room, "Under my new name").await;
    assert_eq!(bo.screen.room(room).messages.last().unwrap().by.name, "Zoë Marsh");
    // And a picture.
    let form = Form::new().part("picture", Part::bytes(DOT).file_name("me.png"));
    assert_eq!(sends_picture(&mut ada, form).await.location(), "/settings/profile?done");
    let picture = bo.until("the picture", |s| s.room(room).messages[0].by.picture()).await;
    is_right(&mut bo, &[room, left, thread, direct]).await;
    let answer = bo.browser.get(&picture).await.is(200);
    assert_eq!(answer.header("content-type"), Some("image/jpeg"));
    assert!(answer.header("cache-control").unwrap().contains("immutable") && !answer.body.is_empty());
    assert!(bo.browser.get(&format!("/r/{room}")).await.is(200).text().contains(&format!("src=\"{picture}\"")));
    // What is taken away is there under no number.
    assert_eq!(sends_picture(&mut ada, Form::new().text("drop", "on")).await.status, 303);
    bo.until("no picture", |s| s.room(room).messages[0].by.picture().is_none().then_some(())).await;
    assert_eq!(bo.browser.get(&picture).await.status, 404);
    bo.does(&JoinRoom { room: left }).await;
}

#[tokio::test]
async fn what_is_no_picture_or_no_name_is_told_and_nothing_typed_is_lost() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    for (form, words) in [
        (Form::new().part("picture", Part::bytes(&b"<svg/>"[..]).file_name("me.svg")), "no picture that can be shown"),
        (Form::new().part("picture", Part::bytes(&b""[..]).file_name("")), "Choose a picture first"),
        (Form::new().text("other", "x"), "Choose a picture first"),
    ] {
        let answer = sends_picture(&mut ada, form).await;
        assert!(answer.text().contains(words), "{words}: {}", answer.text());
    }
    let fields = [("name", " "), ("title", "Tide tables"), ("zone", "Mars/Olympus")];
    let page = ada.browser.post("/settings/profile", &fields).await;
    assert!(page.problem_beside("name").is_some() && page.value_of("title").as_deref() == Some("Tide tables"));
    let fields = [("name", "Ada"), ("title", "Tide tables"), ("zone", "Mars/Olympus")];
    let page = ada.browser.post("/settings/profile", &fields).await;
    assert!(page.problem_beside("zone").is_some_and(|words| words.contains("Europe/Lisbon")));
    let fields = [("name", "Ada"), ("title", "Tide tables"), ("zone", "Asia/Tokyo")];
    ada.browser.post("/settings/profile", &fields).await.is(303);
    let page = bo.browser.get(&format!("/people/{}", ada.id)).await.is(200);
    for words in ["Tide tables", "@<!>ada", "9 hours ahead of yours", "Write to them"] {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    assert!(!page.text().contains("Change it"));
    assert!(ada.browser.get(&format!("/people/{}", ada.id)).await.is(200).text().contains("Change it"));
    assert_eq!(bo.browser.get("/people/99").await.status, 404);
}

#[tokio::test]
async fn a_status_is_seen_by_who_looks_and_is_over_by_itself() {
    let start = Timestamp(1_795_563_667_000);
    let clock = Clock::fixed(start);
    let world = World::with(|setup| setup.inside.clock = clock.clone()).await;
    let (mut ada, mut bo) = world.two().await;
    let mut cy = world.member(&mut ada, "Cy").await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo, &mut cy]).await;
    bo.opens(room).await;
    cy.opens_the_list().await;
    let said = [("emoji", ":train:"), ("text", "On the <17:32>"), ("lasts", "1h"), ("quiet", "on")];
    assert_eq!(ada.browser.post("/settings/status", &said).await.location(), "/settings/profile?done");
    let id = ada.id;
    let of = move |s: &crate::world::Screen| {
        s.room(room).statuses.iter().find(|(who, _)| *who == id).map(|(_, status)| status.clone())
    };
    let status = bo.until("the status", of).await;
    let until = Some(Timestamp(start.0 + 3_600_000));
    assert_eq!(status, Status { emoji: "🚋".into(), text: "On the <17:32>".into(), until, quiet: true });
    assert_eq!(bo.loads(room).await.1.statuses, [(id, status.clone())]);
    let page = bo.browser.get(&format!("/r/{room}?panel=people")).await.is(200);
    assert!(page.text().contains("🚋 On the &lt;17:32&gt;"));
    assert!(bo.browser.get(&format!("/people/{id}")).await.is(200).text().contains("🚋 On the &lt;17:32&gt;"));
    // Who looks elsewhere is told nothing, and learns it when they look.
    cy.does(&ListRooms {}).await;
    assert!(cy.screen.activity.is_empty(), "{:?}", cy.screen.activity);
    cy.looks_at(room).await;
    cy.until("the status", of).await;
    // What is said anew ends when the old one did.
    ada.browser.post("/settings/status", &[("emoji", "🚆"), ("text", "Late"), ("lasts", "now")]).await.is(303);
    let late = bo.until("the new words", |s| of(s).filter(|status| status.text == "Late")).await;
    assert_eq!((late.until, late.quiet), (until, false));
    // An hour later it is over.
    clock.advance(3_600_000);
    assert_eq!(bo.loads(room).await.1.statuses, []);
    assert!(!bo.browser.get(&format!("/people/{id}")).await.is(200).text().contains("🚆"));
    // One that is wrong comes back; one is taken away.
    let page = ada.browser.post("/settings/status", &[("emoji", "no emoji"), ("text", "Sailing")]).await.is(422);
    assert!(page.problem_beside("emoji").is_some_and(|words| words.contains("one emoji")));
    assert_eq!(page.value_of("text").as_deref(), Some("Sailing"));
    let page = ada.browser.post("/settings/status", &[("text", "Sailing"), ("lasts", "now")]).await.is(422);
    assert!(page.text().contains("over by now"));
    ada.browser.post("/settings/status", &[("emoji", ""), ("text", "Sailing"), ("lasts", "today")]).await.is(303);
    let today = bo.until("the other one", |s| of(s).filter(|status| status.text == "Sailing")).await;
    let midnight = Timestamp(((start.0 + 3_600_000) / 86_400_000 + 1) * 86_400_000);
    assert_eq!(today.until, Some(midnight));
    ada.browser.post("/settings/status", &[("clear", "on")]).await.is(303);
    bo.until("none", |s| of(s).is_none().then_some(())).await;
}

#[tokio::test]
async fn a_guest_sees_only_whom_they_meet() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    ada.opens_the_list().await;
    bo.opens_the_list().await;
    let form = Form::new().part("picture", Part::bytes(DOT).file_name("me.png"));
    sends_picture(&mut ada, form).await.is(303);
    let picture = ada.loads_sidebar().await.me.person.picture().expect("a picture");
    assert_eq!(bo.browser.get(&picture).await.status, 200);
    let quay = world.room("Quay", &mut ada, &mut [&mut bo]).await;
    ada.does(&GiveRole { person: bo.id, role: Role::Guest }).await;
    // They are both in the room that everybody begins in.
    let general = bo.loads_sidebar().await.rooms[0].id;
    assert_eq!(bo.browser.get(&picture).await.status, 200);
    bo.does(&LeaveRoom { room: general }).await;
    // Whoever has left a room is still seen there.
    ada.does(&LeaveRoom { room: quay }).await;
    assert_eq!(bo.browser.get(&picture).await.status, 200);
    bo.does(&LeaveRoom { room: quay }).await;
    assert_eq!(bo.browser.get(&picture).await.status, 404);
    assert_eq!(bo.browser.get(&format!("/people/{}", ada.id)).await.status, 404);
    assert_eq!(bo.browser.get(&format!("/people/{}", bo.id)).await.status, 200);
    assert_eq!(bo.browser.stranger().get(&picture).await.status, 401);
}

//! Looking after a room: archive it, say who posts, and choose who does.

use app::domain::{RoomId, UserId};
use app::protocol::{
    ArchiveRoom, Ask, Choose, DeleteMessage, EditMessage, Invite, JoinRoom, LeaveRoom, MakeRoom, PinMessage,
    PostMessage, ProblemCode, React, RenameRoom, SetPosting, SetTopic, StartThread, StartTyping,
};

use crate::world::{Person, World, new_cid};

const NO: ProblemCode = ProblemCode::Forbidden;

async fn refuses<A: Ask>(person: &mut Person, command: &A, code: ProblemCode) {
    let outcome = person.asks(command).await.map(drop).map_err(|problem| problem.code);
    assert_eq!(outcome, Err(code), "{} of {}", A::OP, person.name);
}

fn says(room: RoomId, body: &str, reply: Option<u64>) -> PostMessage {
    PostMessage { room, cid: new_cid(), body: body.into(), reply, files: vec![] }
}

/// Ada made the room; Bo is in it, and has said something.
async fn a_room() -> (World, Person, Person, RoomId) {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens_the_list().await;
    bo.opens(room).await;
    bo.says(room, "Low tide").await;
    (world, ada, bo, room)
}

#[tokio::test]
async fn nothing_comes_into_an_archived_room_and_everything_stays() {
    let (world, mut ada, mut bo, room) = a_room().await;
    let thread = bo.does(&StartThread { room, no: 1 }).await.room;
    ada.says(thread, "@bo, in the thread").await;
    let mut last = says(room, "The last word", None);
    let posted = bo.does(&last).await;
    refuses(&mut bo, &ArchiveRoom { room, on: true }, NO).await;
    refuses(&mut ada, &ArchiveRoom { room: thread, on: true }, NO).await;
    for _ in 0..2 {
        ada.does(&ArchiveRoom { room, on: true }).await;
    }
    bo.until("the archive", |s| s.room(room).room.archived.then_some(())).await;
    bo.until("that nothing stands out", |s| {
        let all = [s.sidebar().room(room)?, s.sidebar().room(thread)?];
        all.iter().all(|entry| entry.archived && entry.stands_out() + entry.calls() == 0).then_some(())
    })
    .await;
    // A repeat still answers what the first did.
    last.body = "Once more".into();
    assert_eq!(bo.does(&last).await, posted);
    for place in [room, thread] {
        for (body, reply) in [("More", None), ("@ada", None), ("Answers", Some(1))] {
            refuses(&mut bo, &says(place, body, reply), NO).await;
        }
        refuses(&mut bo, &React { room: place, no: 1, emoji: "👍".into(), on: true }, NO).await;
    }
    refuses(&mut bo, &EditMessage { room, no: 1, base_rev: 0, body: "High tide".into() }, NO).await;
    refuses(&mut ada, &PinMessage { room, no: 1, on: true }, NO).await;
    refuses(&mut ada, &StartThread { room, no: 2 }, NO).await;
    refuses(&mut ada, &RenameRoom { room, name: "Port".into() }, NO).await;
    refuses(&mut ada, &SetPosting { room, chosen_only: true }, NO).await;
    let cy = world.member(&mut ada, "Cy").await;
    refuses(&mut ada, &Invite { room, person: cy.id }, NO).await;
    refuses(&mut bo, &StartTyping { room }, NO).await;
    // It is read, found, left and joined, and what should not have been said can go.
    let page = bo.browser.get(&format!("/r/{room}")).await.is(200);
    assert!(page.text().contains("This room is archived") && !page.text().contains("id=\"write\""));
    assert!(page.text().contains("Low tide") && !page.text().contains("Bring it back"));
    assert!(ada.browser.get(&format!("/r/{room}")).await.is(200).text().contains("Bring it back"));
    assert!(bo.browser.get("/search?q=tide").await.is(200).text().contains("Low"));
    assert!(!bo.browser.get("/unread").await.is(200).text().contains("Low tide"));
    bo.does(&LeaveRoom { room }).await;
    bo.does(&JoinRoom { room }).await;
    bo.does(&DeleteMessage { room, no: 1 }).await;
    // New people begin in a room that is alive.
    let new = ada.does(&MakeRoom { name: "Quay".into(), topic: String::new(), closed: false }).await.id;
    let mut dee = world.member(&mut ada, "Dee").await;
    dee.opens_the_list().await;
    assert!(dee.screen.sidebar().room(room).is_none());
    let browse = dee.browser.get("/rooms").await.is(200);
    let (live, rest) = browse.text().split_once(">Archived<").expect("the archived rooms stand apart");
    assert!(live.contains("Quay") && rest.contains("Harbour"), "room {new}");
    // And back.
    assert!(ada.browser.post(&format!("/r/{room}/archive"), &[("archive", "off")]).await.location().starts_with("/r/"));
    bo.says(room, "High tide").await;
    ada.says(thread, "Here too").await;
    refuses(&mut bo, &ArchiveRoom { room: RoomId(99), on: true }, ProblemCode::NotFound).await;
}

#[tokio::test]
async fn where_only_some_post_the_others_react_and_reply_in_threads() {
    let (world, mut ada, mut bo, room) = a_room().await;
    let bo_id = bo.id;
    refuses(&mut bo, &SetPosting { room, chosen_only: true }, NO).await;
    refuses(&mut bo, &Choose { room, person: bo_id, on: true }, NO).await;
    let edit = [("name", "Harbour"), ("topic", ""), ("chosen_only", "on")];
    assert_eq!(bo.browser.post(&format!("/r/{room}/edit"), &edit).await.status, 303);
    bo.says(room, "Not theirs to say").await;
    assert!(!bo.browser.get(&format!("/r/{room}/edit")).await.is(200).text().contains("chosen_only"));
    assert!(ada.browser.get(&format!("/r/{room}/edit")).await.is(200).text().contains("chosen_only"));
    assert_eq!(ada.browser.post(&format!("/r/{room}/edit"), &edit).await.status, 303);
    bo.until("that not everyone posts", |s| s.room(room).room.chosen_only.then_some(())).await;
    ada.says(room, "Heard by all").await;
    for (body, reply) in [("More", None), ("@ada", None), ("Answers", Some(1))] {
        refuses(&mut bo, &says(room, body, reply), NO).await;
    }
    let page = bo.browser.get(&format!("/r/{room}")).await.is(200);
    assert!(page.text().contains("Only some people post here") && !page.text().contains("id=\"write\""));
    // Nor is what they said before another way to be heard by all.
    refuses(&mut bo, &EditMessage { room, no: 1, base_rev: 0, body: "@room, listen".into() }, NO).await;
    refuses(&mut bo, &PinMessage { room, no: 1, on: true }, NO).await;
    refuses(&mut bo, &RenameRoom { room, name: "Listen".into() }, NO).await;
    refuses(&mut bo, &SetTopic { room, topic: "Listen".into() }, NO).await;
    assert_eq!(bo.browser.get(&format!("/r/{room}/edit")).await.status, 403);
    for way in ["/edit\"", "/pin\""] {
        assert!(!page.text().contains(way), "{way} is offered");
    }
    bo.does(&React { room, no: 3, emoji: "👍".into(), on: true }).await;
    let thread = bo.does(&StartThread { room, no: 3 }).await.room;
    bo.says(thread, "A question").await;
    // Who is chosen posts, as long as they are.
    let choose = [("person", bo.id.to_string()), ("choose", "on".to_owned())];
    let choose: Vec<(&str, &str)> = choose.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert!(ada.browser.post(&format!("/r/{room}/choose"), &choose).await.location().ends_with("panel=people"));
    bo.until("the choice", |s| s.room(room).chosen.contains(&bo_id).then_some(())).await;
    bo.says(room, "Thanks").await;
    assert!(ada.browser.get(&format!("/r/{room}?panel=people")).await.is(200).text().contains("Let Bo post no longer"));
    ada.does(&Choose { room, person: bo.id, on: false }).await;
    refuses(&mut bo, &says(room, "Once more", None), NO).await;
    // Who leaves is not chosen any more.
    ada.does(&Choose { room, person: bo.id, on: true }).await;
    bo.does(&LeaveRoom { room }).await;
    bo.does(&JoinRoom { room }).await;
    refuses(&mut bo, &says(room, "Back", None), NO).await;
    let cy = world.member(&mut ada, "Cy").await;
    refuses(&mut ada, &Choose { room, person: UserId(99), on: true }, ProblemCode::NotFound).await;
    ada.does(&app::protocol::Remove { room, person: cy.id }).await;
    refuses(&mut ada, &Choose { room, person: cy.id, on: true }, ProblemCode::NotFound).await;
}

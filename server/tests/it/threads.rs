//! Threads: conversations beneath a message. Whoever is in the room may look and speak; who follows is told.

use app::domain::{RoomId, RoomKind};
use app::protocol::{
    DeleteMessage, Invite, JoinRoom, LeaveRoom, ListRooms, ListThreads, LoadEntry, LoadRoom, MakeRoom, MarkRead,
    MarkUnread, PinMessage, PostMessage, ProblemCode, Remove, RenameRoom, StartThread, Watch,
};

use crate::world::{Person, World, new_cid};

/// Ada has asked something in a room with Bo and Cy, and a thread has begun beneath it.
struct Scene {
    world: World,
    room: RoomId,
    thread: RoomId,
    ada: Person,
    bo: Person,
    cy: Person,
}

async fn scene() -> Scene {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    let mut bo = world.member(&mut ada, "Bo").await;
    let mut cy = world.member(&mut ada, "Cy").await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo, &mut cy]).await;
    for person in [&mut ada, &mut bo, &mut cy] {
        person.opens_the_list().await;
    }
    let no = ada.says(room, "Who steers?").await.no;
    let thread = bo.does(&StartThread { room, no }).await.room;
    Scene { world, room, thread, ada, bo, cy }
}

async fn waits(person: &mut Person, thread: RoomId, unread: u64) {
    let what = format!("{unread} in the thread");
    let number = |s: &crate::world::Screen| s.sidebar().room(thread).map_or(0, |entry| entry.unread());
    person.until(&what, |s| (number(s) == unread).then_some(())).await;
}

#[tokio::test]
async fn who_asked_and_who_answers_is_told_and_nobody_else() {
    let Scene { thread, room, mut ada, mut bo, mut cy, world: _world } = scene().await;
    let again = cy.does(&StartThread { room, no: 1 }).await.room;
    assert_eq!(again, thread, "the same message has the same thread");
    bo.says(thread, "I do").await;
    waits(&mut ada, thread, 1).await;
    ada.says(thread, "Good").await;
    waits(&mut ada, thread, 0).await;
    waits(&mut bo, thread, 1).await;
    cy.does(&ListRooms {}).await;
    assert_eq!(cy.screen.sidebar().threads, [], "Cy only looked");
    // In the room the message tells of it, and the room itself is not unread because of it.
    let (sidebar, view) = cy.loads(room).await;
    let shown = view.messages[0].thread.clone().unwrap();
    assert_eq!((shown.room, shown.replies), (thread, 2));
    assert_eq!(shown.people.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["Ada", "Bo"]);
    assert_eq!(sidebar.room(room).unwrap().msg_no, 1);
    // And the thread tells of the message.
    let (_, view) = cy.loads(thread).await;
    assert_eq!(view.root.unwrap().body, "Who steers?");
    assert_eq!((view.room.kind, view.follows, view.read_no), (RoomKind::Thread, false, 2));
}

#[tokio::test]
async fn who_is_called_follows_from_there_and_may_stop() {
    let Scene { thread, mut ada, mut bo, mut cy, world: _world, .. } = scene().await;
    bo.says(thread, "One").await;
    bo.says(thread, "Two").await;
    bo.says(thread, "@cy, three").await;
    let entry = |s: &crate::world::Screen| s.sidebar().room(thread).filter(|entry| entry.mentions == [3]).cloned();
    assert_eq!(cy.until("the call", entry).await.unread(), 1);
    assert!(cy.browser.get("/mentions").await.is(200).text().contains("three"));
    assert!(cy.browser.get("/unread").await.is(200).text().contains("three"));
    cy.does(&LeaveRoom { room: thread }).await;
    waits(&mut cy, thread, 0).await;
    bo.says(thread, "Four").await;
    waits(&mut ada, thread, 4).await;
    assert_eq!(cy.loads_sidebar().await.threads, []);
    cy.does(&JoinRoom { room: thread }).await;
    bo.says(thread, "Five").await;
    waits(&mut cy, thread, 1).await;
    cy.does(&MarkRead { room: thread, no: 5 }).await;
    waits(&mut cy, thread, 0).await;
    // To come back to something is to follow it.
    cy.does(&LeaveRoom { room: thread }).await;
    cy.does(&MarkUnread { room: thread, no: 2 }).await;
    waits(&mut cy, thread, 4).await;
}

#[tokio::test]
async fn a_thread_is_as_closed_as_its_room() {
    let Scene { thread, room, mut ada, mut bo, mut cy, world } = scene().await;
    let secret = ada.does(&MakeRoom { name: "Captains".into(), topic: String::new(), closed: true }).await.id;
    ada.does(&Invite { room: secret, person: bo.id }).await;
    let no = ada.says(secret, "Treasure").await.no;
    let hidden = ada.does(&StartThread { room: secret, no }).await.room;
    ada.says(hidden, "Under the palm").await;
    let mut dee = world.member(&mut ada, "Dee").await;
    dee.opens_the_list().await;
    for (person, threads) in [(&mut cy, vec![hidden]), (&mut dee, vec![hidden, thread])] {
        for thread in threads {
            let code = |problem: app::protocol::Problem| problem.code;
            let nothing = Err(ProblemCode::NotFound);
            assert_eq!(person.asks(&LoadRoom { room: thread }).await.map(drop).map_err(code), nothing);
            assert_eq!(person.asks(&Watch { room: thread, seq: 0 }).await.map(drop).map_err(code), nothing);
            assert_eq!(person.asks(&JoinRoom { room: thread }).await.map(drop).map_err(code), nothing);
            assert_eq!(person.asks(&LoadEntry { room: thread }).await.map(drop).map_err(code), nothing);
            let say = PostMessage { room: thread, cid: new_cid(), body: "Hello?".into(), reply: None, files: vec![] };
            assert_eq!(person.asks(&say).await.map(drop).map_err(code), nothing);
            assert_eq!(person.asks(&MarkUnread { room: thread, no: 1 }).await.map(drop).map_err(code), nothing);
            person.browser.get(&format!("/r/{thread}")).await.is(404);
            person.browser.get(&format!("/r/{thread}/1")).await.is(404);
            assert!(!person.browser.get("/rooms").await.text().contains(&format!("/r/{thread}-")));
        }
    }
    // Who is called there without being in the room is not told.
    ada.says(hidden, "@cy, dig").await;
    assert_eq!(cy.loads_sidebar().await.threads, []);
    // Whoever is taken out of the room is out of its threads, also of those they only look at.
    bo.says(hidden, "I dig").await;
    bo.looks_at(hidden).await;
    cy.looks_at(thread).await;
    ada.does(&Remove { room: secret, person: bo.id }).await;
    ada.does(&Remove { room, person: cy.id }).await;
    ada.says(hidden, "Bo is out").await;
    ada.says(thread, "Cy is out").await;
    for (person, thread, secret) in [(&mut bo, hidden, "Bo is out"), (&mut cy, thread, "Cy is out")] {
        person.does(&ListRooms {}).await;
        assert!(!format!("{:?}", person.screen.events).contains(secret));
        let say = PostMessage { room: thread, cid: new_cid(), body: "Still here".into(), reply: None, files: vec![] };
        assert_eq!(person.asks(&say).await.unwrap_err().code, ProblemCode::NotFound);
    }
    ada.does(&Invite { room: secret, person: bo.id }).await;
    let (_, view) = bo.loads(hidden).await;
    assert!(!view.follows && view.messages.len() == 4, "back in the room, Bo may look, and is not told");
}

#[tokio::test]
async fn a_thread_is_no_room_among_rooms() {
    let Scene { thread, room, mut ada, mut bo, world, .. } = scene().await;
    bo.says(thread, "I do").await;
    for problem in [
        ada.asks(&RenameRoom { room: thread, name: "Steering".into() }).await.map(drop),
        ada.asks(&Invite { room: thread, person: bo.id }).await.map(drop),
        ada.asks(&Remove { room: thread, person: bo.id }).await.map(drop),
        ada.asks(&PinMessage { room: thread, no: 1, on: true }).await.map(drop),
        ada.asks(&StartThread { room: thread, no: 1 }).await.map(drop),
    ] {
        assert_eq!(problem.unwrap_err().code, ProblemCode::Forbidden);
    }
    for page in ["edit", "people"] {
        ada.browser.get(&format!("/r/{thread}/{page}")).await.is(403);
    }
    assert!(ada.does(&ListRooms {}).await.iter().all(|listing| listing.room.id != thread));
    assert_eq!(ada.asks(&StartThread { room, no: 9 }).await.unwrap_err().code, ProblemCode::NotFound);
    // What was said beneath it outlives a message; where nothing was, nothing begins.
    ada.does(&DeleteMessage { room, no: 1 }).await;
    let (_, view) = ada.loads(room).await;
    assert!(view.messages[0].deleted && view.messages[0].thread.is_some());
    assert_eq!(ada.does(&StartThread { room, no: 1 }).await.room, thread);
    let no = ada.says(room, "Never mind").await.no;
    ada.does(&DeleteMessage { room, no }).await;
    assert_eq!(ada.asks(&StartThread { room, no }).await.unwrap_err().code, ProblemCode::NotFound);
    drop(world);
}

#[tokio::test]
async fn threads_are_listed_by_their_newest_word_and_survive_a_restart() {
    let Scene { thread, room, mut ada, mut bo, mut world, .. } = scene().await;
    bo.says(thread, "I do").await;
    let no = ada.says(room, "And who rows?").await.no;
    let second = bo.does(&StartThread { room, no }).await.room;
    bo.says(second, "Not me").await;
    bo.says(thread, "Still").await;
    let rooms = |all: &[app::protocol::Followed]| all.iter().map(|t| t.entry.id).collect::<Vec<_>>();
    let all = ada.does(&ListThreads { before: None }).await;
    assert_eq!(rooms(&all), [thread, second]);
    assert_eq!((all[0].root.body.as_str(), all[0].entry.unread()), ("Who steers?", 2));
    assert_eq!(all[0].latest.iter().map(|m| m.body.as_str()).collect::<Vec<_>>(), ["I do", "Still"]);
    let older = ada.does(&ListThreads { before: Some(all[0].position) }).await;
    assert_eq!(rooms(&older), [second]);
    world.restart().await;
    ada.connects().await;
    waits(&mut ada, thread, 2).await;
    waits(&mut ada, second, 1).await;
}

#[tokio::test]
async fn a_thread_is_begun_followed_and_read_without_script() {
    let Scene { thread, room, mut ada, mut bo, world: _world, .. } = scene().await;
    let answer = bo.browser.post(&format!("/r/{room}/1/thread"), &[]).await.is(303);
    assert_eq!(answer.location(), format!("/r/{thread}-thread#write"));
    bo.posts_by_form(thread, new_cid(), "By a form").await.is(303);
    let page = ada.browser.get(&format!("/r/{room}")).await.is(200);
    assert!(page.text().contains(&format!("href=\"/r/{thread}-thread\"")) && page.text().contains("1 reply"));
    let page = ada.browser.get("/threads").await.is(200);
    assert!(page.text().contains("Who steers?") && page.text().contains("By a form"));
    let page = ada.browser.get(&format!("/r/{thread}")).await.is(200);
    assert!(page.text().contains("Who steers?") && page.text().contains("Following"));
    let answer = ada.browser.post(&format!("/r/{thread}/leave"), &[]).await.is(303);
    assert_eq!(answer.location(), format!("/r/{thread}"));
    assert!(ada.browser.get("/threads").await.is(200).text().contains("You follow no thread yet."));
    ada.browser.post(&format!("/r/{thread}/join"), &[]).await.is(303);
    assert!(ada.browser.get("/threads").await.is(200).text().contains("By a form"));
}

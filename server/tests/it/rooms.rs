//! Rooms: making, naming, joining and leaving them, and what those outside see: nothing.

use app::domain::{RoomId, UserId};
use app::protocol::{
    Ask, Direction, Event, JoinRoom, LeaveRoom, ListMembers, ListRooms, LoadHistory, LoadRoom, MakeRoom, MarkRead,
    PostMessage, Problem, ProblemCode, RenameRoom, SetTopic, StartTyping, Unwatch, Watch,
};

use crate::world::{Person, Screen, World, new_cid};

#[tokio::test]
async fn a_room_is_made_by_form_or_command_with_its_maker_in_it() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let answer = ada.browser.post("/rooms/new", &[("name", " #Release   train "), ("topic", "Ship it")]).await;
    assert!(answer.location().starts_with("/r/") && answer.location().ends_with("-release-train"));
    let view = ada.browser.get(answer.location()).await.is(200).page().room.unwrap();
    assert_eq!((view.room.name.as_str(), view.room.topic.as_str()), ("Release train", "Ship it"));
    assert!(view.joined && view.member_count == 1);

    bo.opens_the_list().await;
    let made = bo.does(&MakeRoom { name: "Harbour".into(), topic: String::new(), closed: false }).await;
    bo.until("the room in the sidebar", |s| s.sidebar().room(made.id).is_some().then_some(())).await;
    assert_eq!(bo.loads_sidebar().await, *bo.screen.sidebar());

    for (name, field, code) in [
        ("RELEASE TRAIN", "name", ProblemCode::Conflict),
        ("", "name", ProblemCode::Invalid),
        (&"x".repeat(81), "name", ProblemCode::Invalid),
    ] {
        let problem = bo.asks(&MakeRoom { name: name.into(), topic: "Mine".into(), closed: false }).await.unwrap_err();
        assert_eq!((problem.code, problem.field.as_deref()), (code, Some(field)), "{name}");
        let page = bo.browser.post("/rooms/new", &[("name", name), ("topic", "Mine")]).await;
        assert!((400..500).contains(&page.status));
        assert!(page.problem_beside("name").is_some(), "{name}");
        assert_eq!(page.value_of("topic").as_deref(), Some("Mine"));
    }
    let topic = "x".repeat(251);
    let problem = bo.asks(&MakeRoom { name: "Fine".into(), topic, closed: false }).await.unwrap_err();
    assert_eq!(problem.field.as_deref(), Some("topic"));
}

#[tokio::test]
async fn a_new_name_and_topic_reach_everyone_in_the_room() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    bo.opens(room).await;

    let saved = ada.browser.post(&format!("/r/{room}/edit"), &[("name", "Marina"), ("topic", "Boats")]).await;
    assert!(saved.location().starts_with(&format!("/r/{room}")));
    bo.until("the new name", |s| (s.room(room).room.name == "Marina").then_some(())).await;
    bo.until("the new topic", |s| (s.room(room).room.topic == "Boats").then_some(())).await;
    assert_eq!(bo.screen.sidebar().room(room).unwrap().name, "Marina");

    bo.does(&SetTopic { room, topic: String::new() }).await;
    bo.does(&RenameRoom { room, name: "Quay".into() }).await;
    ada.until("the next name", |s| (s.room(room).room.name == "Quay").then_some(())).await;
    assert_eq!(ada.screen.room(room).room.topic, "");

    let form = ada.browser.get(&format!("/r/{room}/edit")).await.is(200);
    assert_eq!(form.value_of("name").as_deref(), Some("Quay"));
    world.room("Beach", &mut ada, &mut []).await;
    let page = ada.browser.post(&format!("/r/{room}/edit"), &[("name", "beach"), ("topic", "Sand")]).await;
    assert!(page.problem_beside("name").is_some(), "a name is taken without regard to capitals");
    assert_eq!(page.value_of("topic").as_deref(), Some("Sand"));
}

#[tokio::test]
async fn naming_a_room_as_it_is_named_changes_nothing() {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    let room = world.room("Harbour", &mut ada, &mut []).await;
    ada.opens(room).await;
    ada.does(&RenameRoom { room, name: "Harbour".into() }).await;
    ada.does(&SetTopic { room, topic: String::new() }).await;
    ada.browser.post(&format!("/r/{room}/edit"), &[("name", "Harbour"), ("topic", "")]).await.is(303);
    let (_, view) = ada.loads(room).await;
    ada.catches_up(room, view.as_of).await;
    let renamed =
        |(_, _, event): &&(RoomId, u64, Event)| matches!(event, Event::RoomRenamed { name, .. } if name != "Harbour");
    assert_eq!(ada.screen.events.iter().filter(renamed).count(), 0);
    assert_eq!(ada.screen.room(room).room, view.room);
}

#[tokio::test]
async fn who_joins_and_leaves_is_seen_by_the_others() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut []).await;
    ada.opens(room).await;
    bo.opens_the_list().await;

    let entry = bo.does(&JoinRoom { room }).await;
    assert_eq!((entry.name.as_str(), entry.msg_no), ("Harbour", 0));
    assert_eq!(bo.does(&JoinRoom { room }).await.seq, entry.seq, "joining twice is joining once");
    ada.until("Bo among the members", |s| (s.room(room).member_count == 2).then_some(())).await;
    let names = |people: &[app::domain::Person]| people.iter().map(|p| p.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&ada.does(&ListMembers { room }).await), ["Ada", "Bo"]);
    bo.until("the room in the sidebar", |s| s.sidebar().room(room).is_some().then_some(())).await;

    bo.browser.post(&format!("/r/{room}/leave"), &[]).await.is(303);
    bo.until("the room gone from the sidebar", |s| s.sidebar().room(room).is_none().then_some(())).await;
    ada.until("Bo gone", |s| (names(&s.room(room).members) == ["Ada"]).then_some(())).await;
    assert_eq!(ada.screen.room(room).member_count, 1);
    bo.does(&LeaveRoom { room }).await;
    assert_eq!(ada.loads(room).await.1.member_count, 1, "leaving twice is leaving once");

    bo.browser.post(&format!("/r/{room}/join"), &[]).await.is(303);
    ada.until("Bo again", |s| (s.room(room).member_count == 2).then_some(())).await;
}

#[tokio::test]
async fn the_list_shows_every_open_room_and_which_are_ones_own() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let harbour = world.room("Harbour", &mut ada, &mut []).await;
    let beach = world.room("Beach", &mut ada, &mut [&mut bo]).await;
    ada.opens(beach).await;
    let posted = ada.says(beach, "Sand").await;

    let page = bo.browser.get("/rooms").await.is(200);
    assert!(page.text().contains("Harbour") && page.text().contains("Beach"));
    bo.opens_the_list().await;
    let all = bo.does(&ListRooms {}).await;
    let of = |room| all.iter().find(|l| l.room.id == room).expect("listed");
    assert_eq!((of(harbour).joined, of(harbour).member_count, of(harbour).last_at), (false, 1, None));
    assert_eq!((of(beach).joined, of(beach).member_count, of(beach).last_at), (true, 2, Some(posted.at)));
    assert_eq!(all.len(), 3, "with the first room");
    assert_eq!(bo.asks_by_http(&ListRooms {}).await.unwrap(), all);
}

fn code<T>(outcome: Result<T, Problem>) -> Option<ProblemCode> {
    outcome.err().map(|problem| problem.code)
}

/// Asks over the socket and over HTTP; both must say that there is no such thing.
async fn finds_nothing<A: Ask>(who: &mut Person, command: A) {
    assert_eq!(code(who.asks(&command).await), Some(ProblemCode::NotFound), "{} over the socket", A::OP);
    if !matches!(A::OP, "room.watch" | "room.unwatch") {
        assert_eq!(code(who.asks_by_http(&command).await), Some(ProblemCode::NotFound), "{} over HTTP", A::OP);
    }
}

#[tokio::test]
async fn who_is_not_in_a_room_sees_its_door_and_nothing_else() {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    let room = world.room("Harbour", &mut ada, &mut []).await;
    ada.opens(room).await;
    ada.says(room, "Between us").await;
    let mut eve = world.member(&mut ada, "Eve").await;
    eve.opens_the_list().await;

    let page = eve.browser.get(&format!("/r/{room}")).await.is(200);
    let view = page.page().room.unwrap();
    assert!(!view.joined && view.messages.is_empty() && view.online.is_empty());
    assert!(!page.text().contains("Between us"));
    for path in [format!("/r/{room}?before=9"), format!("/r/{room}?after=0"), format!("/r/{room}/1")] {
        let page = eve.browser.get(&path).await;
        assert!(!page.text().contains("Between us"), "{path}");
    }
    let door = eve.does(&LoadRoom { room }).await;
    assert!(!door.joined && door.messages.is_empty() && door.online.is_empty());

    finds_nothing(&mut eve, Watch { room, seq: 0 }).await;
    finds_nothing(&mut eve, LoadHistory { room, direction: Direction::After, no: 0, limit: 100 }).await;
    finds_nothing(&mut eve, PostMessage { room, cid: new_cid(), body: "Hello?".into(), reply: None, files: vec![] })
        .await;
    finds_nothing(&mut eve, RenameRoom { room, name: "Eve’s".into() }).await;
    finds_nothing(&mut eve, SetTopic { room, topic: "Eve’s".into() }).await;
    finds_nothing(&mut eve, MarkRead { room, no: 1 }).await;
    finds_nothing(&mut eve, StartTyping { room }).await;
    finds_nothing(&mut eve, ListMembers { room }).await;
    eve.posts_by_form(room, new_cid(), "Hello?").await.is(404);
    eve.browser.post(&format!("/r/{room}/read"), &[("no", "1")]).await.is(404);
    eve.browser.get(&format!("/r/{room}/edit")).await.is(404);
    eve.browser.post(&format!("/r/{room}/edit"), &[("name", "Eve’s"), ("topic", "")]).await.is(404);

    // A hello that names the room gets nothing of it either.
    let mut nosy = eve.another_screen();
    nosy.screen.sidebar = Some(eve.screen.sidebar().clone());
    let mut view = door.clone();
    (view.joined, view.as_of) = (true, 0);
    nosy.screen.show(view);
    nosy.connects().await;
    ada.says(room, "Still between us").await;
    ada.does(&RenameRoom { room, name: "Secret".into() }).await;
    let lobby = eve.screen.sidebar().rooms[0].id;
    eve.asks_by_http(&PostMessage { room: lobby, cid: new_cid(), body: "Aloud".into(), reply: None, files: vec![] })
        .await
        .unwrap();
    for person in [&mut eve, &mut nosy] {
        person.until("the head of the other room", |s| s.heads.iter().any(|(r, _)| *r == lobby).then_some(())).await;
        person.does(&ListRooms {}).await;
        assert_eq!(person.screen.seqs(room), [0; 0], "no event");
        assert!(person.screen.heads.iter().all(|(r, _)| *r != room), "no head");
        assert!(person.screen.activity.iter().all(|(r, _)| *r != room), "no activity");
    }
}

#[tokio::test]
async fn a_room_that_does_not_exist_is_found_by_nobody() {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    ada.opens_the_list().await;
    for room in [RoomId(0), RoomId(-1), RoomId(999), RoomId(i64::MAX), RoomId(i64::MIN)] {
        finds_nothing(&mut ada, LoadRoom { room }).await;
        finds_nothing(&mut ada, Watch { room, seq: 0 }).await;
        finds_nothing(&mut ada, JoinRoom { room }).await;
        finds_nothing(&mut ada, PostMessage { room, cid: new_cid(), body: "Echo".into(), reply: None, files: vec![] })
            .await;
        finds_nothing(&mut ada, MarkRead { room, no: 1 }).await;
        ada.browser.get(&format!("/r/{room}")).await.is(404);
        ada.posts_by_form(room, new_cid(), "Echo").await.is(404);
        ada.browser.post(&format!("/r/{room}/join"), &[]).await.is(404);
    }
}

#[tokio::test]
async fn reading_is_known_on_all_screens_and_never_goes_back() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    for n in 1..=5 {
        ada.says(room, &format!("{n}")).await;
    }
    let mut phone = bo.another_device().await;
    bo.opens(room).await;
    phone.opens_the_list().await;
    assert_eq!(phone.screen.sidebar().room(room).unwrap().unread(), 5);

    bo.does(&MarkRead { room, no: 3 }).await;
    phone.until("two unread", |s| (s.sidebar().room(room).unwrap().unread() == 2).then_some(())).await;
    bo.does(&MarkRead { room, no: 2 }).await;
    assert_eq!(bo.loads_sidebar().await.room(room).unwrap().read_no, 3, "the pointer only moves forward");
    bo.does(&MarkRead { room, no: 1_000 }).await;
    assert_eq!(bo.loads_sidebar().await.room(room).unwrap().read_no, 5, "and not beyond what there is");
    bo.browser.post(&format!("/r/{room}/read"), &[("no", "5")]).await.is(303);
    phone.until("nothing unread", |s| (s.sidebar().room(room).unwrap().unread() == 0).then_some(())).await;

    let posted = bo.says(room, "Mine").await;
    phone
        .until("one’s own message is read", |s| {
            let entry = s.sidebar().room(room).unwrap();
            (entry.msg_no == posted.no && entry.read_no == posted.no).then_some(())
        })
        .await;
    assert_eq!(ada.loads_sidebar().await.room(room).unwrap().unread(), 1);
}

/// At which positions the others were told that `who` left.
fn departures(screen: &Screen, who: UserId) -> impl Iterator<Item = u64> {
    let left = move |event: &Event| matches!(event, Event::MemberLeft { person } if person.id == who);
    screen.events.iter().filter(move |(_, _, event)| left(event)).map(|(_, seq, _)| *seq)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_leave_is_answered_nothing_of_the_room_arrives() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let mut cy = world.member(&mut ada, "Cy").await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo, &mut cy]).await;
    ada.opens(room).await;
    cy.opens(room).await;
    // Somebody talks all the time, so that the leave always falls between two messages.
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let talker = tokio::spawn(async move {
        let mut stopped = stopped;
        let mut said = 0_u32;
        while stopped.try_recv().is_err() {
            said += 1;
            ada.says(room, &format!("And {said}")).await;
        }
        ada
    });
    let mut second = bo.another_device().await;
    for round in 0..20 {
        bo.opens(room).await;
        second.opens(room).await;
        bo.until("some talk", |s| (s.events.len() > 3).then_some(())).await;
        let i = bo.sends(&LeaveRoom { room }).await;
        bo.hears::<LeaveRoom>(i).await.unwrap().unwrap();
        let known = bo.screen.seqs(room);
        let left = cy.until("the departure", |s| departures(s, bo.id).nth(round)).await;
        // The room goes on; a round trip that starts later would bring what was let through.
        for _ in 0..3 {
            bo.does(&ListRooms {}).await;
        }
        assert_eq!(bo.screen.seqs(room), known, "round {round}: an event came after the answer");
        let later = |(r, seq): &&(RoomId, u64)| *r == room && *seq >= left;
        assert_eq!(bo.screen.heads.iter().find(later), None, "round {round}: a head came after {left}");
        // The other screen is told, and nothing of a higher seq follows that.
        second.until("the room gone", |s| s.sidebar().room(room).is_none().then_some(())).await;
        second.does(&ListRooms {}).await;
        second.does(&ListRooms {}).await;
        assert!(second.screen.seqs(room).iter().all(|seq| *seq < left), "round {round}: the other screen heard more");
        assert_eq!(code(bo.asks(&Watch { room, seq: 0 }).await), Some(ProblemCode::NotFound));
        bo.does(&JoinRoom { room }).await;
        (bo.wire, second.wire) = (None, None);
    }
    stop.send(()).unwrap();
    talker.await.unwrap();
}

#[tokio::test]
async fn who_comes_back_to_a_room_sees_what_was_said_meanwhile() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    bo.opens(room).await;
    bo.does(&LeaveRoom { room }).await;
    ada.says(room, "While you were out").await;
    bo.does(&JoinRoom { room }).await;
    bo.looks_at(room).await;
    bo.sees(room, "While you were out").await;
    bo.does(&Unwatch { room }).await;
    bo.screen.rooms.clear();
    let known = bo.screen.seqs(room);
    ada.says(room, "Out of view").await;
    bo.until("a head", |s| s.sidebar().room(room).is_some_and(|r| r.msg_no == 2).then_some(())).await;
    assert_eq!(bo.screen.seqs(room), known, "out of view there are only heads");
}

//! Rooms that are not for everyone: closed ones, and those of a few people alone. What is not one's own is not there.

use app::domain::{RoomId, RoomKind};
use app::protocol::{
    Direction, Invite, JoinRoom, LeaveRoom, ListMembers, ListPeople, ListRooms, LoadHistory, LoadRoom, MakeRoom,
    OpenDirect, ProblemCode, Remove, RenameRoom, Watch,
};

use crate::world::{Person, World};

async fn three() -> (World, Person, Person, Person) {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let mut eve = world.member(&mut ada, "Eve").await;
    for person in [&mut ada, &mut bo, &mut eve] {
        person.opens_the_list().await;
    }
    (world, ada, bo, eve)
}

async fn closed_room(ada: &mut Person) -> RoomId {
    let make = MakeRoom { name: "Captains".into(), topic: "Ours".into(), closed: true };
    ada.does(&make).await.id
}

/// Whoever has no business there learns nothing, by no way.
async fn is_not_there(eve: &mut Person, room: RoomId) {
    let page = LoadHistory { room, direction: Direction::Before, no: 9, limit: 10 };
    for outcome in [
        eve.asks(&LoadRoom { room }).await.map(drop),
        eve.asks(&JoinRoom { room }).await.map(drop),
        eve.asks(&Watch { room, seq: 0 }).await.map(drop),
        eve.asks(&ListMembers { room }).await.map(drop),
        eve.asks(&page).await.map(drop),
        eve.asks(&RenameRoom { room, name: "Mine".into() }).await.map(drop),
        eve.asks(&Invite { room, person: eve.id }).await.map(drop),
        eve.asks(&Remove { room, person: eve.id }).await.map(drop),
    ] {
        assert_eq!(outcome.unwrap_err().code, ProblemCode::NotFound);
    }
    for path in ["", "/1", "?panel=people", "/edit", "/people"] {
        eve.browser.get(&format!("/r/{room}{path}")).await.is(404);
    }
    eve.browser.post(&format!("/r/{room}/join"), &[]).await.is(404);
    assert!(eve.does(&ListRooms {}).await.iter().all(|listing| listing.room.id != room));
    assert!(!eve.browser.get("/rooms").await.is(200).text().contains("Captains"));
}

#[tokio::test]
async fn a_closed_room_is_there_for_the_invited_alone() {
    let (_world, mut ada, mut bo, mut eve) = three().await;
    let room = closed_room(&mut ada).await;
    ada.looks_at(room).await;
    is_not_there(&mut eve, room).await;
    ada.does(&Invite { room, person: bo.id }).await;
    let entry = bo.until("the room in the sidebar", |s| s.sidebar().room(room).cloned()).await;
    assert_eq!((entry.name.as_str(), entry.kind), ("Captains", RoomKind::Closed));
    bo.looks_at(room).await;
    bo.says(room, "Aye").await;
    ada.sees(room, "Aye").await;
    assert_eq!(bo.does(&ListRooms {}).await.iter().filter(|listing| listing.room.id == room).count(), 1);
    is_not_there(&mut eve, room).await;
    // Who has left comes back only when somebody lets them in.
    bo.does(&LeaveRoom { room }).await;
    bo.screen.rooms.clear();
    is_not_there(&mut bo, room).await;
}

#[tokio::test]
async fn who_is_taken_out_hears_nothing_more() {
    let (_world, mut ada, mut bo, mut eve) = three().await;
    let room = closed_room(&mut bo).await;
    for person in [ada.id, eve.id] {
        bo.does(&Invite { room, person }).await;
    }
    eve.until("the room", |s| s.sidebar().room(room).cloned()).await;
    eve.looks_at(room).await;
    bo.looks_at(room).await;
    let forbidden = eve.asks(&Remove { room, person: bo.id }).await.unwrap_err();
    assert_eq!(forbidden.code, ProblemCode::Forbidden);
    let before = bo.says(room, "With her").await.seq;
    eve.sees(room, "With her").await;
    // Who made the room may, and who owns the workspace.
    bo.does(&Remove { room, person: eve.id }).await;
    bo.says(room, "Without her").await;
    eve.until("the room gone", |s| s.sidebar().room(room).is_none().then_some(())).await;
    assert!(eve.screen.seqs(room).iter().all(|seq| *seq <= before + 1));
    is_not_there(&mut eve, room).await;
    ada.does(&Remove { room, person: bo.id }).await;
    is_not_there(&mut bo, room).await;
}

#[tokio::test]
async fn the_same_people_always_meet_in_the_same_room() {
    let (world, mut ada, mut bo, mut eve) = three().await;
    let room = ada.does(&OpenDirect { people: vec![bo.id] }).await.id;
    let his = bo.until("the room", |s| s.sidebar().room(room).cloned()).await;
    assert_eq!((his.name.as_str(), his.kind), ("Ada", RoomKind::Direct));
    assert_eq!(bo.does(&OpenDirect { people: vec![ada.id, bo.id, ada.id] }).await.id, room);
    for page in ["edit", "people"] {
        ada.browser.get(&format!("/r/{room}/{page}")).await.is(403);
    }
    let three = eve.does(&OpenDirect { people: vec![bo.id, ada.id] }).await;
    assert_ne!(three.id, room);
    assert_eq!(three.name, "Ada, Bo");
    let notes = ada.does(&OpenDirect { people: vec![] }).await;
    assert_eq!(notes.name, "Notes to yourself");

    ada.looks_at(room).await;
    bo.looks_at(room).await;
    assert_eq!(bo.screen.room(room).room.name, "Ada", "each sees the other's name");
    ada.says(room, "Just us").await;
    bo.sees(room, "Just us").await;
    is_not_there(&mut eve, room).await;
    for outcome in [
        ada.asks(&LeaveRoom { room }).await.map(drop),
        ada.asks(&RenameRoom { room, name: "Us".into() }).await.map(drop),
        ada.asks(&Invite { room, person: eve.id }).await.map(drop),
        ada.asks(&Remove { room, person: bo.id }).await.map(drop),
    ] {
        assert_eq!(outcome.unwrap_err().code, ProblemCode::Forbidden);
    }
    let nobody = ada.asks(&OpenDirect { people: vec![app::domain::UserId(999)] }).await;
    assert_eq!(nobody.unwrap_err().code, ProblemCode::NotFound);
    let crowd = (1..=30).map(app::domain::UserId).collect();
    assert_eq!(ada.asks(&OpenDirect { people: crowd }).await.unwrap_err().code, ProblemCode::Invalid);
    // A new member is in neither.
    let mut dee = world.member(&mut ada, "Dee").await;
    assert_eq!(dee.loads_sidebar().await.rooms.len(), 1);
}

#[tokio::test]
async fn many_who_open_the_same_room_at_once_open_one() {
    let (_world, mut ada, mut bo, _eve) = three().await;
    let (hers, his) = (OpenDirect { people: vec![bo.id] }, OpenDirect { people: vec![ada.id] });
    let (mut one, mut two) = (ada.another_screen(), bo.another_screen());
    let all =
        tokio::join!(ada.asks_by_http(&hers), bo.asks_by_http(&his), one.asks_by_http(&hers), two.asks_by_http(&his));
    let ids = [all.0, all.1, all.2, all.3].map(|outcome| outcome.unwrap().id);
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

#[tokio::test]
async fn people_are_written_to_invited_and_taken_out_by_forms() {
    let (_world, mut ada, mut bo, mut eve) = three().await;
    let names: Vec<_> = ada.does(&ListPeople {}).await.into_iter().map(|profile| profile.name).collect();
    assert_eq!(names, ["Ada", "Bo", "Eve"]);
    let (bo_id, eve_id) = (bo.id.to_string(), eve.id.to_string());
    ada.browser.get("/people").await.is(200);
    let answer = ada.browser.post("/people", &[("person", &bo_id), ("person", &eve_id)]).await.is(303);
    let path = answer.header("location").unwrap().to_owned();
    assert!(path.ends_with("-bo-eve"), "{path}");
    bo.until("the conversation", |s| s.sidebar().rooms.iter().any(|r| r.name == "Ada, Eve").then_some(())).await;

    ada.browser.post("/rooms/new", &[("name", "Captains"), ("closed", "on")]).await.is(303);
    let room = ada.until("the room", |s| s.sidebar().rooms.iter().find(|r| r.name == "Captains").cloned()).await.id;
    assert!(ada.browser.get(&format!("/r/{room}/people")).await.is(200).text().contains("Add Bo"));
    ada.browser.post(&format!("/r/{room}/invite"), &[("person", &bo_id)]).await.is(303);
    bo.until("the room", |s| s.sidebar().room(room).map(drop)).await;
    ada.browser.post(&format!("/r/{room}/remove"), &[("person", &bo_id)]).await.is(303);
    bo.until("the room gone", |s| s.sidebar().room(room).is_none().then_some(())).await;
    is_not_there(&mut eve, room).await;
}

#[tokio::test]
async fn a_conversation_has_twenty_people_at_most_and_the_same_ones_meet_again() {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    let mut others = Vec::new();
    for n in 1..=20 {
        others.push(world.member(&mut ada, &format!("Mate {n}")).await);
    }
    let ids: Vec<_> = others.iter().map(|person| person.id).collect();
    ada.opens_the_list().await;
    let crowd = ada.asks(&OpenDirect { people: ids.clone() }).await.map(drop);
    assert_eq!(crowd.unwrap_err().code, ProblemCode::Invalid, "21 with oneself");
    let room = ada.does(&OpenDirect { people: ids[..19].to_vec() }).await.id;
    let last = &mut others[18];
    last.opens_the_list().await;
    let mut same: Vec<_> = ids[..18].iter().rev().copied().collect();
    same.push(ada.id);
    assert_eq!(last.does(&OpenDirect { people: same }).await.id, room);
    last.looks_at(room).await;
    ada.says(room, "All aboard").await;
    last.sees(room, "All aboard").await;
}

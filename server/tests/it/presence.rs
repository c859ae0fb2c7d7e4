//! Who is here and who is writing: only for those who look, and only while it is true.

use std::time::Duration;

use app::domain::{Availability, Presence, RoomId, UserId};
use app::protocol::{Activity, LeaveRoom, ListRooms, OpenDirect, SetIdle, StartTyping};
use server::chat::Rate;

use crate::world::{Person, World};

/// Who touches nothing is looked after often.
async fn quick() -> World {
    World::with(|setup| setup.inside.hub.heartbeat = Duration::from_millis(100)).await
}

/// Ada and Bo, who look at one room.
async fn two_in_a_room() -> (World, Person, Person, RoomId) {
    let world = quick().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    bo.opens(room).await;
    (world, ada, bo, room)
}

async fn sees(person: &mut Person, room: RoomId, who: UserId, presence: Option<Presence>) {
    let what = format!("{who} being {presence:?} in {room}");
    person.until(&what, |s| (s.room(room).present().of(who) == presence).then_some(())).await;
}

async fn is_seen_as(person: &mut Person, how: &str) {
    person.browser.post("/settings/status", &[("seen", how)]).await.is(303);
}

#[tokio::test]
async fn who_touches_none_of_their_screens_is_idle() {
    let (_world, mut ada, mut bo, room) = two_in_a_room().await;
    let mut phone = bo.another_device().await;
    phone.opens_the_list().await;
    sees(&mut ada, room, bo.id, Some(Presence::Online)).await;
    // One of two is still touched.
    bo.tells(&SetIdle { on: true }).await;
    let beats = bo.screen.beats;
    // Every socket was looked after since.
    bo.until("two beats", |s| (s.beats >= beats + 2).then_some(())).await;
    assert_eq!(ada.loads(room).await.1.present().of(bo.id), Some(Presence::Online));
    phone.does(&SetIdle { on: true }).await;
    sees(&mut ada, room, bo.id, Some(Presence::Idle)).await;
    let page = ada.browser.get(&format!("/r/{room}?panel=people")).await.is(200);
    assert!(page.text().contains(", idle") && page.text().contains("data-presence=\"idle\""));
    assert!(ada.browser.get(&format!("/people/{}", bo.id)).await.text().contains("idle"));
    // Whoever comes to look is told so too.
    let mut other = ada.another_device().await;
    other.opens(room).await;
    sees(&mut other, room, bo.id, Some(Presence::Idle)).await;
    phone.tells(&SetIdle { on: false }).await;
    sees(&mut ada, room, bo.id, Some(Presence::Online)).await;
    // By a connection that is gone nobody is touched.
    phone.disconnects().await;
    sees(&mut ada, room, bo.id, Some(Presence::Idle)).await;
}

#[tokio::test]
async fn people_choose_how_they_are_seen() {
    let (_world, mut ada, mut bo, room) = two_in_a_room().await;
    sees(&mut ada, room, bo.id, Some(Presence::Online)).await;
    is_seen_as(&mut bo, "away").await;
    sees(&mut ada, room, bo.id, Some(Presence::Away)).await;
    bo.until("the choice", |s| (s.sidebar().availability == Availability::Away).then_some(())).await;
    let no = ada.says(room, "@here, who is at the quay?").await.no;
    bo.sees(room, "@here, who is at the quay?").await;
    assert!(!bo.loads_sidebar().await.room(room).unwrap().mentions.contains(&no), "who is away is not called");

    is_seen_as(&mut bo, "invisible").await;
    sees(&mut ada, room, bo.id, None).await;
    // A status of its own leaves that as it is, and so does a new connection.
    bo.browser.post("/settings/status", &[("text", "Hiding")]).await.is(303);
    assert_eq!(bo.loads_sidebar().await.availability, Availability::Invisible);
    bo.disconnects().await;
    bo.opens(room).await;
    bo.does(&StartTyping { room }).await;
    bo.says(room, "Boo").await;
    ada.sees(room, "Boo").await;
    let told = |(_, a): &(RoomId, Activity)| match a {
        Activity::Typing { person } => person.id == bo.id,
        Activity::PresenceChanged { person, online, .. } => person.id == bo.id && *online,
        _ => false,
    };
    let hidden = ada.screen.activity.iter().rposition(|(_, a)| {
        matches!(a, Activity::PresenceChanged { person, online: false, idle: false, away: false } if person.id == bo.id)
    });
    let since = ada.screen.activity.iter().skip(hidden.expect("it was told"));
    assert_eq!(since.filter(|told_of| told(told_of)).count(), 0, "{:?}", ada.screen.activity);
    assert_eq!(ada.loads(room).await.1.present().of(bo.id), None);
    assert!(!ada.browser.get(&format!("/people/{}", bo.id)).await.text().contains("· here"));

    is_seen_as(&mut bo, "auto").await;
    sees(&mut ada, room, bo.id, Some(Presence::Online)).await;
    is_seen_as(&mut bo, "as something else").await;
    assert_eq!(bo.loads_sidebar().await.availability, Availability::Auto, "what is not known changes nothing");
}

#[tokio::test]
async fn whom_one_writes_to_alone_is_seen_in_the_sidebar() {
    let world = quick().await;
    let (mut ada, mut bo) = world.two().await;
    let mut cy = world.member(&mut ada, "Cy").await;
    let harbour = world.room("Harbour", &mut ada, &mut [&mut bo, &mut cy]).await;
    ada.opens(harbour).await;
    let alone = ada.does(&OpenDirect { people: vec![bo.id] }).await.id;
    ada.does(&OpenDirect { people: vec![bo.id, cy.id] }).await;
    assert!(ada.loads_sidebar().await.present.is_empty());
    // Somebody who is here already is seen as soon as one writes to them.
    let mut dee = world.member(&mut ada, "Dee").await;
    dee.opens_the_list().await;
    let dee_id = dee.id;
    ada.does(&OpenDirect { people: vec![dee_id] }).await;
    ada.until("dee is here", |s| s.sidebar().present.of(dee_id).map(drop)).await;
    dee.until("ada is here", |s| s.sidebar().present.of(UserId(1)).map(drop)).await;
    dee.disconnects().await;
    let seen =
        |presence| move |s: &crate::world::Screen| (s.sidebar().present.of(bo_of(s, alone)) == presence).then_some(());
    bo.opens_the_list().await;
    ada.until("bo is here", seen(Some(Presence::Online))).await;
    bo.tells(&SetIdle { on: true }).await;
    ada.until("bo is idle", seen(Some(Presence::Idle))).await;
    assert_eq!(ada.loads_sidebar().await.present.of(bo.id), Some(Presence::Idle));
    // A new connection begins with what is so.
    let mut phone = ada.another_device().await;
    phone.opens_the_list().await;
    phone.until("bo is idle", seen(Some(Presence::Idle))).await;
    bo.tells(&SetIdle { on: false }).await;
    phone.until("bo is here", seen(Some(Presence::Online))).await;
    cy.opens_the_list().await;
    cy.does(&ListRooms {}).await;
    assert!(cy.screen.activity.is_empty(), "whom nobody is alone with is told nothing: {:?}", cy.screen.activity);
}

fn bo_of(screen: &crate::world::Screen, room: RoomId) -> UserId {
    screen.sidebar().room(room).and_then(app::protocol::RoomEntry::companion).unwrap_or(UserId(0))
}

#[tokio::test]
async fn presence_is_told_to_those_who_look_at_the_room_and_to_nobody_else() {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    let mut bo = world.member(&mut ada, "Bo").await;
    let mut cy = world.member(&mut ada, "Cy").await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo, &mut cy]).await;
    ada.opens(room).await;
    cy.opens_the_list().await;
    ada.sees_online(room, cy.id, true).await;

    bo.opens(room).await;
    ada.sees_online(room, bo.id, true).await;
    bo.sees_online(room, ada.id, true).await;
    bo.sees_online(room, bo.id, true).await;
    bo.does(&StartTyping { room }).await;
    ada.sees_typing(room, bo.id).await;

    cy.does(&ListRooms {}).await;
    assert!(cy.screen.activity.is_empty(), "who does not look is told nothing: {:?}", cy.screen.activity);
    cy.looks_at(room).await;
    cy.sees_online(room, bo.id, true).await;
    assert!(cy.screen.activity.iter().all(|(_, a)| !matches!(a, Activity::Typing { .. })), "nothing is replayed");
}

#[tokio::test]
async fn a_page_is_born_knowing_who_is_online() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    bo.opens(room).await;
    let view = ada.loads(room).await.1;
    assert!(view.online.contains(&bo.id) && !view.online.contains(&ada.id), "{:?}", view.online);
}

#[tokio::test]
async fn a_page_that_is_loaded_again_does_not_look_like_a_departure() {
    let world = World::with(|setup| setup.inside.hub.departure_grace = Duration::from_secs(600)).await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    bo.opens(room).await;
    ada.sees_online(room, bo.id, true).await;
    for _ in 0..5 {
        bo.disconnects().await;
        bo.opens(room).await;
    }
    bo.says(room, "Back again").await;
    ada.sees(room, "Back again").await;
    let gone = |(_, a): &(app::domain::RoomId, Activity)| matches!(a, Activity::PresenceChanged { online: false, .. });
    assert!(!ada.screen.activity.iter().any(gone), "{:?}", ada.screen.activity);
}

#[tokio::test]
async fn who_is_gone_for_good_is_shown_as_gone_after_a_while() {
    let world = World::with(|setup| setup.inside.hub.departure_grace = Duration::from_millis(50)).await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    bo.opens(room).await;
    let mut phone = bo.another_device().await;
    phone.opens_the_list().await;
    ada.sees_online(room, bo.id, true).await;

    bo.disconnects().await;
    phone.does(&ListRooms {}).await;
    ada.does(&ListRooms {}).await;
    assert!(ada.screen.online(room).contains(&bo.id), "with another screen open a person is still here");
    phone.loses_connection();
    ada.sees_online(room, bo.id, false).await;
    let view = ada.loads(room).await.1;
    assert_eq!(view.online, [ada.id]);
}

#[tokio::test]
async fn who_leaves_a_room_is_no_longer_online_in_it() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    bo.opens(room).await;
    ada.sees_online(room, bo.id, true).await;
    bo.does(&LeaveRoom { room }).await;
    ada.until("one member", |s| (s.room(room).member_count == 1).then_some(())).await;
    assert_eq!(ada.loads(room).await.1.online, [ada.id]);
}

#[tokio::test]
async fn typing_is_told_at_most_once_in_three_seconds_and_not_to_oneself() {
    let world = World::with(|setup| setup.inside.typing = Rate { burst: 1, every_ms: 3_600_000 }).await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    bo.opens(room).await;
    for _ in 0..20 {
        bo.tells(&StartTyping { room }).await;
    }
    bo.says(room, "Done").await;
    ada.sees(room, "Done").await;
    let typing = |(_, a): &&(app::domain::RoomId, Activity)| matches!(a, Activity::Typing { .. });
    assert_eq!(ada.screen.activity.iter().filter(typing).count(), 1);
    assert_eq!(bo.screen.activity.iter().filter(typing).count(), 0);
    assert!(bo.screen.complaints.is_empty(), "too much typing is swallowed: {:?}", bo.screen.complaints);
}

#[tokio::test]
async fn whose_line_is_silent_is_gone_when_their_time_is_up() {
    let world = World::with(|setup| {
        setup.inside.hub.heartbeat = Duration::from_millis(200);
        setup.inside.hub.dead_after = Duration::from_secs(10);
        setup.inside.hub.departure_grace = Duration::from_millis(50);
    })
    .await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    bo.opens(room).await;
    ada.opens(room).await;
    assert!(ada.screen.online(room).contains(&bo.id));
    // Nobody reads what comes to Bo, so nothing answers the server's pings; the connection itself still stands.
    ada.sees_online(room, bo.id, false).await;
    assert!(ada.screen.online(room).contains(&ada.id), "who answers is here");
    assert!(bo.tries_to_connect().await);
    ada.sees_online(room, bo.id, true).await;
}

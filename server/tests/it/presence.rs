//! Who is here and who is writing: only for those who look, and only while it is true.

use std::time::Duration;

use app::protocol::{Activity, LeaveRoom, ListRooms, StartTyping};
use server::chat::Rate;

use crate::world::World;

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

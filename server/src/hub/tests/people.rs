//! Who is connected, and who no longer.

use std::time::Duration;

use super::world::{ADA, BEN, OTHER, ROOM, World};
use app::domain::{Availability, Presence};

use crate::hub::{Arrival, Audience, Frame, Settings};

#[tokio::test]
async fn people_are_online_from_the_first_socket_until_a_while_after_the_last() {
    let quick = Settings {
        heartbeat: Duration::from_millis(20),
        departure_grace: Duration::from_millis(1),
        ..Settings::default()
    };
    let mut world = World::new(quick);
    let first = world.person(ADA, &[ROOM]).await;
    let second = world.person(ADA, &[ROOM]).await;
    let expected = |presence| Arrival { user: ADA, rooms: vec![ROOM], presence };
    assert_eq!(world.news.recv().await, Some(expected(Some(Presence::Online))));
    assert_eq!(world.hub.present(ROOM).online, [ADA]);
    for reader in [first, second] {
        reader.socket().is_gone();
    }
    assert_eq!(world.news.recv().await, Some(expected(None)));
    assert!(world.hub.present(ROOM).is_empty());
    assert!(world.news.try_recv().is_err());
}

#[tokio::test]
async fn a_page_that_is_loaded_anew_is_no_departure() {
    // However long the new page takes on a busy machine.
    let patient = Settings {
        heartbeat: Duration::from_millis(20),
        departure_grace: Duration::from_secs(600),
        ..Settings::default()
    };
    let mut world = World::new(patient);
    let mut ben = world.person(BEN, &[ROOM]).await;
    let first = world.person(ADA, &[ROOM]).await;
    for _ in [ADA, BEN] {
        world.news.recv().await.unwrap();
    }
    // The new page is there, and has not said yet whether somebody touches it.
    let (_client, server) = super::world::pair(None).await;
    let second = world.hub.connect(crate::hub::Stream::Tcp(server), ADA, 1);
    first.socket().is_gone();
    drop(first);
    for _ in 0..2 {
        ben.until("beat").await;
    }
    assert_eq!(world.news.try_recv().ok(), None);
    second.begins(false);
    second.greet(&Frame::text("welcome"), &[(ROOM, 0)], Availability::Auto);
    ben.until("beat").await;
    assert_eq!(world.news.try_recv().ok(), None);
    assert!(world.hub.present(ROOM).online.contains(&ADA));
}

#[tokio::test]
async fn what_changes_while_a_welcome_is_read_counts() {
    let world = World::new(Settings::default());
    let mut ada = world.person(ADA, &[ROOM]).await;
    // Another page of hers, whose welcome is read before she leaves one room and enters another.
    let (_client, server) = super::world::pair(None).await;
    let late = world.hub.connect(crate::hub::Stream::Tcp(server), ADA, 1);
    world.hub.leave(ADA, ROOM);
    world.hub.enter(ADA, OTHER);
    late.begins(false);
    late.greet(&Frame::text("welcome"), &[(ROOM, 0)], Availability::Auto);
    assert!(world.hub.present(ROOM).is_empty());
    assert_eq!(world.hub.present(OTHER).online, [ADA]);
    world.say(ROOM, "secret");
    world.say(OTHER, "hello");
    assert_eq!(ada.next().await, "head 2 1 1 0");
}

#[tokio::test]
async fn an_event_for_all_members_that_a_welcome_does_not_know_makes_another_due() {
    let world = World::new(Settings::default());
    let mut ben = world.person(BEN, &[ROOM]).await;
    let (_client, server) = super::world::pair(None).await;
    // Her welcome is read before the room is renamed, and written after everyone was told.
    let ada = world.hub.connect(crate::hub::Stream::Tcp(server), ADA, 1);
    let renamed = world.commit(ROOM, "renamed");
    world.publish(ROOM, renamed, Audience::Members);
    ben.until("head 1 1 1 0").await;
    ada.begins(false);
    ada.greet(&Frame::text("welcome"), &[(ROOM, 0)], Availability::Auto);
    assert_eq!(ada.next().await, crate::hub::Due::Welcome);
}

#[tokio::test]
async fn what_is_told_while_a_welcome_is_read_makes_another_due() {
    let world = World::new(Settings::default());
    let (_client, server) = super::world::pair(None).await;
    let ada = world.hub.connect(crate::hub::Stream::Tcp(server), ADA, 1);
    world.hub.tell(ADA, Frame::text("not in the welcome"));
    ada.begins(false);
    ada.greet(&Frame::text("welcome"), &[], Availability::Auto);
    assert_eq!(ada.next().await, crate::hub::Due::Welcome);
}

#[tokio::test]
async fn a_room_that_went_on_while_the_welcome_was_read_sends_its_head() {
    let world = World::new(Settings::default());
    let mut ben = world.person(BEN, &[ROOM]).await;
    world.say(ROOM, "after the welcome was read");
    ben.until("head 1 1 1 1").await;
    let mut ada = world.person(ADA, &[ROOM]).await;
    assert_eq!(ada.next().await, "head 1 1 1 0");
}

#[tokio::test]
async fn one_socket_too_many_is_closed_and_the_others_stay() {
    let world = World::new(Settings { sockets_per_person: 2, ..Settings::default() });
    let mut first = world.person(ADA, &[ROOM]).await;
    let _second = world.person(ADA, &[ROOM]).await;
    let mut third = world.stranger(ADA, &[ROOM], None).await;
    assert_eq!(third.next().await, "close 4029");
    world.hub.tell(ADA, Frame::text("still here"));
    assert_eq!(first.next().await, "still here");
}

#[tokio::test]
async fn a_session_that_ends_takes_its_sockets_with_it() {
    let world = World::new(Settings::default());
    let mut ada = world.person(ADA, &[ROOM]).await;
    let mut ben = world.person(BEN, &[ROOM]).await;
    ada.watch_live(&world, ROOM).await;
    world.hub.close_session(100, 4001);
    world.say(ROOM, "secret");
    assert_eq!(ada.next().await, "close 4001");
    world.hub.tell(BEN, Frame::text("still here"));
    ben.until("still here").await;
    world.hub.close_user(BEN, 4003);
    assert_eq!(ben.next().await, "close 4003");
}

#[tokio::test]
async fn a_planned_stop_says_goodbye_and_spreads_the_return() {
    let world = World::new(Settings::default());
    let mut readers = vec![world.person(ADA, &[ROOM]).await, world.person(BEN, &[ROOM]).await];
    world.hub.shutdown(Duration::from_secs(10));
    let mut byes = Vec::new();
    for reader in &mut readers {
        byes.push(reader.next().await);
        assert_eq!(reader.next().await, "close 4000");
    }
    byes.sort();
    assert_eq!(byes, ["bye 0", "bye 5000"]);
    let mut late = world.stranger(ADA, &[ROOM], None).await;
    assert_eq!(late.next().await, "close 4000");
    readers.clear();
    world.stop.cancel();
    world.tracker.close();
    world.tracker.wait().await;
}

//! Who gets what, in which order.

use std::sync::atomic::Ordering;

use super::world::{ADA, BEN, OTHER, ROOM, World};
use crate::hub::{ActivityKey, Audience, Frame, Settings};

#[tokio::test]
async fn a_watcher_gets_every_event_in_order() {
    let world = World::new(Settings::default());
    let mut ada = world.person(ADA, &[ROOM]).await;
    ada.watch_live(&world, ROOM).await;
    world.say_often(ROOM, 500, "hello");
    ada.events(ROOM, 1..=500).await;
    assert_eq!(world.log.reads.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn who_comes_back_reads_on_from_where_they_were() {
    let world = World::new(Settings::default());
    world.say_often(ROOM, 300, "meanwhile");
    let mut ada = world.person(ADA, &[ROOM]).await;
    ada.watch(ROOM, 120, 300);
    ada.socket().announce_live();
    ada.events(ROOM, 121..=300).await;
    assert_eq!(ada.next().await, "live");
    world.say(ROOM, "now");
    assert_eq!(ada.next().await, "event 1 301 now");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_misses_or_repeats_an_event_however_they_come_while_much_is_said() {
    let world = World::new(Settings { sockets_per_person: 100, ..Settings::default() });
    let mut readers = Vec::new();
    for round in 0..40_u64 {
        for _ in 0..25 {
            world.say(ROOM, "busy");
        }
        // What a page read a moment ago, and what stands now.
        let (seq, head) = (round * 20, (round + 1) * 25);
        let reader = world.person(ADA, &[ROOM]).await;
        reader.watch(ROOM, seq, head);
        readers.push((seq, reader));
        tokio::task::yield_now().await;
    }
    for (seq, reader) in &mut readers {
        reader.events(ROOM, *seq + 1..=1_000).await;
    }
}

#[tokio::test]
async fn an_event_that_was_never_published_is_read_from_the_log() {
    let world = World::new(Settings::default());
    let mut ada = world.person(ADA, &[ROOM]).await;
    ada.watch_live(&world, ROOM).await;
    world.say(ROOM, "one");
    world.commit(ROOM, "lost on the way");
    world.say(ROOM, "three");
    ada.events(ROOM, 1..=3).await;
    assert!(world.log.reads.load(Ordering::Relaxed) > 0);
}

#[tokio::test]
async fn an_event_that_is_committed_but_not_yet_published_arrives_once() {
    let world = World::new(Settings::default());
    world.say(ROOM, "one");
    let late = world.commit(ROOM, "two");
    let mut ada = world.person(ADA, &[ROOM]).await;
    ada.watch(ROOM, 0, 2);
    ada.events(ROOM, 1..=2).await;
    world.publish(ROOM, late, Audience::Watchers);
    world.say(ROOM, "three");
    assert_eq!(ada.next().await, "event 1 3 three");
}

#[tokio::test]
async fn too_large_a_gap_is_reset_and_then_live() {
    let world = World::new(Settings { replay_events: 10, ..Settings::default() });
    world.say_often(ROOM, 20, "long ago");
    let mut ada = world.person(ADA, &[ROOM]).await;
    ada.watch(ROOM, 9, 20);
    assert_eq!(ada.until("reset 1 20").await, ["head 1 20 20 0"]);
    world.say(ROOM, "now");
    assert_eq!(ada.event(ROOM).await, 21);
    // A position that the server has not reached is none.
    ada.watch(ROOM, 99, 21);
    ada.until("reset 1 21").await;
    world.say(ROOM, "more");
    assert_eq!(ada.event(ROOM).await, 22);
}

#[tokio::test]
async fn who_left_gets_nothing_that_is_published_later() {
    let world = World::new(Settings::default());
    let mut ada = world.person(ADA, &[ROOM, OTHER]).await;
    let mut ben = world.person(BEN, &[ROOM]).await;
    ada.watch_live(&world, ROOM).await;
    ben.watch_live(&world, ROOM).await;
    world.say_often(ROOM, 100, "before");
    world.hub.leave(ADA, ROOM);
    world.say_often(ROOM, 100, "secret");
    ben.events(ROOM, 1..=200).await;
    world.hub.tell(ADA, Frame::text("end of test"));
    let seen = ada.until("end of test").await;
    assert!(seen.iter().all(|text| !text.contains("secret") && !text.starts_with("head")), "{seen:?}");
    assert_eq!(world.hub.present(ROOM).online, [BEN]);
}

#[tokio::test]
async fn who_loses_the_right_while_it_is_looked_up_does_not_watch() {
    let world = World::new(Settings::default());
    let mut ada = world.person(ADA, &[ROOM]).await;
    assert!(ada.socket().want(ROOM));
    // Here the store still says that she may.
    world.hub.leave(ADA, ROOM);
    assert!(!ada.socket().watch(ROOM, 0, 0));
    world.say(ROOM, "secret");
    world.hub.tell(ADA, Frame::text("end of test"));
    assert_eq!(ada.until("end of test").await, Vec::<String>::new());
}

#[tokio::test]
async fn only_so_many_rooms_are_watched() {
    let world = World::new(Settings { watched_rooms: 1, ..Settings::default() });
    let ada = world.person(ADA, &[ROOM, OTHER]).await;
    ada.watch(ROOM, 0, 0);
    assert!(!ada.socket().want(OTHER));
    // Watching the same room anew is not one more.
    ada.watch(ROOM, 0, 0);
    ada.socket().unwatch(ROOM);
    ada.watch(OTHER, 0, 0);
}

#[tokio::test]
async fn rooms_out_of_view_send_few_heads_and_the_last_is_the_newest() {
    let world = World::new(Settings::default());
    let mut ada = world.person(ADA, &[ROOM]).await;
    let mut ben = world.person(BEN, &[ROOM]).await;
    for _ in 0..200 {
        world.say(ROOM, "much");
        tokio::task::yield_now().await;
    }
    let seen = ada.until("head 1 200 200 0").await;
    assert!(seen.len() < 20, "{seen:?}");
    // Who said it has read it, on whatever screen.
    ben.until("head 1 200 200 200").await;
}

#[tokio::test]
async fn an_event_for_all_members_reaches_who_looks_elsewhere_before_its_head() {
    let world = World::new(Settings::default());
    let mut ada = world.person(ADA, &[ROOM]).await;
    let mut ben = world.person(BEN, &[ROOM]).await;
    ben.watch_live(&world, ROOM).await;
    world.say(ROOM, "first");
    let renamed = world.commit(ROOM, "renamed");
    world.publish(ROOM, renamed, Audience::Members);
    assert_eq!(ada.until("head 1 2 2 0").await.last().map(String::as_str), Some("event 1 2 renamed"));
    ben.events(ROOM, 1..=2).await;
}

#[tokio::test]
async fn an_event_for_all_members_reaches_who_opened_the_room_before_it_was_told() {
    let world = World::new(Settings::default());
    let mut ada = world.person(ADA, &[ROOM]).await;
    let renamed = world.commit(ROOM, "renamed");
    // The view that is opened knows of it, the sidebar does not.
    ada.watch(ROOM, 1, 1);
    world.publish(ROOM, renamed, Audience::Members);
    ada.events(ROOM, 1..=1).await;
}

#[tokio::test]
async fn a_head_that_was_due_when_the_room_came_into_view_is_still_told() {
    let world = World::new(Settings::default());
    let mut ada = world.person(ADA, &[ROOM]).await;
    world.say(ROOM, "first");
    ada.until("head 1 1 1 0").await;
    // Heads pause now. The view that is opened knows of the second message, the sidebar does not.
    world.say(ROOM, "second");
    ada.watch(ROOM, 2, 2);
    world.say(ROOM, "third");
    loop {
        let told = ada.next().await;
        // No head says what an event is about to say.
        assert!(!told.starts_with("head 1 3"), "{told}");
        if told.starts_with("head 1 2") {
            break;
        }
    }
}

#[tokio::test]
async fn activity_goes_to_the_other_watchers_and_only_the_newest_of_each_kind() {
    let world = World::new(Settings::default());
    let mut ada = world.person(ADA, &[ROOM]).await;
    let mut ben = world.person(BEN, &[ROOM]).await;
    ada.watch_live(&world, ROOM).await;
    ben.watch_live(&world, ROOM).await;
    let key = |kind| ActivityKey { kind, user: BEN };
    world.hub.activity(ROOM, key("typing"), Frame::text("old"), None);
    world.hub.activity(ROOM, key("typing"), Frame::text("typing"), Some(ben.socket().id()));
    world.hub.activity(ROOM, key("presence"), Frame::text("presence"), None);
    assert_eq!(ada.next().await, "typing");
    assert_eq!(ada.next().await, "presence");
    assert_eq!(ben.next().await, "presence");
}

//! A slow reader costs no one, not even itself.

use std::sync::atomic::Ordering;

use super::world::{ADA, BEN, OTHER, ROOM, Reader, World};
use crate::hub::{ActivityKey, Frame, Settings};

const QUEUE: usize = 16 * 1024;

fn settings() -> Settings {
    // However few events a resume may replay: who is only slow gets everything.
    Settings { queue_bytes: QUEUE, replay_events: 10, ..Settings::default() }
}

fn waiting(reader: &Reader) -> usize {
    reader.socket().subscriber.with(|out, _| out.waiting_bytes())
}

/// Says so much that neither the kernel nor the queue of a reader who does not read can hold it.
async fn say_much(world: &World, readers: &mut [&mut Reader]) -> u64 {
    let text = "x".repeat(500);
    let mut last = 0;
    for _ in 0..40 {
        for _ in 0..100 {
            last = world.say(ROOM, &text);
        }
        for reader in &mut *readers {
            while reader.event(ROOM).await != last {}
        }
    }
    last
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_stops_reading_and_goes_on_gets_everything_once_and_in_order() {
    let world = World::new(settings());
    let mut ada = world.slow_person(ADA, &[ROOM]).await;
    ada.watch_live(&world, ROOM).await;
    let mut ben = world.person(BEN, &[ROOM]).await;
    ben.watch_live(&world, ROOM).await;
    for round in 0..3 {
        let last = say_much(&world, &mut [&mut ben]).await;
        assert!(waiting(&ada) <= QUEUE + 1_024, "{}", waiting(&ada));
        ada.events(ROOM, last * round / (round + 1) + 1..=last).await;
    }
    assert!(world.log.reads.load(Ordering::Relaxed) > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_never_reads_holds_up_nobody_and_holds_little() {
    let world = World::new(settings());
    let mut deaf = world.slow_person(ADA, &[ROOM]).await;
    deaf.watch_live(&world, ROOM).await;
    let mut ben = world.person(BEN, &[ROOM]).await;
    ben.watch_live(&world, ROOM).await;
    // Ben waits for every event, and does not wait long.
    say_much(&world, &mut [&mut ben]).await;
    assert!(waiting(&deaf) <= QUEUE + 1_024, "{}", waiting(&deaf));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_room_is_not_set_back_by_a_busy_one() {
    let world = World::new(settings());
    let mut ada = world.slow_person(ADA, &[ROOM, OTHER]).await;
    ada.watch_live(&world, ROOM).await;
    ada.watch_live(&world, OTHER).await;
    let mut ben = world.person(BEN, &[ROOM]).await;
    ben.watch_live(&world, ROOM).await;
    world.say(OTHER, "one");
    say_much(&world, &mut [&mut ben]).await;
    world.say(OTHER, "two");
    assert_eq!(ada.event(OTHER).await, 1);
    assert_eq!(ada.event(OTHER).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn private_frames_that_do_not_fit_become_one_welcome() {
    let world = World::new(settings());
    let mut ada = world.slow_person(ADA, &[ROOM]).await;
    let secret = "s".repeat(1_000);
    for _ in 0..2_000 {
        world.hub.tell(ADA, Frame::text(&secret));
    }
    assert!(waiting(&ada) <= QUEUE + 1_024);
    let seen = ada.until("welcome again").await;
    assert!(seen.len() < 2_000 && seen.iter().all(|text| *text == secret));
    world.hub.tell(ADA, Frame::text("after"));
    ada.until("after").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn heads_wait_and_activity_is_lost_while_the_reader_is_full() {
    let world = World::new(settings());
    let mut ada = world.slow_person(ADA, &[ROOM, OTHER]).await;
    ada.watch_live(&world, ROOM).await;
    let mut ben = world.person(BEN, &[ROOM, OTHER]).await;
    ben.watch_live(&world, ROOM).await;
    say_much(&world, &mut [&mut ben]).await;
    // She reads nothing yet, so of all this next to nothing waits, and no activity: in the busy room she lags.
    for seq in 1..=3 {
        world.say(OTHER, "out of view");
        ben.until(&format!("head 2 {seq} {seq} {seq}")).await;
        let key = ActivityKey { kind: "typing", user: BEN };
        world.hub.activity(ROOM, key, Frame::text(&format!("typing {seq}")), None);
        ben.until(&format!("typing {seq}")).await;
    }
    assert!(waiting(&ada) <= QUEUE + 1_024, "{}", waiting(&ada));
    let seen = ada.until("head 2 3 3 0").await;
    assert!(seen.iter().all(|text| text.starts_with("event 1") || text.starts_with("head 2")), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_waits_with_an_answer_goes_on_when_a_room_takes_back_what_waits_of_it() {
    let world = World::new(settings());
    let mut ada = world.slow_person(ADA, &[ROOM]).await;
    ada.watch_live(&world, ROOM).await;
    let mut ben = world.person(BEN, &[ROOM]).await;
    ben.watch_live(&world, ROOM).await;
    let text = "x".repeat(500);
    // One by one: a run that does not fit would already make the room lag.
    while waiting(&ada) < QUEUE * 3 / 4 {
        let said = world.say(ROOM, &text);
        assert_eq!(ben.event(ROOM).await, said);
    }
    // Beside what waits of the room, the answer is too much; alone it is not.
    ada.socket().send(&Frame::text(&"a".repeat(QUEUE * 3 / 4)));
    assert!(waiting(&ada) > QUEUE);
    let relieved = ada.socket().relieved();
    world.say(ROOM, &text);
    tokio::time::timeout(std::time::Duration::from_secs(20), relieved).await.expect("it is told so");
}

//! Signs of life, and what happens without them.

use std::time::Duration;

use tokio::io::AsyncWriteExt as _;

use super::world::{ADA, ROOM, World};
use crate::hub::{Ending, Frame, Settings};

/// A heartbeat of 30 ms, and nothing else soon.
fn quick() -> Settings {
    Settings { heartbeat: Duration::from_millis(30), ..Settings::default() }
}

#[tokio::test]
async fn a_quiet_socket_beats_and_asks_whether_the_peer_is_there() {
    let world = World::new(quick());
    let mut ada = world.person(ADA, &[ROOM]).await;
    let seen = [ada.next().await, ada.next().await];
    assert!(seen.contains(&"beat".to_owned()) && seen.contains(&"ping".to_owned()), "{seen:?}");
    ada.until("beat").await;
}

#[tokio::test]
async fn a_peer_that_says_nothing_is_dropped() {
    let world = World::new(Settings { dead_after: Duration::from_millis(100), ..quick() });
    let mut ada = world.person(ADA, &[ROOM]).await;
    ada.socket = None;
    while ada.next().await != "end" {}
}

#[tokio::test]
async fn a_peer_that_takes_nothing_is_closed() {
    let quick = Settings { stalled_after: Duration::from_millis(100), ..quick() };
    let world = World::new(quick);
    let mut ada = world.slow_person(ADA, &[ROOM]).await;
    for _ in 0..2_000 {
        world.hub.tell(ADA, Frame::text(&"x".repeat(1_000)));
    }
    while ada.socket().ending() != Some(Ending::Closed(4008)) {
        tokio::task::yield_now().await;
    }
    ada.client.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_session_is_checked_again_and_again() {
    let world = World::new(Settings { session_check: Duration::from_millis(10), ..quick() });
    let mut ada = world.person(ADA, &[ROOM]).await;
    ada.until("session?").await;
    ada.until("session?").await;
}

//! A conversation from hello to goodbye.

use std::sync::atomic::Ordering;
use std::time::Duration;

use app::domain::UserId;
use tokio_tungstenite::tungstenite::Message;

use super::world::{ROOM, World, present};
use crate::hub::Settings;
use crate::web::socket::SocketSettings;

const POST: &str =
    r#"{"i":1,"op":"message.send","d":{"room":7,"cid":"01900000-0000-7000-8000-000000000000","body":"hi"}}"#;

#[tokio::test]
async fn hello_is_answered_by_welcome_then_replay_then_live() {
    let world = World::usual().await;
    let mut ben = world.person(2, "{}").await;
    ben.say(POST).await;
    ben.until(r#"{"i":1,"ok":1}"#).await;
    let mut ada = world.stranger(1).await;
    ada.say(r#"{"i":0,"op":"hello","d":{"epoch":null,"timelines":{"7":0}}}"#).await;
    assert_eq!(ada.next().await, r#"{"i":0,"ok":{}}"#);
    let welcome = ada.next().await;
    assert!(welcome.starts_with(r#"{"e":"welcome","#) && welcome.contains(r#""heartbeat_ms":25000"#), "{welcome}");
    let mut replay = ada.until(r#"{"e":"live"}"#).await;
    replay.sort();
    assert_eq!(replay, [present(ROOM, &[UserId(1), UserId(2)]), r#"{"e":"said","r":7,"s":1,"d":"hi"}"#.to_owned()]);
    ben.say(POST).await;
    assert_eq!(ada.next().await, r#"{"e":"said","r":7,"s":2,"d":"hi"}"#);
    // Who does not look hears only that there was something.
    ben.until(r#"{"e":"head","r":7,"s":2,"d":{"msg_no":2}}"#).await;
}

#[tokio::test]
async fn the_first_word_is_hello_and_it_comes_soon() {
    let world = World::usual().await;
    let mut ada = world.stranger(1).await;
    ada.say(POST).await;
    assert_eq!(ada.next().await, "close 1008");
    let hasty = SocketSettings { hello_within: Duration::from_millis(100), ..SocketSettings::default() };
    let world = World::new(Settings::default(), hasty).await;
    assert_eq!(world.stranger(1).await.next().await, "close 1008");
}

#[tokio::test]
async fn a_client_of_another_history_starts_anew() {
    let world = World::usual().await;
    let mut ada = world.stranger(1).await;
    ada.say(r#"{"op":"hello","d":{"epoch":"restored","timelines":{"7":0}}}"#).await;
    assert_eq!(ada.next().await, "close 4010");
}

#[tokio::test]
async fn commands_are_answered_in_order_and_by_their_numbers() {
    let world = World::usual().await;
    let mut ada = world.person(1, "{}").await;
    for text in
        [POST, r#"{"i":2,"op":"room.list"}"#, r#"{"op":"room.list"}"#, r#"{"i":3,"op":"room.unwatch","d":{"room":7}}"#]
    {
        ada.say(text).await;
    }
    ada.say(r#"{"i":4,"op":"hello","d":{"epoch":null}}"#).await;
    let mut answers = Vec::new();
    while answers.len() < 4 {
        let text = ada.next().await;
        if !text.contains("head") {
            answers.push(text);
        }
    }
    assert_eq!(answers[0], r#"{"i":1,"ok":1}"#);
    assert_eq!(answers[1], r#"{"i":2,"err":{"code":"forbidden","message":"No."}}"#);
    assert_eq!(answers[2], r#"{"i":3,"ok":{}}"#);
    assert!(answers[3].starts_with(r#"{"i":4,"err":{"code":"invalid""#), "{}", answers[3]);
}

#[tokio::test]
async fn rooms_come_into_view_and_go_out_of_it() {
    let world = World::usual().await;
    let mut ben = world.person(2, "{}").await;
    let mut ada = world.person(1, "{}").await;
    ada.say(r#"{"i":1,"op":"room.watch","d":{"room":8,"seq":0}}"#).await;
    assert_eq!(ada.next().await, r#"{"i":1,"err":{"code":"not_found","message":"No such room."}}"#);
    ada.say(r#"{"i":2,"op":"room.watch","d":{"room":7,"seq":0}}"#).await;
    ada.until(r#"{"i":2,"ok":{}}"#).await;
    ben.say(r#"{"op":"typing.start","d":{"room":7}}"#).await;
    ada.until(r#"{"e":"typing"}"#).await;
    ben.say(POST).await;
    assert_eq!(ada.next().await, r#"{"e":"said","r":7,"s":1,"d":"hi"}"#);
    ada.say(r#"{"i":3,"op":"room.unwatch","d":{"room":7}}"#).await;
    ada.until(r#"{"i":3,"ok":{}}"#).await;
    ben.say(POST).await;
    assert_eq!(ada.next().await, r#"{"e":"head","r":7,"s":2,"d":{"msg_no":2}}"#);
}

#[tokio::test]
async fn one_does_not_hear_oneself_type() {
    let world = World::usual().await;
    let mut ada = world.person(1, r#"{"7":0}"#).await;
    ada.say(r#"{"i":1,"op":"typing.start","d":{"room":7}}"#).await;
    ada.say(POST).await;
    let seen = ada.until(r#"{"e":"said","r":7,"s":1,"d":"hi"}"#).await;
    assert!(!seen.contains(&r#"{"e":"typing"}"#.to_owned()), "{seen:?}");
}

#[tokio::test]
async fn a_session_that_is_over_is_noticed_at_hello_and_later() {
    let quick = Settings {
        session_check: Duration::from_millis(50),
        heartbeat: Duration::from_millis(100),
        ..Settings::default()
    };
    let world = World::new(quick, SocketSettings::default()).await;
    let mut ada = world.person(1, "{}").await;
    world.store.signed_out.store(true, Ordering::Relaxed);
    assert_eq!(ada.closed().await, "close 4001");
    let mut late = world.stranger(1).await;
    late.say(r#"{"op":"hello","d":{"epoch":null}}"#).await;
    assert_eq!(late.next().await, "close 4001");
}

#[tokio::test]
async fn a_command_that_ends_its_own_session_is_finished() {
    let world = World::usual().await;
    let mut ada = world.person(1, "{}").await;
    ada.say(r#"{"i":1,"op":"room.leave","d":{"room":7}}"#).await;
    assert_eq!(ada.next().await, "close 4001");
    assert_eq!(world.store.finished.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_goodbye_is_answered_and_a_ping_too() {
    let world = World::usual().await;
    let mut ada = world.person(1, "{}").await;
    ada.send(Message::Ping(vec![1, 2, 3].into())).await;
    assert_eq!(ada.next().await, "pong 3");
    ada.0.close(None).await.unwrap();
    assert_eq!(ada.next().await, "close 1000");
    assert_eq!(ada.next().await, "end");
}

#[tokio::test]
async fn a_planned_stop_is_announced_and_leaves_nothing_behind() {
    let world = World::usual().await;
    let mut ada = world.person(1, r#"{"7":0}"#).await;
    world.hub.shutdown(Duration::from_secs(5));
    ada.until(r#"{"e":"bye","d":{"after_ms":0}}"#).await;
    assert_eq!(ada.next().await, "close 4000");
    world.stop.cancel();
    world.tracker.close();
    world.tracker.wait().await;
}

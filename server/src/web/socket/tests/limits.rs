//! What a hostile or broken client meets.

use app::protocol::SUBPROTOCOL;
use tokio_tungstenite::tungstenite::{self, Message};

use super::world::{BUSY, CLOSED, World};
use crate::hub::Settings;
use crate::web::socket::SocketSettings;

#[tokio::test]
async fn a_client_that_does_not_offer_the_subprotocol_hears_so() {
    let world = World::usual().await;
    let Err(tungstenite::Error::Http(response)) = world.connect(1, None).await else { panic!("no answer") };
    assert_eq!(response.status(), 400);
    assert!(String::from_utf8_lossy(response.body().as_ref().unwrap()).contains(SUBPROTOCOL));
    let mut of_tomorrow = world.connect(1, Some("chat.v2")).await.unwrap();
    assert_eq!(of_tomorrow.next().await, "close 4004");
}

#[tokio::test]
async fn only_text_of_some_size_is_spoken() {
    let world = World::usual().await;
    let mut ada = world.person(1, "{}").await;
    ada.send(Message::binary(vec![1])).await;
    assert_eq!(ada.next().await, "close 1003");
    let mut ada = world.person(1, "{}").await;
    ada.send(Message::text("x".repeat(64 * 1024 + 1))).await;
    assert_eq!(ada.next().await, "close 1009");
}

#[tokio::test]
async fn what_is_no_command_is_answered_and_too_much_of_it_closes() {
    let world = World::usual().await;
    let mut ada = world.person(1, "{}").await;
    for i in 0..30 {
        ada.say(&format!(r#"{{"i":{i},"op":"of.tomorrow"}}"#)).await;
        assert!(ada.next().await.starts_with(&format!(r#"{{"i":{i},"err":{{"code":"unknown_op""#)));
    }
    let deep = format!(r#"{{"i":1,"op":"room.list","d":{}{}}}"#, "[".repeat(16), "]".repeat(16));
    for said in 1..20 {
        ada.say(if said == 1 { &deep } else { "what?" }).await;
        assert!(ada.next().await.starts_with(r#"{"err":{"code":"malformed""#));
    }
    ada.say("what?").await;
    assert_eq!(ada.next().await, "close 1008");
}

#[tokio::test]
async fn who_asks_too_fast_is_closed() {
    let slow = SocketSettings { operations_per_second: 1, ..SocketSettings::default() };
    let world = World::new(Settings::default(), slow).await;
    let mut ada = world.person(1, "{}").await;
    for _ in 0..5 {
        ada.say(r#"{"op":"typing.start","d":{"room":7}}"#).await;
    }
    assert_eq!(ada.closed().await, "close 1008");
}

#[tokio::test]
async fn one_socket_too_many_is_turned_away() {
    let world = World::usual().await;
    let mut sockets = Vec::new();
    for _ in 0..10 {
        sockets.push(world.person(1, "{}").await);
    }
    assert_eq!(world.stranger(1).await.next().await, "close 4029");
    // A place that is given back can be taken again.
    let mut last = sockets.pop().unwrap();
    last.0.close(None).await.unwrap();
    while last.next().await != "end" {}
    world.person(1, "{}").await;
}

#[tokio::test]
async fn a_room_too_many_is_not_watched() {
    let world = World::new(Settings { watched_rooms: 2, ..Settings::default() }, SocketSettings::default()).await;
    let mut ada = world.person(1, r#"{"1":0,"2":0}"#).await;
    ada.say(r#"{"i":1,"op":"room.watch","d":{"room":3,"seq":0}}"#).await;
    assert!(ada.next().await.starts_with(r#"{"i":1,"err":{"code":"too_large""#));
    ada.say(r#"{"op":"room.unwatch","d":{"room":2}}"#).await;
    ada.say(r#"{"i":2,"op":"room.watch","d":{"room":3,"seq":0}}"#).await;
    ada.until(r#"{"i":2,"ok":{}}"#).await;
}

#[tokio::test]
async fn who_names_more_rooms_than_can_be_watched_is_closed() {
    let world = World::usual().await;
    let timelines: Vec<String> = (1..=65).map(|room| format!(r#""{room}":0"#)).collect();
    let mut eve = world.stranger(1).await;
    eve.say(&format!(r#"{{"op":"hello","d":{{"epoch":"first","timelines":{{{}}}}}}}"#, timelines.join(","))).await;
    assert_eq!(eve.closed().await, "close 1008");
}

#[tokio::test]
async fn live_is_said_only_when_every_room_of_the_hello_is_watched() {
    let world = World::usual().await;
    let mut ada = world.stranger(1).await;
    ada.say(&format!(r#"{{"op":"hello","d":{{"epoch":"first","timelines":{{"7":0,"{BUSY}":0}}}}}}"#)).await;
    loop {
        let said = ada.next().await;
        assert_ne!(said, r#"{"e":"live"}"#, "a room that is not watched would be silent for ever");
        if said == "close 4000" {
            break;
        }
    }
}

#[tokio::test]
async fn asking_for_rooms_that_are_not_there_leaves_nothing_behind() {
    let world = World::usual().await;
    let mut eve = world.person(1, &format!(r#"{{"{CLOSED}":0}}"#)).await;
    eve.say(&format!(r#"{{"i":1,"op":"room.watch","d":{{"room":{CLOSED},"seq":0}}}}"#)).await;
    assert!(eve.next().await.starts_with(r#"{"i":1,"err":{"code":"not_found""#));
    eve.say(&format!(r#"{{"i":2,"op":"room.unwatch","d":{{"room":{CLOSED}}}}}"#)).await;
    eve.until(r#"{"i":2,"ok":{}}"#).await;
    assert_eq!(world.hub.depth().rooms, 1, "only the room that she is in");
}

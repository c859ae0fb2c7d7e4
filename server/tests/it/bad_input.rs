//! A hostile client: each kind of nonsense is answered with a clear error or close code, and
//! nobody else notices.

use app::protocol::{CloseCode, ListRooms, ProblemCode, ServerFrame};
use tokio::io::AsyncWriteExt;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode as WireCode;

use crate::world::{Handshake, Person, Received, Wire, World};

/// A frame as a browser masks it, with whatever first byte.
fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let mask = [0x12, 0x34, 0x56, 0x78];
    let mut frame = vec![first];
    match payload.len() {
        short @ 0..=125 => frame.push(0x80 | u8::try_from(short).unwrap()),
        medium @ 126..=0xffff => {
            frame.push(0x80 | 126);
            frame.extend_from_slice(&u16::try_from(medium).unwrap().to_be_bytes());
        }
        long => {
            frame.push(0x80 | 127);
            frame.extend_from_slice(&(long as u64).to_be_bytes());
        }
    }
    frame.extend_from_slice(&mask);
    frame.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    frame
}

/// A socket of `person` that has said hello and is live.
async fn live(person: &Person) -> Wire {
    let mut other = person.another_screen();
    other.connects().await;
    other.wire.take().expect("it is connected")
}

/// The bystander's conversation goes on.
async fn unharmed(ada: &mut Person, bo: &mut Person, after: &str) {
    let room = ada.screen.sidebar().rooms[0].id;
    ada.says(room, after).await;
    bo.sees(room, after).await;
}

async fn two_in_the_lobby(world: &World) -> (Person, Person, Person) {
    let mut ada = world.owner("Ada").await;
    let mut bo = world.member(&mut ada, "Bo").await;
    let eve = world.member(&mut ada, "Eve").await;
    let room = ada.screen.sidebar().rooms[0].id;
    ada.opens(room).await;
    bo.opens(room).await;
    (ada, bo, eve)
}

#[tokio::test]
async fn bytes_that_the_protocol_forbids_close_the_socket_with_its_code() {
    let world = World::begin().await;
    let (mut ada, mut bo, eve) = two_in_the_lobby(&world).await;
    let hello = br#"{"i":1,"op":"room.list"}"#;
    let mut unmasked = vec![0x81, u8::try_from(hello.len()).unwrap()];
    unmasked.extend_from_slice(hello);
    let huge_header = [&[0x81, 0xff][..], &(1_u64 << 62).to_be_bytes(), &[1, 2, 3, 4]].concat();
    let too_large = masked(0x81, &vec![b' '; 64 * 1024 + 1]);
    let parts_too_large = [masked(0x01, &[b' '; 40_000]), masked(0x80, &[b' '; 40_000])].concat();
    let cases: Vec<(&str, Vec<u8>, CloseCode)> = vec![
        ("a frame over the limit", too_large, CloseCode::TooLarge),
        ("a frame of four exabytes", huge_header, CloseCode::TooLarge),
        ("a message over the limit in parts", parts_too_large, CloseCode::TooLarge),
        ("binary", masked(0x82, b"\x00\x01"), CloseCode::UnsupportedData),
        ("text that is not UTF-8", masked(0x81, b"{\"op\":\"\xc3\x28\"}"), CloseCode::InvalidText),
        ("an overlong form of UTF-8", masked(0x81, b"\xc0\xaf"), CloseCode::InvalidText),
        ("half a surrogate", masked(0x81, b"\xed\xa0\x80"), CloseCode::InvalidText),
        ("no mask", unmasked, CloseCode::ProtocolError),
        ("a reserved bit", masked(0xc1, b"{}"), CloseCode::ProtocolError),
        ("a reserved opcode", masked(0x83, b"{}"), CloseCode::ProtocolError),
        ("a reserved control opcode", masked(0x8b, b""), CloseCode::ProtocolError),
        ("a ping in parts", masked(0x09, b"x"), CloseCode::ProtocolError),
        ("a ping that is too long", masked(0x89, &[0; 126]), CloseCode::ProtocolError),
        ("a part of nothing", masked(0x80, b"{}"), CloseCode::ProtocolError),
        ("a beginning inside another", [masked(0x01, b"{"), masked(0x81, b"{}")].concat(), CloseCode::ProtocolError),
        ("a close of one byte", masked(0x88, &[3]), CloseCode::ProtocolError),
        ("a close with a code that nobody may send", masked(0x88, &1005_u16.to_be_bytes()), CloseCode::ProtocolError),
    ];
    for (what, bytes, code) in cases {
        let mut wire = live(&eve).await;
        // The server may have closed before everything is written.
        let _ = wire.tcp().write_all(&bytes).await;
        assert_eq!(wire.end().await, Some(code.number()), "{what}");
        unharmed(&mut ada, &mut bo, what).await;
    }
}

#[tokio::test]
async fn what_the_protocol_allows_is_understood_however_odd() {
    let world = World::begin().await;
    let (_, _, eve) = two_in_the_lobby(&world).await;
    let list = r#"{"i":7,"op":"room.list","d":{}}"#;
    let in_parts =
        [masked(0x01, &list.as_bytes()[..9]), masked(0x00, &list.as_bytes()[9..10]), masked(0x89, b"between")]
            .into_iter()
            .chain([masked(0x00, b""), masked(0x80, &list.as_bytes()[10..])])
            .flatten()
            .collect::<Vec<_>>();
    let odd_json = " \n{ \"later\" : [1,{}], \"op\":\"room.li\\u0073t\", \"i\":7 , \"d\":{\"x\":null} }\t".to_owned();
    for bytes in [masked(0x81, list.as_bytes()), in_parts, masked(0x81, odd_json.as_bytes())] {
        let mut wire = live(&eve).await;
        // One byte at a time: frames do not come in packets.
        for byte in &bytes {
            wire.tcp().write_all(&[*byte]).await.unwrap();
        }
        loop {
            match wire.next().await {
                Received::Frame(ServerFrame::Reply { i: 7, outcome: Ok(_) }) => break,
                Received::Frame(ServerFrame::Reply { i, outcome }) => panic!("{i}: {outcome:?}"),
                Received::Frame(_) => {}
                Received::End(code) => panic!("closed with {code:?}"),
            }
        }
    }
}

#[tokio::test]
async fn a_close_is_answered_with_a_close() {
    let world = World::begin().await;
    let (_, _, eve) = two_in_the_lobby(&world).await;
    for code in [WireCode::Normal, WireCode::Away, WireCode::Library(4999)] {
        let mut wire = live(&eve).await;
        let number: u16 = code.into();
        wire.tcp().write_all(&masked(0x88, &number.to_be_bytes())).await.unwrap();
        assert!(wire.end().await.is_some_and(|answer| answer == number || answer == 1000), "{code:?}");
    }
    let mut wire = live(&eve).await;
    wire.send_raw(Message::Ping(vec![1, 2, 3].into())).await;
    wire.send(r#"{"i":9,"op":"room.list"}"#).await;
    loop {
        if let Received::Frame(ServerFrame::Reply { i: 9, .. }) = wire.next().await {
            break;
        }
    }
}

/// Sends `text` and returns the problem that comes back: its number and its code.
async fn problem_of(wire: &mut Wire, text: &str) -> (Option<u64>, ProblemCode, String) {
    wire.send(text).await;
    loop {
        match wire.next().await {
            Received::Frame(ServerFrame::Complaint(p)) => return (None, p.code, p.message),
            Received::Frame(ServerFrame::Reply { i, outcome: Err(p) }) => return (Some(i), p.code, p.message),
            Received::Frame(ServerFrame::Reply { i, outcome: Ok(_) }) => panic!("{text} is fine, says {i}"),
            Received::Frame(_) => {}
            Received::End(code) => panic!("{text} closed the socket with {code:?}"),
        }
    }
}

#[tokio::test]
async fn text_that_is_no_command_is_answered_with_what_is_wrong() {
    let world = World::begin().await;
    let (mut ada, mut bo, mut eve) = two_in_the_lobby(&world).await;
    let deep = format!(r#"{{"i":1,"op":"room.load","d":{}1{}}}"#, "[".repeat(20_000), "]".repeat(20_000));
    let deep_objects = format!(r#"{{"op":"hello","d":{}1{}}}"#, "{\"a\":".repeat(5_000), "}".repeat(5_000));
    for (text, i, code) in [
        ("", None, ProblemCode::Malformed),
        ("hello", None, ProblemCode::Malformed),
        ("[1,2]", None, ProblemCode::Malformed),
        ("null", None, ProblemCode::Malformed),
        (r#"{"i":1}"#, None, ProblemCode::Malformed),
        (r#"{"i":-1,"op":"room.list"}"#, None, ProblemCode::Malformed),
        (r#"{"i":1,"op":"room.list""#, None, ProblemCode::Malformed),
        (r#"{"i":1,"op":"message.star","d":{}}"#, Some(1), ProblemCode::UnknownOp),
        (r#"{"i":2,"op":"","d":{}}"#, Some(2), ProblemCode::UnknownOp),
        (r#"{"i":3,"op":"room.load","d":{"room":"three"}}"#, Some(3), ProblemCode::Invalid),
        (r#"{"i":4,"op":"room.load"}"#, Some(4), ProblemCode::Invalid),
        (r#"{"i":5,"op":"room.load","d":[]}"#, Some(5), ProblemCode::Invalid),
        (r#"{"i":6,"op":"room.load","d":{"room":1e400}}"#, Some(6), ProblemCode::Invalid),
        (r#"{"i":7,"op":"message.send","d":{"room":1,"cid":"x","body":"y"}}"#, Some(7), ProblemCode::Invalid),
        (
            r#"{"i":8,"op":"message.page","d":{"room":1,"direction":"up","no":1,"limit":1}}"#,
            Some(8),
            ProblemCode::Invalid,
        ),
    ] {
        let mut wire = live(&eve).await;
        let (answered, is, message) = problem_of(&mut wire, text).await;
        assert!(
            answered == i && (is == code || (i.is_none() && is == ProblemCode::Invalid)),
            "{text}: {answered:?} {is:?}"
        );
        assert!(!message.is_empty());
        wire.send(r#"{"i":99,"op":"room.list"}"#).await;
        while !matches!(wire.next().await, Received::Frame(ServerFrame::Reply { i: 99, outcome: Ok(_) })) {}

        let by_http = eve.browser.command(text).await;
        assert_eq!(by_http.status, if code == ProblemCode::Invalid { 422 } else { 400 }, "{text}");
        match ServerFrame::decode(by_http.text()) {
            Ok(ServerFrame::Reply { i: n, outcome: Err(p) }) => assert_eq!((Some(n), p.code), (i, code), "{text}"),
            Ok(ServerFrame::Complaint(p)) => assert_eq!((i, p.code), (None, code), "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
    for text in [deep, deep_objects] {
        let mut wire = live(&eve).await;
        let (_, code, _) = problem_of(&mut wire, &text).await;
        assert!(matches!(code, ProblemCode::Malformed | ProblemCode::Invalid), "{code:?}");
        assert!(matches!(eve.browser.command(&text).await.status, 400 | 422));
    }
    unharmed(&mut ada, &mut bo, "All is well").await;
}

#[tokio::test]
async fn who_goes_on_talking_nonsense_is_shown_out() {
    let world = World::begin().await;
    let (mut ada, mut bo, eve) = two_in_the_lobby(&world).await;
    let mut wire = live(&eve).await;
    for _ in 0..50 {
        wire.send("nonsense").await;
    }
    assert_eq!(wire.end().await, Some(CloseCode::PolicyViolation.number()));
    unharmed(&mut ada, &mut bo, "All is well").await;
}

#[tokio::test]
async fn more_than_the_allowed_commands_a_second_close_the_socket() {
    let world = World::with(|setup| {
        setup.inside.sockets.operations_per_second = server::Inside::default().sockets.operations_per_second;
    })
    .await;
    let (mut ada, mut bo, eve) = two_in_the_lobby(&world).await;
    let mut wire = live(&eve).await;
    for n in 0..1_000 {
        wire.send(format!(r#"{{"i":{n},"op":"room.list"}}"#)).await;
    }
    assert_eq!(wire.end().await, Some(CloseCode::PolicyViolation.number()));
    let mut wire = live(&eve).await;
    for _ in 0..1_000 {
        let _ = wire.tcp().write_all(&masked(0x89, b"ping")).await;
    }
    assert_eq!(wire.end().await, Some(CloseCode::PolicyViolation.number()), "pings count too");
    unharmed(&mut ada, &mut bo, "All is well").await;
}

#[tokio::test]
async fn who_says_no_hello_is_told_or_shown_out() {
    let world = World::with(|setup| setup.inside.sockets.hello_within = std::time::Duration::from_millis(100)).await;
    let (mut ada, mut bo, eve) = two_in_the_lobby(&world).await;
    let mut silent = eve.dials().await.unwrap();
    assert_eq!(silent.end().await, Some(CloseCode::PolicyViolation.number()), "silence");
    let mut rude = eve.dials().await.unwrap();
    rude.send(r#"{"i":1,"op":"room.list"}"#).await;
    assert_eq!(rude.end().await, Some(CloseCode::PolicyViolation.number()), "a command first");
    unharmed(&mut ada, &mut bo, "All is well").await;
}

#[tokio::test]
async fn only_a_page_of_this_site_in_a_signed_in_browser_gets_a_socket() {
    let world = World::begin().await;
    let (mut ada, mut bo, eve) = two_in_the_lobby(&world).await;
    let right = Handshake::of(&eve.browser);
    let host = right.host.clone();
    let with_origin = |origin: Option<String>| Handshake { origin, ..right.clone() };
    let with_cookie = |cookie: &str| Handshake { cookie: cookie.to_owned(), ..right.clone() };
    for (handshake, status) in [
        (with_origin(None), 403),
        (with_origin(Some("null".into())), 403),
        (with_origin(Some("https://evil.example".into())), 403),
        (with_origin(Some(format!("https://{host}"))), 403),
        (with_origin(Some(format!("http://{host}.evil.example"))), 403),
        (with_origin(Some("http://127.0.0.1".into())), 403),
        (Handshake { host: "evil.example".into(), origin: Some("http://evil.example".into()), ..right.clone() }, 421),
    ] {
        let refused = Wire::open(world.address(), &handshake).await.err();
        assert_eq!(refused, Some(status), "{handshake:?}");
    }
    // A page of this site is told why, in the one way that a browser can read.
    for cookie in ["", "sid=", &format!("sid={}", "A".repeat(43)), &format!("{0}; {0}", right.cookie)] {
        let mut wire = Wire::open(world.address(), &with_cookie(cookie)).await.expect("to be told why");
        assert_eq!(wire.end().await, Some(CloseCode::NotSignedIn.number()), "{cookie}");
    }
    let wire = Wire::open(world.address(), &right).await;
    assert!(wire.is_ok(), "and the right one is let in");
    unharmed(&mut ada, &mut bo, "All is well").await;
}

#[tokio::test]
async fn another_subprotocol_is_told_to_reload() {
    let world = World::begin().await;
    let (mut ada, mut bo, eve) = two_in_the_lobby(&world).await;
    for subprotocol in ["chat.v0", "chat.v2, graphql-ws"] {
        let handshake = Handshake { subprotocol: None, ..Handshake::of(&eve.browser) };
        let mut wire = Wire::open_offering(world.address(), &handshake, Some(subprotocol)).await;
        assert_eq!(wire.end().await, Some(CloseCode::ProtocolNotSupported.number()), "{subprotocol:?}");
    }
    let none = Handshake { subprotocol: None, ..Handshake::of(&eve.browser) };
    assert_eq!(Wire::open(world.address(), &none).await.err(), Some(400), "who offers none is no page of ours");
    let handshake = Handshake { subprotocol: Some("later.v9, chat.v1".into()), ..Handshake::of(&eve.browser) };
    assert!(Wire::open(world.address(), &handshake).await.is_ok(), "one of several is enough");
    unharmed(&mut ada, &mut bo, "All is well").await;
}

#[tokio::test]
async fn a_request_that_is_no_handshake_is_refused_politely() {
    let world = World::begin().await;
    let (_, _, mut eve) = two_in_the_lobby(&world).await;
    let origin = eve.browser.origin();
    let plain = eve.browser.request(reqwest::Method::GET, "/socket").header("origin", &origin);
    let answer = eve.browser.send(plain).await;
    assert!(matches!(answer.status, 400 | 426), "{}", answer.status);
    let posted = eve.browser.post("/socket", &[]).await;
    assert_eq!(posted.status, 405);
    eve.opens_the_list().await;
    eve.does(&ListRooms {}).await;
}

#[tokio::test]
async fn one_person_has_only_so_many_sockets() {
    let world = World::with(|setup| setup.config.sockets_per_person = 3).await;
    let (mut ada, mut bo, eve) = two_in_the_lobby(&world).await;
    let mut open = Vec::new();
    for _ in 0..3 {
        open.push(live(&eve).await);
    }
    match eve.dials().await {
        Ok(mut wire) => {
            wire.send(r#"{"op":"hello","d":{"epoch":null}}"#).await;
            // Whichever has to go: one of them is closed with the code that says to wait.
            let mut ends = vec![wire];
            ends.append(&mut open);
            let mut closed = 0;
            for wire in &mut ends {
                wire.send(r#"{"i":5,"op":"room.list"}"#).await;
                loop {
                    match wire.next().await {
                        Received::End(code) => {
                            assert_eq!(code, Some(CloseCode::TooManyRequests.number()));
                            closed += 1;
                            break;
                        }
                        Received::Frame(ServerFrame::Reply { i: 5, .. }) => break,
                        Received::Frame(_) => {}
                    }
                }
            }
            assert_eq!(closed, 1);
        }
        Err(status) => assert_eq!(status, 429),
    }
    unharmed(&mut ada, &mut bo, "All is well").await;
}

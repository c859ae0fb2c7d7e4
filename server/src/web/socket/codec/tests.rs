//! The codec against what clients do, and what nobody should.

use app::protocol::CloseCode;
use proptest::prelude::*;

use super::{Decoder, Item, MESSAGE_MOST, Violation};

/// A client's frame: `first` is FIN, reserved bits and opcode.
fn client_frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mask = [0x37, 0xFA, 0x21, 0x3D];
    let mut frame = vec![first];
    match payload.len() {
        short @ 0..=125 => frame.push(0x80 | u8::try_from(short).unwrap()),
        medium @ 126..=0xFFFF => {
            frame.push(0x80 | 126);
            frame.extend(u16::try_from(medium).unwrap().to_be_bytes());
        }
        long => {
            frame.push(0x80 | 127);
            frame.extend((long as u64).to_be_bytes());
        }
    }
    frame.extend(mask);
    frame.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, key)| byte ^ key));
    frame
}

/// Everything that comes out when `bytes` go in by these steps.
fn decode(decoder: &mut Decoder, bytes: &[u8], step: usize) -> (Vec<Item>, Option<Violation>) {
    let mut items = Vec::new();
    for mut input in bytes.chunks(step.max(1)) {
        loop {
            match decoder.decode(&mut input) {
                Ok(Some(item)) => items.push(item),
                Ok(None) => break,
                Err(violation) => return (items, Some(violation)),
            }
        }
        assert!(input.is_empty());
    }
    (items, None)
}

fn violation(bytes: &[u8]) -> Option<CloseCode> {
    let whole = decode(&mut Decoder::default(), bytes, usize::MAX).1.map(|v| v.code);
    assert_eq!(decode(&mut Decoder::default(), bytes, 1).1.map(|v| v.code), whole);
    whole
}

fn items(bytes: &[u8]) -> Vec<Item> {
    let (items, violation) = decode(&mut Decoder::default(), bytes, usize::MAX);
    assert_eq!(violation, None);
    items
}

fn text(text: &str) -> Item {
    Item::Text(text.to_owned())
}

#[test]
fn a_text_of_each_kind_of_length_is_read() {
    for length in [0, 1, 125, 126, 127, 0xFFFF, MESSAGE_MOST] {
        let said = "x".repeat(length);
        assert_eq!(items(&client_frame(0x81, said.as_bytes())), [text(&said)]);
    }
}

#[test]
fn fragments_are_one_message_and_control_frames_may_stand_between() {
    let mut bytes = client_frame(0x01, "a €".as_bytes().split_at(3).0);
    bytes.extend(client_frame(0x89, b"still there?"));
    bytes.extend(client_frame(0x00, "a €".as_bytes().split_at(3).1));
    bytes.extend(client_frame(0x8A, b""));
    bytes.extend(client_frame(0x80, b"!"));
    assert_eq!(items(&bytes), [Item::Ping(b"still there?".to_vec()), Item::Pong(Vec::new()), text("a €!")]);
}

#[test]
fn what_the_protocol_forbids_is_refused() {
    let unmasked = [0x81, 0x01, b'x'];
    assert_eq!(violation(&unmasked), Some(CloseCode::ProtocolError));
    for reserved in [0xC1, 0xA1, 0x91, 0x83, 0x8B] {
        assert_eq!(violation(&client_frame(reserved, b"x")), Some(CloseCode::ProtocolError), "{reserved:x}");
    }
    let fragmented_ping = client_frame(0x09, b"x");
    assert_eq!(violation(&fragmented_ping), Some(CloseCode::ProtocolError));
    let long_ping = client_frame(0x89, &[b'x'; 126]);
    assert_eq!(violation(&long_ping), Some(CloseCode::ProtocolError));
    let nothing_to_continue = client_frame(0x80, b"x");
    assert_eq!(violation(&nothing_to_continue), Some(CloseCode::ProtocolError));
    let twice_begun = [client_frame(0x01, b"x"), client_frame(0x81, b"y")].concat();
    assert_eq!(violation(&twice_begun), Some(CloseCode::ProtocolError));
    for wasteful in [&[0x81, 0xFE, 0, 125][..], &[0x81, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]] {
        assert_eq!(violation(wasteful), Some(CloseCode::ProtocolError));
    }
    assert_eq!(violation(&[0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0]), Some(CloseCode::ProtocolError));
}

#[test]
fn only_text_is_spoken_unless_binary_is_asked_for() {
    let binary = client_frame(0x82, &[0xFF, 0x00]);
    assert_eq!(violation(&binary), Some(CloseCode::UnsupportedData));
    let read = decode(&mut Decoder::accepting_binary(), &binary, usize::MAX);
    assert_eq!(read, (vec![Item::Binary(vec![0xFF, 0x00])], None));
}

#[test]
fn bad_utf8_is_refused_at_the_first_byte_that_cannot_be() {
    for bad in [&b"\xC0\xAF"[..], b"\xED\xA0\x80", b"\xF4\x90\x80\x80", b"ok\xFF"] {
        assert_eq!(violation(&client_frame(0x81, bad)), Some(CloseCode::InvalidText));
        // No need to wait for the rest of the message.
        assert_eq!(violation(&client_frame(0x01, bad)), Some(CloseCode::InvalidText));
    }
    let half_a_character = client_frame(0x81, b"\xE2\x82");
    assert_eq!(violation(&half_a_character), Some(CloseCode::InvalidText));
    let mut broken_by_the_next = client_frame(0x01, b"\xE2\x82");
    broken_by_the_next.extend(client_frame(0x80, b"x"));
    assert_eq!(violation(&broken_by_the_next), Some(CloseCode::InvalidText));
}

#[test]
fn a_declared_length_is_judged_before_a_byte_of_it_comes_and_never_allocated() {
    let mut long = Vec::from([0x81, 0xFF]);
    long.extend(65_537_u64.to_be_bytes());
    assert_eq!(violation(&long), Some(CloseCode::TooLarge));

    let mut parts = client_frame(0x01, &vec![b'x'; MESSAGE_MOST]);
    parts.extend(&client_frame(0x80, b"x")[..6]);
    assert_eq!(violation(&parts), Some(CloseCode::TooLarge));

    let mut decoder = Decoder::default();
    let declared = &client_frame(0x81, &vec![b'x'; MESSAGE_MOST])[..20];
    assert_eq!(decode(&mut decoder, declared, usize::MAX), (vec![], None));
    assert!(decoder.message.capacity() < 64, "{}", decoder.message.capacity());
}

#[test]
fn a_close_has_no_payload_or_a_code_and_a_reason() {
    assert_eq!(items(&client_frame(0x88, b"")), [Item::Close(None)]);
    for code in [1000, 1001, 1011, 1014, 3000, 4999_u16] {
        let payload = [&code.to_be_bytes()[..], b"done"].concat();
        assert_eq!(items(&client_frame(0x88, &payload)), [Item::Close(Some(code))]);
    }
    for code in [0, 999, 1004, 1005, 1006, 1015, 2999, 5000_u16] {
        assert_eq!(violation(&client_frame(0x88, &code.to_be_bytes())), Some(CloseCode::ProtocolError));
    }
    assert_eq!(violation(&client_frame(0x88, b"x")), Some(CloseCode::ProtocolError));
    assert_eq!(violation(&client_frame(0x88, b"\x03\xE8\xFF")), Some(CloseCode::InvalidText));
}

#[test]
fn an_idle_decoder_holds_no_memory() {
    let mut decoder = Decoder::default();
    decode(&mut decoder, &client_frame(0x81, &[b'x'; 5_000]), 100);
    decode(&mut decoder, &client_frame(0x89, &[b'x'; 100]), 7);
    assert_eq!(decoder.message.capacity() + decoder.control.capacity(), 0);
}

/// Messages in fragments, with a ping after each fragment but the last.
fn conversation() -> impl Strategy<Value = Vec<(String, Vec<usize>)>> {
    prop::collection::vec((".{0,40}", prop::collection::vec(0..40_usize, 0..4)), 0..6)
}

proptest! {
    #[test]
    fn the_same_messages_come_out_wherever_the_bytes_are_split(said in conversation(), step in 1..200_usize) {
        let mut bytes = Vec::new();
        let mut expected = Vec::new();
        for (message, cuts) in &said {
            let mut rest = message.as_bytes();
            let mut opcode = 0x01;
            for cut in cuts {
                let (part, tail) = rest.split_at((*cut).min(rest.len()));
                bytes.extend(client_frame(opcode, part));
                bytes.extend(client_frame(0x89, part));
                expected.push(Item::Ping(part.to_vec()));
                (rest, opcode) = (tail, 0x00);
            }
            bytes.extend(client_frame(0x80 | opcode, rest));
            expected.push(text(message));
        }
        prop_assert_eq!(decode(&mut Decoder::default(), &bytes, step), (expected, None));
    }

    #[test]
    fn garbage_never_panics_and_never_grows(bytes in prop::collection::vec(any::<u8>(), 0..2_000), step in 1..64_usize) {
        let mut decoder = Decoder::accepting_binary();
        decode(&mut decoder, &bytes, step);
        prop_assert!(decoder.message.len() <= MESSAGE_MOST && decoder.control.len() <= 125);
    }
}

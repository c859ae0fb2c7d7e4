//! Golden frames: one example of everything that is ever said, as it went over the wire once.
//! Each must be readable for ever and be written again to the same bytes. A file here is
//! never changed; what is new gets a file of its own.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use app::domain::RoomId;
use app::protocol::{
    Activity, Ask, ClientFrame, Command, DecodeError, Event, PrivateEvent, ProblemCode, ServerFrame, encode_ok,
};
use serde_json::Value;

use crate::world::encode;

/// The corpus in `golden/{folder}`: file name without `.json`, and content.
fn corpus(folder: &str) -> Vec<(String, String)> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden").join(folder);
    let mut all: Vec<_> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(path).unwrap().trim_end().to_owned())
        })
        .collect();
    all.sort();
    all
}

fn names(folder: &str) -> BTreeSet<String> {
    corpus(folder).into_iter().map(|(name, _)| name).collect()
}

/// Reads `ok` as the answer to `command`, and writes it again.
fn answer_again(command: &Command, i: u64, body: &str) -> String {
    fn again<A: Ask>(_: &A, i: u64, body: &str) -> String {
        let ok: A::Ok = serde_json::from_str(body).unwrap_or_else(|error| panic!("{}: {error}", A::OP));
        encode_ok(i, &ok)
    }
    match command {
        Command::Hello(c) => again(c, i, body),
        Command::Watch(c) => again(c, i, body),
        Command::Unwatch(c) => again(c, i, body),
        Command::LoadRoom(c) => again(c, i, body),
        Command::ListRooms(c) => again(c, i, body),
        Command::MakeRoom(c) => again(c, i, body),
        Command::OpenDirect(c) => again(c, i, body),
        Command::Invite(c) => again(c, i, body),
        Command::Remove(c) => again(c, i, body),
        Command::ListPeople(c) => again(c, i, body),
        Command::FindEmoji(c) => again(c, i, body),
        Command::GiveRole(c) => again(c, i, body),
        Command::Involve(c) => again(c, i, body),
        Command::ArchiveRoom(c) => again(c, i, body),
        Command::SetPosting(c) => again(c, i, body),
        Command::Choose(c) => again(c, i, body),
        Command::RenameRoom(c) => again(c, i, body),
        Command::SetTopic(c) => again(c, i, body),
        Command::LoadEntry(c) => again(c, i, body),
        Command::StartThread(c) => again(c, i, body),
        Command::ListThreads(c) => again(c, i, body),
        Command::JoinRoom(c) => again(c, i, body),
        Command::LeaveRoom(c) => again(c, i, body),
        Command::ListMembers(c) => again(c, i, body),
        Command::PostMessage(c) => again(c, i, body),
        Command::EditMessage(c) => again(c, i, body),
        Command::DeleteMessage(c) => again(c, i, body),
        Command::React(c) => again(c, i, body),
        Command::PinMessage(c) => again(c, i, body),
        Command::ListRevisions(c) => again(c, i, body),
        Command::ListPins(c) => again(c, i, body),
        Command::SaveMessage(c) => again(c, i, body),
        Command::ListSaved(c) => again(c, i, body),
        Command::KeepDraft(c) => again(c, i, body),
        Command::LoadDraft(c) => again(c, i, body),
        Command::ListDrafts(c) => again(c, i, body),
        Command::ScheduleMessage(c) => again(c, i, body),
        Command::ListScheduled(c) => again(c, i, body),
        Command::CancelScheduled(c) => again(c, i, body),
        Command::LoadHistory(c) => again(c, i, body),
        Command::MarkRead(c) => again(c, i, body),
        Command::MarkUnread(c) => again(c, i, body),
        Command::StartTyping(c) => again(c, i, body),
        Command::SetIdle(c) => again(c, i, body),
    }
}

#[test]
fn every_command_ever_sent_is_read_and_written_the_same() {
    let all: BTreeSet<String> = Command::OPS.iter().map(|op| (*op).to_owned()).collect();
    assert_eq!(names("asks"), all, "one golden file for each command");
    for (name, text) in corpus("asks") {
        let frame = ClientFrame::decode(&text).unwrap_or_else(|(_, error)| panic!("{name}: {error}"));
        assert_eq!(frame.command.op(), name);
        assert_eq!(encode(frame.i, &frame.command), text, "{name}");
    }
}

#[test]
fn every_answer_ever_given_is_read_and_written_the_same() {
    assert_eq!(names("answers"), names("asks"), "one golden answer for each command");
    let commands: Vec<Command> =
        corpus("asks").iter().map(|(_, text)| ClientFrame::decode(text).unwrap().command).collect();
    for ((name, text), command) in corpus("answers").into_iter().zip(&commands) {
        assert_eq!(command.op(), name);
        let frame = ServerFrame::decode(&text).unwrap();
        let ServerFrame::Reply { i, outcome: Ok(body) } = &frame else { panic!("{name} is no answer: {frame:?}") };
        assert_eq!(answer_again(command, *i, body.get()), text, "{name}");
        assert_eq!(frame.encode(), text, "{name}");
    }
}

/// The file of a frame. One arm for each kind, so that a new one does not compile without
/// a golden frame: the test below asks for a file of that name.
fn golden_name(frame: &ServerFrame) -> &'static str {
    match frame {
        ServerFrame::Reply { outcome: Ok(_), .. } => "an answer, which is in another folder",
        ServerFrame::Reply { outcome: Err(problem), .. } => match (&problem.field, problem.after_ms) {
            (Some(_), _) => "err-of-a-field",
            (None, Some(_)) => "err-that-passes",
            (None, None) => "err-plain",
        },
        ServerFrame::Complaint(_) => "complaint",
        ServerFrame::Welcome(_) => "welcome",
        ServerFrame::Live => "live",
        ServerFrame::Beat => "beat",
        ServerFrame::Bye { .. } => "bye",
        ServerFrame::Reset { .. } => "reset",
        ServerFrame::Head { read_no: None, .. } => "head",
        ServerFrame::Head { read_no: Some(_), .. } => "head-of-ones-own",
        ServerFrame::Event { event, .. } => match event {
            Event::MessagePosted { .. } => "message.new",
            Event::MessageEdited { .. } => "message.edited",
            Event::MessageDeleted { .. } => "message.deleted",
            Event::Reacted { .. } => "message.reacted",
            Event::MessagePinned { .. } => "message.pinned",
            Event::ThreadMoved { .. } => "thread.moved",
            Event::RootChanged { .. } => "thread.root",
            Event::MemberJoined { .. } => "member.joined",
            Event::MemberLeft { .. } => "member.left",
            Event::RoomRenamed { .. } => "room.renamed",
            Event::TopicSet { .. } => "room.topic",
            Event::PersonChanged { .. } => "person.changed",
            Event::RoomArchived { .. } => "room.archived",
            Event::PostingSet { .. } => "room.posting",
            Event::MemberChosen { .. } => "member.chosen",
        },
        ServerFrame::Private { event, .. } => match event {
            PrivateEvent::RoomJoined { .. } => "you.joined",
            PrivateEvent::RoomLeft { .. } => "you.left",
            PrivateEvent::Read { .. } => "you.read",
            PrivateEvent::RoleGiven { .. } => "you.role",
            PrivateEvent::Changed { .. } => "you.changed",
            PrivateEvent::Involved { .. } => "you.involved",
            PrivateEvent::Mentioned { .. } => "you.mentioned",
            PrivateEvent::Unread { .. } => "you.unread",
            PrivateEvent::MessageSaved { .. } => "you.saved",
            PrivateEvent::StatusSet { .. } => "you.status",
            PrivateEvent::Drafted { .. } => "you.drafted",
            PrivateEvent::Unsent { .. } => "you.unsent",
        },
        ServerFrame::Activity { activity, .. } => match activity {
            Activity::Typing { .. } => "typing",
            Activity::Present { .. } => "presence.all",
            Activity::PresenceChanged { .. } => "presence",
            Activity::StatusChanged { .. } => "presence.status",
        },
        ServerFrame::Passed { .. } => "passed",
        ServerFrame::Unknown => "nothing that this build knows",
    }
}

/// Every name that [`golden_name`] can give.
const SAID: [&str; 43] = [
    "beat",
    "bye",
    "complaint",
    "err-of-a-field",
    "err-plain",
    "err-that-passes",
    "head",
    "head-of-ones-own",
    "live",
    "member.chosen",
    "member.joined",
    "member.left",
    "message.deleted",
    "message.edited",
    "message.new",
    "message.pinned",
    "message.reacted",
    "passed",
    "person.changed",
    "presence",
    "presence.all",
    "presence.status",
    "reset",
    "room.archived",
    "room.posting",
    "room.renamed",
    "room.topic",
    "thread.moved",
    "thread.root",
    "typing",
    "welcome",
    "you.changed",
    "you.drafted",
    "you.involved",
    "you.joined",
    "you.left",
    "you.mentioned",
    "you.read",
    "you.role",
    "you.saved",
    "you.status",
    "you.unread",
    "you.unsent",
];

#[test]
fn everything_the_server_ever_said_is_read_and_written_the_same() {
    assert_eq!(names("says"), SAID.iter().map(|name| (*name).to_owned()).collect(), "one golden file for each");
    for (name, text) in corpus("says") {
        let frame = ServerFrame::decode(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(golden_name(&frame), name);
        assert_eq!(frame.encode(), text, "{name}");
    }
}

/// Adds a field that this build does not know to every object.
fn with_news(value: &mut Value) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(with_news),
        Value::Object(fields) => {
            // A node of a message is an object of one field: its name.
            fields.iter_mut().filter(|(name, _)| *name != "nodes").for_each(|(_, value)| with_news(value));
            fields.insert("from_a_later_build".to_owned(), Value::from(vec![1, 2]));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn of_a_later_build(text: &str) -> String {
    let mut value: Value = serde_json::from_str(text).unwrap();
    with_news(&mut value);
    // The positions of a hello are keyed by room, so there a new key would be a new room.
    if let Some(timelines) = value.pointer_mut("/d/timelines").and_then(Value::as_object_mut) {
        timelines.remove("from_a_later_build");
    }
    value.to_string()
}

#[test]
fn fields_of_a_later_build_are_ignored() {
    for (name, text) in corpus("asks") {
        let known = ClientFrame::decode(&text).unwrap();
        assert_eq!(ClientFrame::decode(&of_a_later_build(&text)), Ok(known), "{name}");
    }
    for (name, text) in corpus("says") {
        let newer = ServerFrame::decode(&of_a_later_build(&text)).unwrap();
        assert_eq!(newer.encode(), text, "{name}");
    }
}

#[test]
fn what_a_later_build_says_is_unknown_and_never_an_error() {
    for text in [r#"{"e":"wave","r":3,"d":{}}"#, r#"{"e":"you.starred","u":4,"d":{}}"#, r#"{"e":"sunrise"}"#, "{}"] {
        assert!(matches!(ServerFrame::decode(text), Ok(ServerFrame::Unknown)), "{text}");
    }
    for text in [
        r#"{"e":"message.starred","r":3,"s":9,"d":{}}"#,
        r#"{"e":"message.starred","r":3,"s":9}"#,
        r#"{"e":"message.new","r":3,"s":9,"d":{"of":"another shape"}}"#,
    ] {
        let frame = ServerFrame::decode(text);
        assert!(matches!(frame, Ok(ServerFrame::Passed { room: RoomId(3), seq: 9 })), "{text}");
    }
    let text = r#"{"i":1,"err":{"code":"of_a_later_build","message":"…"}}"#;
    let Ok(ServerFrame::Reply { outcome: Err(problem), .. }) = ServerFrame::decode(text) else { panic!("no reply") };
    assert_eq!(problem.code, ProblemCode::Internal);
}

#[test]
fn a_frame_that_cannot_be_read_says_what_is_wrong_and_which_it_was() {
    let (i, error) = ClientFrame::decode(r#"{"i":7,"op":"message.star","d":{}}"#).unwrap_err();
    assert_eq!((i, error), (Some(7), DecodeError::UnknownOp("message.star".to_owned())));
    let (i, error) = ClientFrame::decode(r#"{"i":8,"op":"room.load","d":{"room":"three"}}"#).unwrap_err();
    assert!(matches!((i, error), (Some(8), DecodeError::Body { op: "room.load", .. })));
    for text in ["", "[]", "null", "17", "\"hello\"", "{", "{\"i\":1}", "{\"op\":17}", "{\"i\":-1,\"op\":\"hello\"}"] {
        let (i, error) = ClientFrame::decode(text).unwrap_err();
        assert!(matches!((i, error), (None, DecodeError::Malformed(_))), "{text}");
    }
}

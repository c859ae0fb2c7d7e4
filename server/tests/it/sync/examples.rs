//! What to try of each command.

use app::domain::{Involvement, Role, RoomId, ScheduledId, Timestamp, UserId};
use app::protocol::{
    ArchiveRoom, CancelScheduled, Choose, Command, DeleteMessage, Direction, EditMessage, FindEmoji, GiveRole, Hello,
    Invite, Involve, JoinRoom, KeepDraft, LeaveRoom, ListDrafts, ListMembers, ListPeople, ListPins, ListRevisions,
    ListRooms, ListSaved, ListScheduled, ListThreads, LoadDraft, LoadEntry, LoadHistory, LoadRoom, MakeRoom, MarkRead,
    MarkUnread, OpenDirect, PinMessage, PostMessage, React, Remove, RenameRoom, SaveMessage, ScheduleMessage, SetIdle,
    SetPosting, SetTopic, StartThread, StartTyping, Unwatch, Watch,
};

use server::clock::Clock;

use crate::world::new_cid;

/// Long after any test.
fn far() -> Timestamp {
    Timestamp(Clock::system().now().0 + 30 * 24 * 60 * 60 * 1_000)
}

/// The commands to try for each kind, all by Ada in the scene’s room. A new command does not
/// compile without a line here.
pub(super) fn examples(like: &Command, room: RoomId) -> Vec<Command> {
    let (cid, far) = (new_cid(), far());
    match like {
        Command::Hello(_) => vec![],
        Command::Watch(_) => vec![Watch { room, seq: 0 }.into(), Watch { room, seq: 2 }.into()],
        Command::Unwatch(_) => {
            vec![
                Unwatch { room }.into(),
                PostMessage { room, cid, body: "Elsewhere".into(), reply: None, files: vec![] }.into(),
            ]
        }
        Command::LoadRoom(_) => vec![LoadRoom { room }.into()],
        Command::ListRooms(_) => vec![ListRooms {}.into()],
        Command::MakeRoom(_) => vec![
            MakeRoom { name: "A new one".into(), topic: "Fresh".into(), closed: false }.into(),
            MakeRoom { name: "zulu".into(), topic: String::new(), closed: false }.into(),
        ],
        Command::OpenDirect(_) => vec![
            OpenDirect { people: vec![UserId(2)] }.into(),
            OpenDirect { people: vec![UserId(2), UserId(1), UserId(2)] }.into(),
            OpenDirect { people: vec![UserId(3), UserId(2)] }.into(),
            OpenDirect { people: vec![] }.into(),
        ],
        Command::Invite(_) => vec![
            Remove { room, person: UserId(3) }.into(),
            Invite { room, person: UserId(3) }.into(),
            Invite { room, person: UserId(3) }.into(),
        ],
        Command::Remove(_) => {
            vec![Remove { room, person: UserId(3) }.into(), Remove { room, person: UserId(3) }.into()]
        }
        Command::ListPeople(_) => vec![ListPeople {}.into()],
        Command::FindEmoji(_) => vec![FindEmoji { typed: "tad".into() }.into()],
        Command::Involve(_) => vec![
            Involve { room, involvement: Involvement::Mentions, favourite: true }.into(),
            Involve { room, involvement: Involvement::Hidden, favourite: true }.into(),
            Involve { room, involvement: Involvement::Nothing, favourite: false }.into(),
            PostMessage { room, cid, body: "Nothing of it stands out".into(), reply: None, files: vec![] }.into(),
            Involve { room, involvement: Involvement::Everything, favourite: false }.into(),
        ],
        // The second to come in is Bo, whose screen has the room open.
        Command::GiveRole(_) => [Role::Admin, Role::Admin, Role::Guest, Role::Member]
            .map(|role| GiveRole { person: UserId(2), role }.into())
            .to_vec(),
        Command::ArchiveRoom(_) => vec![
            StartThread { room, no: 1 }.into(),
            ArchiveRoom { room, on: true }.into(),
            ArchiveRoom { room, on: true }.into(),
            ArchiveRoom { room, on: false }.into(),
        ],
        Command::SetPosting(_) => vec![
            SetPosting { room, chosen_only: true }.into(),
            SetPosting { room, chosen_only: true }.into(),
            SetPosting { room, chosen_only: false }.into(),
        ],
        Command::Choose(_) => vec![
            Choose { room, person: UserId(3), on: true }.into(),
            Choose { room, person: UserId(2), on: true }.into(),
            Choose { room, person: UserId(2), on: true }.into(),
            Choose { room, person: UserId(2), on: false }.into(),
            Remove { room, person: UserId(3) }.into(),
            Invite { room, person: UserId(3) }.into(),
        ],
        Command::RenameRoom(_) => vec![
            RenameRoom { room, name: "zebra crossing".into() }.into(),
            RenameRoom { room, name: "Ärmelkanal".into() }.into(),
            RenameRoom { room, name: "AA".into() }.into(),
        ],
        Command::SetTopic(_) => vec![
            SetTopic { room, topic: "Boats & \"buoys\" <b>".into() }.into(),
            SetTopic { room, topic: String::new() }.into(),
        ],
        Command::LoadEntry(_) => vec![LoadEntry { room }.into()],
        Command::ListThreads(_) => vec![ListThreads { before: None }.into()],
        // More in the test below.
        Command::StartThread(_) => vec![StartThread { room, no: 1 }.into(), StartThread { room, no: 1 }.into()],
        Command::JoinRoom(_) => vec![JoinRoom { room }.into(), LeaveRoom { room }.into(), JoinRoom { room }.into()],
        Command::LeaveRoom(_) => vec![LeaveRoom { room }.into()],
        Command::ListMembers(_) => vec![ListMembers { room }.into()],
        Command::PostMessage(_) => vec![
            PostMessage { room, cid, body: "Said\n  with  spaces \u{1F30A}".into(), reply: None, files: vec![] }.into(),
            PostMessage { room, cid, body: "A repeat says nothing new".into(), reply: None, files: vec![] }.into(),
            PostMessage { room, cid: new_cid(), body: "\n\n<b>bold?</b>\r\n\u{7}".into(), reply: None, files: vec![] }
                .into(),
            PostMessage {
                room,
                cid: new_cid(),
                body: "**Bold** and `code`\n- x".into(),
                reply: Some(1),
                files: vec![],
            }
            .into(),
            PostMessage { room, cid: new_cid(), body: "An answer to nothing".into(), reply: Some(99), files: vec![] }
                .into(),
            PostMessage {
                room,
                cid: new_cid(),
                body: "@Cy, @bo and @nobody: #harbour, `@ada`".into(),
                reply: None,
                files: vec![],
            }
            .into(),
            PostMessage { room, cid: new_cid(), body: "@room and @here".into(), reply: Some(1), files: vec![] }.into(),
        ],
        Command::EditMessage(_) => vec![
            PostMessage { room, cid, body: "Quotes it".into(), reply: Some(2), files: vec![] }.into(),
            EditMessage { room, no: 2, base_rev: 0, body: "So **was** Ada, once".into() }.into(),
            EditMessage { room, no: 2, base_rev: 1, body: "Plain again".into() }.into(),
            EditMessage { room, no: 2, base_rev: 7, body: "Plain again".into() }.into(),
            EditMessage { room, no: 2, base_rev: 2, body: "@bo, look".into() }.into(),
            EditMessage { room, no: 2, base_rev: 3, body: "@cy, look".into() }.into(),
            EditMessage { room, no: 2, base_rev: 4, body: "@here, look".into() }.into(),
            EditMessage { room, no: 2, base_rev: 5, body: "Nobody".into() }.into(),
        ],
        Command::DeleteMessage(_) => vec![
            PostMessage { room, cid, body: "Quotes it".into(), reply: Some(2), files: vec![] }.into(),
            React { room, no: 2, emoji: "wave".into(), on: true }.into(),
            DeleteMessage { room, no: 2 }.into(),
            DeleteMessage { room, no: 2 }.into(),
            // Who owns the workspace may.
            DeleteMessage { room, no: 3 }.into(),
            PostMessage { room, cid: new_cid(), body: "@cy".into(), reply: None, files: vec![] }.into(),
            DeleteMessage { room, no: 5 }.into(),
        ],
        Command::React(_) => vec![
            React { room, no: 1, emoji: "👍".into(), on: true }.into(),
            React { room, no: 1, emoji: "+1".into(), on: true }.into(),
            React { room, no: 1, emoji: ":tada:".into(), on: true }.into(),
            React { room, no: 1, emoji: "👍".into(), on: false }.into(),
            React { room, no: 1, emoji: "👀".into(), on: false }.into(),
        ],
        Command::PinMessage(_) => vec![
            PinMessage { room, no: 1, on: true }.into(),
            PinMessage { room, no: 1, on: true }.into(),
            PinMessage { room, no: 3, on: false }.into(),
            PinMessage { room, no: 1, on: false }.into(),
        ],
        Command::ListRevisions(_) => vec![ListRevisions { room, no: 1 }.into()],
        Command::ListPins(_) => vec![ListPins { room }.into()],
        Command::SaveMessage(_) => vec![
            SaveMessage { room, no: 3, on: true, remind_at: None }.into(),
            SaveMessage { room, no: 1, on: true, remind_at: Some(far) }.into(),
            SaveMessage { room, no: 1, on: true, remind_at: Some(far) }.into(),
            SaveMessage { room, no: 3, on: false, remind_at: None }.into(),
            SaveMessage { room, no: 3, on: false, remind_at: None }.into(),
            DeleteMessage { room, no: 1 }.into(),
        ],
        Command::ListSaved(_) => vec![ListSaved { before: None }.into()],
        Command::KeepDraft(_) => vec![
            StartThread { room, no: 1 }.into(),
            KeepDraft { room: RoomId(room.0 + 1), body: "In the thread".into(), base: None }.into(),
            KeepDraft { room, body: "Not yet".into(), base: None }.into(),
            KeepDraft { room, body: "Not yet".into(), base: None }.into(),
            KeepDraft { room, body: "Another".into(), base: Some(Timestamp(0)) }.into(),
            KeepDraft { room, body: String::new(), base: Some(Timestamp(0)) }.into(),
            KeepDraft { room, body: String::new(), base: None }.into(),
            KeepDraft { room, body: " \n ".into(), base: None }.into(),
        ],
        Command::LoadDraft(_) => vec![LoadDraft { room }.into()],
        Command::ListDrafts(_) => vec![ListDrafts {}.into()],
        Command::ScheduleMessage(_) => vec![
            ScheduleMessage { room, cid, body: "Some day".into(), at: far }.into(),
            ScheduleMessage { room, cid, body: "Some day".into(), at: far }.into(),
        ],
        Command::ListScheduled(_) => vec![ListScheduled {}.into()],
        Command::CancelScheduled(_) => vec![
            ScheduleMessage { room, cid, body: "Some day".into(), at: far }.into(),
            CancelScheduled { id: ScheduledId(1) }.into(),
        ],
        Command::LoadHistory(_) => {
            vec![LoadHistory { room, direction: Direction::Around, no: 2, limit: 10 }.into()]
        }
        Command::MarkRead(_) => vec![
            MarkRead { room, no: 1 }.into(),
            MarkRead { room, no: 3 }.into(),
            MarkRead { room, no: 2 }.into(),
            MarkRead { room, no: 99 }.into(),
        ],
        Command::MarkUnread(_) => vec![
            MarkUnread { room, no: 3 }.into(),
            MarkUnread { room, no: 1 }.into(),
            DeleteMessage { room, no: 3 }.into(),
            MarkRead { room, no: 1 }.into(),
            MarkUnread { room, no: 99 }.into(),
            MarkUnread { room, no: 2 }.into(),
            PostMessage { room, cid, body: "Read by saying".into(), reply: None, files: vec![] }.into(),
        ],
        Command::StartTyping(_) => vec![StartTyping { room }.into()],
        Command::SetIdle(_) => vec![SetIdle { on: true }.into(), SetIdle { on: false }.into()],
    }
}

/// One of each kind, only to name the kind.
pub(super) fn one_of_each() -> Vec<Command> {
    let room = RoomId(0);
    let all: Vec<Command> = vec![
        Hello { epoch: None, user_seq: 0, timelines: [].into(), idle: false }.into(),
        Watch { room, seq: 0 }.into(),
        Unwatch { room }.into(),
        LoadRoom { room }.into(),
        ListRooms {}.into(),
        MakeRoom { name: String::new(), topic: String::new(), closed: false }.into(),
        OpenDirect { people: vec![] }.into(),
        Invite { room, person: UserId(0) }.into(),
        Remove { room, person: UserId(0) }.into(),
        ListPeople {}.into(),
        FindEmoji { typed: String::new() }.into(),
        GiveRole { person: UserId(0), role: Role::Member }.into(),
        Involve { room, involvement: Involvement::Nothing, favourite: false }.into(),
        ArchiveRoom { room, on: true }.into(),
        SetPosting { room, chosen_only: true }.into(),
        Choose { room, person: UserId(0), on: true }.into(),
        RenameRoom { room, name: String::new() }.into(),
        SetTopic { room, topic: String::new() }.into(),
        LoadEntry { room }.into(),
        StartThread { room, no: 0 }.into(),
        ListThreads { before: None }.into(),
        JoinRoom { room }.into(),
        LeaveRoom { room }.into(),
        ListMembers { room }.into(),
        PostMessage { room, cid: new_cid(), body: String::new(), reply: None, files: vec![] }.into(),
        EditMessage { room, no: 0, base_rev: 0, body: String::new() }.into(),
        DeleteMessage { room, no: 0 }.into(),
        React { room, no: 0, emoji: String::new(), on: true }.into(),
        PinMessage { room, no: 0, on: true }.into(),
        ListRevisions { room, no: 0 }.into(),
        ListPins { room }.into(),
        SaveMessage { room, no: 0, on: true, remind_at: None }.into(),
        ListSaved { before: None }.into(),
        KeepDraft { room, body: String::new(), base: None }.into(),
        LoadDraft { room }.into(),
        ListDrafts {}.into(),
        ScheduleMessage { room, cid: new_cid(), body: String::new(), at: far() }.into(),
        ListScheduled {}.into(),
        CancelScheduled { id: ScheduledId(0) }.into(),
        LoadHistory { room, direction: Direction::After, no: 0, limit: 1 }.into(),
        MarkRead { room, no: 0 }.into(),
        MarkUnread { room, no: 0 }.into(),
        StartTyping { room }.into(),
        SetIdle { on: true }.into(),
    ];
    let ops: Vec<_> = all.iter().map(Command::op).collect();
    assert_eq!(ops, Command::OPS, "one of each command");
    all
}

//! The one rule of every screen: the old view plus its events equals the freshly loaded view.
//! Held for each command, for who acts, for who watches, and for who looks elsewhere.

mod threads;

use app::domain::{Involvement, Role, RoomId, UserId};
use app::protocol::{
    ArchiveRoom, Choose, Command, DeleteMessage, Direction, EditMessage, GiveRole, Hello, Invite, Involve, JoinRoom,
    LeaveRoom, ListMembers, ListPeople, ListPins, ListRevisions, ListRooms, ListThreads, LoadEntry, LoadHistory,
    LoadRoom, MakeRoom, MarkRead, MarkUnread, OpenDirect, PinMessage, PostMessage, React, Remove, RenameRoom, RoomView,
    SetPosting, SetTopic, SidebarView, StartThread, StartTyping, Unwatch, Watch,
};

use crate::world::{Person, World, encode, new_cid};

/// Three members of a room with some talk in it. Ada acts and watches, Bo watches, and Cy
/// looks elsewhere. Ada's second screen looks elsewhere too.
struct Scene {
    _world: World,
    room: RoomId,
    ada: Person,
    phone: Person,
    bo: Person,
    cy: Person,
}

impl Scene {
    async fn set() -> Self {
        let world = World::begin().await;
        let mut ada = world.owner("Ada").await;
        let mut bo = world.member(&mut ada, "Bo").await;
        let mut cy = world.member(&mut ada, "Cy").await;
        let room = world.room("Harbour", &mut ada, &mut [&mut bo, &mut cy]).await;
        let mut phone = ada.another_device().await;
        ada.opens(room).await;
        bo.opens(room).await;
        cy.opens_the_list().await;
        phone.opens_the_list().await;
        bo.says(room, "Bo was here").await;
        ada.says(room, "So was Ada").await;
        bo.says(room, "And Bo again").await;
        Self { _world: world, room, ada, phone, bo, cy }
    }

    /// Ada asks, over the socket, for whatever it is; it must succeed.
    async fn ada_does(&mut self, command: &Command) {
        async fn ask<A: app::protocol::Ask>(ada: &mut Person, command: &A) {
            ada.does(command).await;
        }
        let ada = &mut self.ada;
        match command {
            // Said by `connects` already; a second one begins the conversation anew.
            Command::Hello(c) => ask(ada, c).await,
            Command::Watch(c) => ask(ada, c).await,
            Command::Unwatch(c) => ask(ada, c).await,
            Command::LoadRoom(c) => ask(ada, c).await,
            Command::ListRooms(c) => ask(ada, c).await,
            Command::MakeRoom(c) => ask(ada, c).await,
            Command::OpenDirect(c) => ask(ada, c).await,
            Command::Invite(c) => ask(ada, c).await,
            Command::Remove(c) => ask(ada, c).await,
            Command::ListPeople(c) => ask(ada, c).await,
            Command::GiveRole(c) => ask(ada, c).await,
            Command::Involve(c) => ask(ada, c).await,
            Command::ArchiveRoom(c) => ask(ada, c).await,
            Command::SetPosting(c) => ask(ada, c).await,
            Command::Choose(c) => ask(ada, c).await,
            Command::RenameRoom(c) => ask(ada, c).await,
            Command::SetTopic(c) => ask(ada, c).await,
            Command::LoadEntry(c) => ask(ada, c).await,
            Command::StartThread(c) => ask(ada, c).await,
            Command::ListThreads(c) => ask(ada, c).await,
            Command::JoinRoom(c) => ask(ada, c).await,
            Command::LeaveRoom(c) => ask(ada, c).await,
            Command::ListMembers(c) => ask(ada, c).await,
            Command::PostMessage(c) => ask(ada, c).await,
            Command::EditMessage(c) => ask(ada, c).await,
            Command::DeleteMessage(c) => ask(ada, c).await,
            Command::React(c) => ask(ada, c).await,
            Command::PinMessage(c) => ask(ada, c).await,
            Command::ListRevisions(c) => ask(ada, c).await,
            Command::ListPins(c) => ask(ada, c).await,
            Command::LoadHistory(c) => ask(ada, c).await,
            Command::MarkRead(c) => ask(ada, c).await,
            Command::MarkUnread(c) => ask(ada, c).await,
            Command::StartTyping(c) => ask(ada, c).await,
        }
    }

    /// Everybody's screen must come to show what a fresh page shows.
    async fn everybody_is_right(&mut self, after: &Command) {
        let what = encode(None, after);
        for person in [&mut self.ada, &mut self.phone, &mut self.bo, &mut self.cy] {
            shows_what_a_fresh_page_shows(person, &what).await;
        }
    }
}

/// Waits until every view on the screen equals the one that is loaded now.
async fn shows_what_a_fresh_page_shows(person: &mut Person, after: &str) {
    let sidebar = person.loads_sidebar().await;
    let rooms: Vec<RoomId> = person.screen.rooms.keys().copied().collect();
    let mut views = Vec::new();
    for room in rooms {
        views.push(comparable(&person.loads(room).await.1));
    }
    let what = format!("a screen as fresh as {sidebar:#?} and {views:#?}, after {after}");
    person
        .until(&what, |screen| {
            let same_rooms = views.iter().all(|view| comparable(screen.room(view.room.id)) == *view);
            (same_rooms && same_sidebar(screen.sidebar(), &sidebar)).then_some(())
        })
        .await;
    assert_eq!(person.screen.gaps, 0, "no event was missing, after {after}");
    assert_eq!(person.screen.complaints, [], "after {after}");
}

/// What of a room's view events keep true. Who is online is activity, and `read_no` is where
/// the “New” line stood when the room was opened.
fn comparable(view: &RoomView) -> RoomView {
    RoomView { online: vec![], read_no: 0, ..view.clone() }
}

fn same_sidebar(screen: &SidebarView, fresh: &SidebarView) -> bool {
    screen == fresh
}

/// The commands to try for each kind, all by Ada in the scene’s room. A new command does not
/// compile without a line here.
fn examples(like: &Command, room: RoomId) -> Vec<Command> {
    let cid = new_cid();
    match like {
        Command::Hello(_) => vec![],
        Command::Watch(_) => vec![Watch { room, seq: 0 }.into(), Watch { room, seq: 2 }.into()],
        Command::Unwatch(_) => {
            vec![Unwatch { room }.into(), PostMessage { room, cid, body: "Elsewhere".into(), reply: None }.into()]
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
        Command::Involve(_) => vec![
            Involve { room, involvement: Involvement::Mentions, favourite: true }.into(),
            Involve { room, involvement: Involvement::Hidden, favourite: true }.into(),
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
            PostMessage { room, cid, body: "Said\n  with  spaces \u{1F30A}".into(), reply: None }.into(),
            PostMessage { room, cid, body: "A repeat says nothing new".into(), reply: None }.into(),
            PostMessage { room, cid: new_cid(), body: "\n\n<b>bold?</b>\r\n\u{7}".into(), reply: None }.into(),
            PostMessage { room, cid: new_cid(), body: "**Bold** and `code`\n- x".into(), reply: Some(1) }.into(),
            PostMessage { room, cid: new_cid(), body: "An answer to nothing".into(), reply: Some(99) }.into(),
            PostMessage { room, cid: new_cid(), body: "@Cy, @bo and @nobody: #harbour, `@ada`".into(), reply: None }
                .into(),
            PostMessage { room, cid: new_cid(), body: "@room and @here".into(), reply: Some(1) }.into(),
        ],
        Command::EditMessage(_) => vec![
            PostMessage { room, cid, body: "Quotes it".into(), reply: Some(2) }.into(),
            EditMessage { room, no: 2, base_rev: 0, body: "So **was** Ada, once".into() }.into(),
            EditMessage { room, no: 2, base_rev: 1, body: "Plain again".into() }.into(),
            EditMessage { room, no: 2, base_rev: 7, body: "Plain again".into() }.into(),
            EditMessage { room, no: 2, base_rev: 2, body: "@bo, look".into() }.into(),
            EditMessage { room, no: 2, base_rev: 3, body: "@cy, look".into() }.into(),
            EditMessage { room, no: 2, base_rev: 4, body: "@here, look".into() }.into(),
            EditMessage { room, no: 2, base_rev: 5, body: "Nobody".into() }.into(),
        ],
        Command::DeleteMessage(_) => vec![
            PostMessage { room, cid, body: "Quotes it".into(), reply: Some(2) }.into(),
            React { room, no: 2, emoji: "wave".into(), on: true }.into(),
            DeleteMessage { room, no: 2 }.into(),
            DeleteMessage { room, no: 2 }.into(),
            // Who owns the workspace may.
            DeleteMessage { room, no: 3 }.into(),
            PostMessage { room, cid: new_cid(), body: "@cy".into(), reply: None }.into(),
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
            PostMessage { room, cid, body: "Read by saying".into(), reply: None }.into(),
        ],
        Command::StartTyping(_) => vec![StartTyping { room }.into()],
    }
}

/// One of each kind, only to name the kind.
fn one_of_each() -> Vec<Command> {
    let room = RoomId(0);
    let all: Vec<Command> = vec![
        Hello { epoch: None, user_seq: 0, timelines: [].into() }.into(),
        Watch { room, seq: 0 }.into(),
        Unwatch { room }.into(),
        LoadRoom { room }.into(),
        ListRooms {}.into(),
        MakeRoom { name: String::new(), topic: String::new(), closed: false }.into(),
        OpenDirect { people: vec![] }.into(),
        Invite { room, person: UserId(0) }.into(),
        Remove { room, person: UserId(0) }.into(),
        ListPeople {}.into(),
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
        PostMessage { room, cid: new_cid(), body: String::new(), reply: None }.into(),
        EditMessage { room, no: 0, base_rev: 0, body: String::new() }.into(),
        DeleteMessage { room, no: 0 }.into(),
        React { room, no: 0, emoji: String::new(), on: true }.into(),
        PinMessage { room, no: 0, on: true }.into(),
        ListRevisions { room, no: 0 }.into(),
        ListPins { room }.into(),
        LoadHistory { room, direction: Direction::After, no: 0, limit: 1 }.into(),
        MarkRead { room, no: 0 }.into(),
        MarkUnread { room, no: 0 }.into(),
        StartTyping { room }.into(),
    ];
    let ops: Vec<_> = all.iter().map(Command::op).collect();
    assert_eq!(ops, Command::OPS, "one of each command");
    all
}

#[tokio::test]
async fn the_old_view_plus_the_events_of_any_command_is_the_fresh_view() {
    for kind in one_of_each() {
        let mut scene = Scene::set().await;
        for command in examples(&kind, scene.room) {
            scene.ada_does(&command).await;
            match &command {
                // As a page does: it shows a room no longer when it looks away or is out.
                Command::Unwatch(_) | Command::LeaveRoom(_) => drop(scene.ada.screen.rooms.remove(&scene.room)),
                Command::JoinRoom(_) => scene.ada.looks_at(scene.room).await,
                _ => {}
            }
            scene.everybody_is_right(&command).await;
        }
    }
}

#[tokio::test]
async fn a_hello_from_any_position_ends_in_the_fresh_view() {
    let mut scene = Scene::set().await;
    let newest = scene.ada.loads(scene.room).await.1;
    for as_of in 0..=newest.as_of {
        let mut late = scene.ada.another_screen();
        late.opens(scene.room).await;
        late.loses_connection();
        // A view as a page had it when it was at `as_of`: cut back by what came later.
        let mut view = newest.clone();
        view.as_of = as_of;
        if as_of < newest.as_of {
            let mut old = comparable(&newest);
            old.as_of = as_of;
            let kept = newest.messages.len().saturating_sub((newest.as_of - as_of) as usize);
            old.messages.truncate(kept);
            old.msg_no = kept as u64;
            view = old;
            if as_of < newest.as_of - newest.msg_no {
                // Before anything was said, members came; that is for the other test.
                continue;
            }
        }
        late.screen.show(view);
        late.connects().await;
        late.catches_up(scene.room, newest.as_of).await;
        assert_eq!(comparable(late.screen.room(scene.room)), comparable(&newest), "from {as_of}");
    }
}

#[tokio::test]
async fn many_things_at_once_end_in_the_fresh_view() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    for round in 0..10 {
        for n in 0..5 {
            let body = format!("{round}.{n}");
            scene.ada.sends(&PostMessage { room, cid: new_cid(), body: body.clone(), reply: None }).await;
            scene.bo.sends(&PostMessage { room, cid: new_cid(), body, reply: None }).await;
        }
        scene.bo.sends(&RenameRoom { room, name: format!("Harbour {round}") }).await;
        scene.ada.sends(&SetTopic { room, topic: format!("Topic {round}") }).await;
        scene.cy.sends(&LeaveRoom { room }).await;
        scene.cy.sends(&JoinRoom { room }).await;
        scene.cy.sends(&MarkRead { room, no: round * 3 }).await;
        scene.bo.sends(&MakeRoom { name: format!("Side {round}"), topic: String::new(), closed: false }).await;
        scene.bo.does(&ListRooms {}).await;
        scene.ada.does(&ListRooms {}).await;
        scene.cy.does(&ListRooms {}).await;
        if round % 4 == 3 {
            // Keep the window of a fresh page within what the screen has.
            scene.ada.opens(room).await;
            scene.bo.opens(room).await;
        }
        let mut all = [&mut scene.ada, &mut scene.phone, &mut scene.bo, &mut scene.cy];
        for person in &mut all {
            let sidebar = person.loads_sidebar().await;
            let what = format!("the sidebar {sidebar:#?} in round {round}");
            person.until(&what, |s| (*s.sidebar() == sidebar).then_some(())).await;
        }
        let fresh = scene.bo.loads(room).await.1;
        scene.bo.catches_up(room, fresh.as_of).await;
        let mut shown = comparable(scene.bo.screen.room(room));
        let first = fresh.messages[0].no;
        shown.messages.retain(|m| m.no >= first);
        assert_eq!(shown, comparable(&fresh), "round {round}");
    }
}

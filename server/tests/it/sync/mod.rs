//! The one rule of every screen: the old view plus its events equals the freshly loaded view.
//! Held for each command, for who acts, for who watches, and for who looks elsewhere.

mod beside;
mod examples;
mod threads;

use app::domain::RoomId;
use app::protocol::{
    Command, JoinRoom, LeaveRoom, ListRooms, MakeRoom, MarkRead, OpenDirect, PostMessage, RenameRoom, RoomView,
    SetTopic,
};

use examples::{examples, one_of_each};

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
        Self::set_in(World::begin().await).await
    }

    async fn set_in(world: World) -> Self {
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
            Command::FindEmoji(c) => ask(ada, c).await,
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
            Command::SaveMessage(c) => ask(ada, c).await,
            Command::ListSaved(c) => ask(ada, c).await,
            Command::KeepDraft(c) => ask(ada, c).await,
            Command::LoadDraft(c) => ask(ada, c).await,
            Command::ListDrafts(c) => ask(ada, c).await,
            Command::ScheduleMessage(c) => ask(ada, c).await,
            Command::ListScheduled(c) => ask(ada, c).await,
            Command::CancelScheduled(c) => ask(ada, c).await,
            Command::LoadHistory(c) => ask(ada, c).await,
            Command::MarkRead(c) => ask(ada, c).await,
            Command::MarkUnread(c) => ask(ada, c).await,
            Command::StartTyping(c) => ask(ada, c).await,
            Command::SetIdle(c) => ask(ada, c).await,
        }
    }

    /// Everybody's screen must come to show what a fresh page shows.
    async fn everybody_is_right(&mut self, after: &Command) {
        self.all_are_right(&encode(None, after)).await;
    }

    async fn all_are_right(&mut self, after: &str) {
        for person in [&mut self.ada, &mut self.phone, &mut self.bo, &mut self.cy] {
            shows_what_a_fresh_page_shows(person, after).await;
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
            (same_rooms && screen.is_level(&sidebar)).then_some(())
        })
        .await;
    assert_eq!(person.screen.gaps, 0, "no event was missing, after {after}");
    assert_eq!(person.screen.complaints, [], "after {after}");
}

/// What of a room's view events keep true. Who is online is activity, and `read_no` is where
/// the “New” line stood when the room was opened.
fn comparable(view: &RoomView) -> RoomView {
    RoomView { online: vec![], idle: vec![], away: vec![], statuses: vec![], read_no: 0, ..view.clone() }
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
async fn the_old_view_plus_what_a_reconnect_brings_of_any_command_is_the_fresh_view() {
    for kind in one_of_each() {
        let mut scene = Scene::set().await;
        for person in [&mut scene.phone, &mut scene.bo, &mut scene.cy] {
            person.loses_connection();
        }
        for command in examples(&kind, scene.room) {
            scene.ada_does(&command).await;
        }
        for person in [&mut scene.phone, &mut scene.bo, &mut scene.cy] {
            person.connects().await;
            shows_what_a_fresh_page_shows(person, &format!("{} while the line was down", kind.op())).await;
        }
    }
}

#[tokio::test]
async fn the_old_view_plus_the_events_of_another_profile_is_the_fresh_view() {
    let mut scene = Scene::set().await;
    let direct = scene.bo.does(&OpenDirect { people: vec![scene.ada.id] }).await.id;
    scene.bo.looks_at(direct).await;
    for name in ["Zoë Marsh", "Ada"] {
        scene.ada.browser.post("/settings/profile", &[("name", name)]).await.is(303);
        scene.all_are_right(&format!("another name, {name}")).await;
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
            scene
                .ada
                .sends(&PostMessage { room, cid: new_cid(), body: body.clone(), reply: None, files: vec![] })
                .await;
            scene.bo.sends(&PostMessage { room, cid: new_cid(), body, reply: None, files: vec![] }).await;
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

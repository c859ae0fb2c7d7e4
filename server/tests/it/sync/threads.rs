//! The rule of every screen, in a thread and in the room around it.

use app::domain::RoomId;
use app::protocol::{
    Command, DeleteMessage, EditMessage, Invite, JoinRoom, LeaveRoom, ListRooms, ListThreads, MarkRead, MarkUnread,
    PinMessage, PostMessage, React, Remove, RenameRoom, StartThread,
};

use super::Scene;
use crate::world::new_cid;

/// The thread beneath “Bo was here”: Ada and Bo look at it and at the room, Cy and the phone look elsewhere.
async fn beneath(scene: &mut Scene) -> RoomId {
    let thread = scene.ada.does(&StartThread { room: scene.room, no: 1 }).await.room;
    scene.ada.looks_at(thread).await;
    scene.bo.looks_at(thread).await;
    thread
}

#[tokio::test]
async fn the_old_view_plus_the_events_of_a_thread_is_the_fresh_view() {
    let mut scene = Scene::set().await;
    let (room, thread) = (scene.room, beneath(&mut scene).await);
    let say =
        |body: &str| PostMessage { room: thread, cid: new_cid(), body: body.into(), reply: None, files: vec![] }.into();
    let commands: Vec<Command> = vec![
        say("The first reply"),
        say("@cy, do look"),
        PostMessage { room: thread, cid: new_cid(), body: "An answer".into(), reply: Some(1), files: vec![] }.into(),
        say("@room, @here"),
        EditMessage { room: thread, no: 1, base_rev: 0, body: "The **first** reply, @cy".into() }.into(),
        React { room: thread, no: 1, emoji: "wave".into(), on: true }.into(),
        React { room, no: 1, emoji: "wave".into(), on: true }.into(),
        PinMessage { room, no: 1, on: true }.into(),
        MarkUnread { room: thread, no: 2 }.into(),
        MarkRead { room: thread, no: 3 }.into(),
        DeleteMessage { room: thread, no: 4 }.into(),
        DeleteMessage { room: thread, no: 2 }.into(),
        LeaveRoom { room: thread }.into(),
        MarkUnread { room: thread, no: 1 }.into(),
        JoinRoom { room: thread }.into(),
        LeaveRoom { room: thread }.into(),
        say("Followed again"),
        RenameRoom { room, name: "Renamed".into() }.into(),
        DeleteMessage { room, no: 1 }.into(),
        DeleteMessage { room: thread, no: 1 }.into(),
        DeleteMessage { room: thread, no: 3 }.into(),
        DeleteMessage { room: thread, no: 5 }.into(),
        say("And yet"),
        Remove { room, person: scene.cy.id }.into(),
        Invite { room, person: scene.cy.id }.into(),
        say("@cy again"),
        Remove { room, person: scene.bo.id }.into(),
        say("Bo does not see it"),
    ];
    for command in commands {
        scene.ada_does(&command).await;
        if matches!(&command, Command::Remove(out) if out.person == scene.bo.id) {
            scene.bo.until("the room and its thread gone", |s| s.rooms.is_empty().then_some(())).await;
        }
        scene.everybody_is_right(&command).await;
    }
}

#[tokio::test]
async fn many_things_at_once_in_a_thread_end_in_the_fresh_view() {
    let mut scene = Scene::set().await;
    let (room, thread) = (scene.room, beneath(&mut scene).await);
    for round in 0..10 {
        for n in 0..4 {
            let body = format!("{round}.{n} @cy");
            let say = |room| PostMessage { room, cid: new_cid(), body: body.clone(), reply: None, files: vec![] };
            scene.ada.sends(&say(thread)).await;
            scene.bo.sends(&say(thread)).await;
            scene.bo.sends(&say(room)).await;
            scene.cy.sends(&MarkRead { room: thread, no: round * 8 + n }).await;
            scene.cy.sends(&JoinRoom { room: thread }).await;
            scene.phone.sends(&MarkRead { room: thread, no: round * 8 + n }).await;
            scene.ada.sends(&DeleteMessage { room: thread, no: round * 6 + n + 1 }).await;
        }
        scene.cy.sends(&LeaveRoom { room: thread }).await;
        scene.bo.sends(&MarkUnread { room: thread, no: round + 1 }).await;
        for person in [&mut scene.ada, &mut scene.phone, &mut scene.bo, &mut scene.cy] {
            person.does(&ListRooms {}).await;
        }
        scene.ada.opens(room).await;
        scene.ada.looks_at(thread).await;
        scene.bo.opens(room).await;
        scene.bo.looks_at(thread).await;
        scene.everybody_is_right(&ListThreads { before: None }.into()).await;
    }
}

//! The rule of every screen, for what is no single command: files, pages behind links, what people say of themselves,
//! rooms that are not for everyone, and what happens at its time.

use app::domain::{Presence, Timestamp};
use app::protocol::{
    ArchiveRoom, Command, DeleteMessage, EditMessage, Invite, LeaveRoom, MakeRoom, MarkRead, MarkUnread, OpenDirect,
    PinMessage, PostMessage, React, Remove, SaveMessage, ScheduleMessage, SetIdle, StartThread,
};
use reqwest::Method;
use reqwest::header::ORIGIN;
use reqwest::multipart::{Form, Part};
use server::clock::Clock;

use super::Scene;
use crate::files::{DOT, brought, with};
use crate::previews::{Pages, sees_preview};
use crate::world::{Person, World, new_cid};

const NOW: Timestamp = Timestamp(1_795_563_667_000);
const HOUR: i64 = 3_600_000;

impl Scene {
    /// One after the other, and everybody is right each time.
    async fn rule_holds_for(&mut self, commands: impl IntoIterator<Item = Command>) {
        for command in commands {
            self.ada_does(&command).await;
            self.everybody_is_right(&command).await;
        }
    }
}

#[tokio::test]
async fn the_old_view_plus_the_events_of_files_is_the_fresh_view() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    let thread = scene.ada.does(&StartThread { room, no: 1 }).await.room;
    scene.bo.looks_at(thread).await;
    let mut files = Vec::new();
    for (place, name, bytes) in
        [(room, "dot.png", DOT), (room, "tide.rs", b"let tide = 7;"), (thread, "below.txt", b"low")]
    {
        files.push(brought(&mut scene.ada, place, name, bytes).await.id);
    }
    scene
        .rule_holds_for([
            with(room, "", &files[..2]).into(),
            PostMessage { reply: Some(4), ..with(room, "An answer to files", &[]) }.into(),
            EditMessage { room, no: 4, base_rev: 0, body: "With **words**".into() }.into(),
            with(thread, "@cy, look", &files[2..]).into(),
            DeleteMessage { room, no: 4 }.into(),
            DeleteMessage { room: thread, no: 1 }.into(),
        ])
        .await;
}

#[tokio::test]
async fn the_old_view_plus_what_is_behind_a_link_is_the_fresh_view() {
    let pages = Pages::open(None).await;
    let also = Some(pages.address);
    let world = World::with(|setup| {
        setup.config.link_previews = true;
        setup.inside.preview_also = also;
    });
    let mut scene = Scene::set_in(world.await).await;
    let room = scene.room;
    // What is behind a link comes when it comes: only then is a fresh page as the screen will be.
    scene.ada_does(&with(room, &pages.url("/page"), &[]).into()).await;
    sees_preview(&mut scene.bo, room, 4).await;
    scene.all_are_right("the page was found").await;
    scene.rule_holds_for([React { room, no: 4, emoji: "wave".into(), on: true }.into()]).await;
    let body = format!("Or {}", pages.url("/what-came"));
    scene.ada_does(&EditMessage { room, no: 4, base_rev: 0, body }.into()).await;
    let is_other = |s: &crate::world::Screen| {
        let preview = s.room(room).messages.iter().find(|m| m.no == 4)?.preview.as_ref()?;
        preview.url.ends_with("/what-came").then_some(())
    };
    scene.bo.until("the other page", is_other).await;
    scene.all_are_right("another page was found").await;
    let words = EditMessage { room, no: 4, base_rev: 1, body: "No link".into() };
    scene.rule_holds_for([words.into(), DeleteMessage { room, no: 4 }.into()]).await;
}

#[tokio::test]
async fn the_old_view_plus_what_people_say_of_themselves_is_the_fresh_view() {
    let mut scene = Scene::set().await;
    let direct = scene.bo.does(&OpenDirect { people: vec![scene.ada.id] }).await.id;
    scene.bo.looks_at(direct).await;
    for form in [Form::new().part("picture", Part::bytes(DOT).file_name("me.png")), Form::new().text("drop", "on")] {
        let browser = &scene.ada.browser;
        let request = browser.request(Method::POST, "/settings/picture").header(ORIGIN, browser.origin());
        scene.ada.browser.send(request.multipart(form)).await.is(303);
        scene.all_are_right("another picture").await;
    }
    for fields in [
        [("emoji", "🌊"), ("text", "At sea"), ("lasts", "4h"), ("seen", "auto")],
        [("emoji", ""), ("text", "At sea, and busy"), ("quiet", "on"), ("seen", "away")],
        [("emoji", ""), ("text", ""), ("clear", "on"), ("seen", "invisible")],
    ] {
        scene.ada.browser.post("/settings/status", &fields).await.is(303);
        scene.all_are_right(&format!("a status, {fields:?}")).await;
    }
    let sidebar = scene.phone.screen.sidebar();
    assert_eq!((&sidebar.status, sidebar.availability), (&None, app::domain::Availability::Invisible));
}

#[tokio::test]
async fn the_old_view_plus_the_events_of_rooms_that_are_not_for_everyone_is_the_fresh_view() {
    let mut scene = Scene::set().await;
    let (bo, cy) = (scene.bo.id, scene.cy.id);
    let closed = MakeRoom { name: "Captains".into(), topic: String::new(), closed: true };
    let captains = scene.ada.does(&closed).await.id;
    scene.ada.looks_at(captains).await;
    scene
        .rule_holds_for([Invite { room: captains, person: bo }.into(), with(captains, "@bo, only us", &[]).into()])
        .await;
    scene.bo.looks_at(captains).await;
    scene
        .rule_holds_for([
            with(captains, "@room", &[]).into(),
            Invite { room: captains, person: cy }.into(),
            PinMessage { room: captains, no: 1, on: true }.into(),
            Remove { room: captains, person: cy }.into(),
            DeleteMessage { room: captains, no: 2 }.into(),
        ])
        .await;
    scene.ada_does(&Remove { room: captains, person: bo }.into()).await;
    scene.bo.until("the room gone", |s| (!s.rooms.contains_key(&captains)).then_some(())).await;
    scene.all_are_right("Bo was taken out").await;
    scene.ada_does(&LeaveRoom { room: captains }.into()).await;
    scene.ada.screen.rooms.remove(&captains);
    scene.all_are_right("Ada left").await;
}

#[tokio::test]
async fn the_old_view_plus_what_a_few_say_alone_is_the_fresh_view() {
    let mut scene = Scene::set().await;
    for people in [vec![scene.bo.id], vec![scene.bo.id, scene.cy.id]] {
        let room = scene.ada.does(&OpenDirect { people }).await.id;
        scene.ada.looks_at(room).await;
        scene.bo.until("the room", |s| s.sidebar().room(room).map(drop)).await;
        scene.all_are_right("a direct room").await;
        scene.bo.says(room, "Between us, @ada").await;
        scene.bo.looks_at(room).await;
        scene
            .rule_holds_for([
                with(room, "@bo, yes", &[]).into(),
                PostMessage { reply: Some(1), ..with(room, "An answer", &[]) }.into(),
                EditMessage { room, no: 2, base_rev: 0, body: "@bo, **no**".into() }.into(),
                MarkUnread { room, no: 1 }.into(),
                MarkRead { room, no: 3 }.into(),
                React { room, no: 1, emoji: "wave".into(), on: true }.into(),
                DeleteMessage { room, no: 2 }.into(),
                StartThread { room, no: 1 }.into(),
            ])
            .await;
    }
}

#[tokio::test]
async fn the_old_view_plus_what_happens_at_its_time_is_the_fresh_view() {
    let clock = Clock::fixed(NOW);
    let world = World::with(|setup| setup.inside.clock = clock.clone());
    let mut scene = Scene::set_in(world.await).await;
    let (room, at) = (scene.room, Timestamp(NOW.0 + HOUR));
    let quay = scene.ada.does(&MakeRoom { name: "Quay".into(), topic: String::new(), closed: false }).await.id;
    let say = |room, body: &str| ScheduleMessage { room, cid: new_cid(), body: body.into(), at };
    scene
        .rule_holds_for([
            SaveMessage { room, no: 1, on: true, remind_at: Some(at) }.into(),
            say(room, "Good **morning**, @bo").into(),
            say(quay, "Nobody hears it").into(),
            ArchiveRoom { room: quay, on: true }.into(),
        ])
        .await;
    clock.advance(2 * HOUR);
    scene.bo.sees(room, "Good **morning**, @bo").await;
    for screen in [&mut scene.ada, &mut scene.phone] {
        let is_told = |s: &crate::world::Screen| (s.sidebar().later.reminders, s.sidebar().later.unsent) == (1, 1);
        screen.until("the reminder, and what could not be sent", |s| is_told(s).then_some(())).await;
    }
    scene.all_are_right("the time had come").await;
    scene.rule_holds_for([SaveMessage { room, no: 1, on: false, remind_at: None }.into()]).await;
}

/// Waits until who is here, and what they are about, is on the screen as on a fresh page.
async fn sees_who_is_here(person: &mut Person, scene_room: app::domain::RoomId, after: &str) {
    let fresh = person.loads(scene_room).await.1;
    let is_same = |s: &crate::world::Screen| {
        let view = s.room(scene_room);
        (view.present() == fresh.present() && view.statuses == fresh.statuses).then_some(())
    };
    person.until(&format!("{:?} and {:?}, after {after}", fresh.present(), fresh.statuses), is_same).await;
}

#[tokio::test]
async fn who_is_here_and_what_they_are_about_is_on_every_screen_as_on_a_fresh_page() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    scene.phone.disconnects().await;
    let ada = scene.ada.id;
    for (idle, seen, expected) in [
        (true, "auto", Some(Presence::Idle)),
        (false, "auto", Some(Presence::Online)),
        (false, "away", Some(Presence::Away)),
        (false, "invisible", None),
        (false, "auto", Some(Presence::Online)),
    ] {
        scene.ada.does(&SetIdle { on: idle }).await;
        scene.ada.browser.post("/settings/status", &[("text", "At sea"), ("seen", seen)]).await.is(303);
        let what = format!("{expected:?}");
        scene.bo.until(&what, |s| (s.room(room).present().of(ada) == expected).then_some(())).await;
        sees_who_is_here(&mut scene.bo, room, &what).await;
    }
    scene.cy.disconnects().await;
    scene.bo.sees_online(room, scene.cy.id, false).await;
    sees_who_is_here(&mut scene.bo, room, "Cy went").await;
}

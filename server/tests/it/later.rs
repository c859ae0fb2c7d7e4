//! What people come back to: saved messages and reminders, drafts, and what is sent later.

use app::domain::{RoomId, Timestamp};
use app::protocol::{
    ArchiveRoom, Ask, CancelScheduled, DeleteMessage, KeepDraft, LeaveRoom, ListDrafts, ListSaved, ListScheduled,
    LoadDraft, PrivateEvent, ProblemCode, SaveMessage, ScheduleMessage, StartThread,
};
use server::chat::Rate;
use server::clock::Clock;

use crate::world::{Person, Setup, World, new_cid};

/// 2026-11-25, 09:01 in London: a Wednesday.
const NOW: Timestamp = Timestamp(1_795_597_267_000);
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// Ada and Bo in a room where Bo has said something, with a clock that stands until it is moved.
async fn a_room() -> (World, Clock, Person, Person, RoomId) {
    a_room_with(|_| {}).await
}

async fn a_room_with(change: impl FnOnce(&mut Setup)) -> (World, Clock, Person, Person, RoomId) {
    let clock = Clock::fixed(NOW);
    let with_clock = |setup: &mut Setup| {
        setup.inside.clock = clock.clone();
        change(setup);
    };
    let world = World::with(with_clock).await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    bo.opens(room).await;
    bo.says(room, "Low tide at six").await;
    (world, clock, ada, bo, room)
}

async fn refuses<A: Ask>(person: &mut Person, command: &A, code: ProblemCode) {
    let outcome = person.asks(command).await.map(drop).map_err(|problem| problem.code);
    assert_eq!(outcome, Err(code), "{} of {}", A::OP, person.name);
}

fn save(room: RoomId, on: bool, remind_at: Option<Timestamp>) -> SaveMessage {
    SaveMessage { room, no: 1, on, remind_at }
}

#[tokio::test]
async fn a_saved_message_is_on_all_screens_of_one_person_and_of_nobody_else() {
    let (_world, _clock, mut ada, mut bo, room) = a_room().await;
    let mut phone = ada.another_device().await;
    phone.opens_the_list().await;
    ada.does(&save(room, true, None)).await;
    phone.until("the saved message", |s| s.sidebar().later.has(room, 1).then_some(())).await;
    let page = ada.browser.get("/saved").await.is(200);
    assert!(page.text().contains("Low tide at six"), "{}", page.text());
    let shown = ada.browser.get(&format!("/r/{room}/1")).await.is(200);
    assert!(shown.text().contains("Do not keep it for later"));
    assert!(!bo.browser.get("/saved").await.is(200).text().contains("Low tide"));
    assert!(bo.loads_sidebar().await.later.is_empty());
    let told =
        |s: &crate::world::Screen| s.privates.iter().any(|(_, e)| matches!(e, PrivateEvent::MessageSaved { .. }));
    bo.says(room, "And high tide at noon").await;
    assert!(!told(&bo.screen), "what one saves is told to nobody else");
    // A form does the same, and leads back to where it stood.
    let form = [("save", "off"), ("back", "saved")];
    assert_eq!(ada.browser.post(&format!("/r/{room}/1/save"), &form).await.is(303).location(), "/saved");
    phone.until("that it is let go of", |s| s.sidebar().later.is_empty().then_some(())).await;
}

#[tokio::test]
async fn what_is_deleted_or_out_of_reach_is_no_longer_shown() {
    let (_world, _clock, mut ada, mut bo, room) = a_room().await;
    bo.says(room, "A secret of the harbour").await;
    ada.does(&SaveMessage { room, no: 2, on: true, remind_at: None }).await;
    ada.does(&save(room, true, None)).await;
    bo.does(&DeleteMessage { room, no: 1 }).await;
    ada.until("one saved message", |s| (s.sidebar().later.saved == [(room, 2)]).then_some(())).await;
    refuses(&mut ada, &save(room, true, None), ProblemCode::NotFound).await;
    ada.does(&LeaveRoom { room }).await;
    let saved = ada.does(&ListSaved { before: None }).await;
    assert_eq!((saved.len(), &saved[0].message), (1, &None));
    let page = ada.browser.get("/saved").await.is(200);
    assert!(page.text().contains("not in any more") && !page.text().contains("secret"));
    refuses(&mut ada, &SaveMessage { room, no: 2, on: true, remind_at: None }, ProblemCode::NotFound).await;
    ada.does(&SaveMessage { room, no: 2, on: false, remind_at: None }).await;
    assert_eq!(ada.does(&ListSaved { before: None }).await, []);
}

#[tokio::test]
async fn a_reminder_rings_at_its_time() {
    let (_world, clock, mut ada, _bo, room) = a_room().await;
    refuses(&mut ada, &save(room, true, Some(NOW)), ProblemCode::Invalid).await;
    refuses(&mut ada, &save(room, true, Some(Timestamp(i64::MAX))), ProblemCode::Invalid).await;
    ada.does(&save(room, true, Some(Timestamp(NOW.0 + HOUR)))).await;
    ada.does(&SaveMessage { room, no: 1, on: true, remind_at: Some(Timestamp(NOW.0 + 2 * HOUR)) }).await;
    clock.advance(HOUR + MINUTE);
    // By now the first would have rung, had it not been moved.
    ada.says(room, "Still waiting").await;
    ada.does(&SaveMessage { room, no: 2, on: true, remind_at: None }).await;
    assert_eq!(ada.loads_sidebar().await.later.reminders, 0);
    clock.advance(HOUR);
    ada.until("the reminder", |s| (s.sidebar().later.reminders == 1).then_some(())).await;
    let saved = ada.does(&ListSaved { before: None }).await;
    assert_eq!(
        saved.iter().map(|one| (one.no, one.rings)).collect::<Vec<_>>(),
        [(1, true), (2, false)],
        "it comes first"
    );
    assert!(ada.browser.get("/saved").await.is(200).text().contains("Reminder of "));
    ada.does(&save(room, true, None)).await;
    ada.until("that it is over", |s| (s.sidebar().later.reminders == 0).then_some(())).await;
}

#[tokio::test]
async fn what_was_due_while_the_server_was_down_happens_at_its_start() {
    let (mut world, clock, mut ada, mut bo, room) = a_room().await;
    ada.does(&save(room, true, Some(Timestamp(NOW.0 + HOUR)))).await;
    let at = Timestamp(NOW.0 + HOUR);
    ada.does(&ScheduleMessage { room, cid: new_cid(), body: "**Good** day, @bo".into(), at }).await;
    world.stop().await;
    clock.advance(2 * HOUR);
    world.start().await;
    bo.opens(room).await;
    let message = bo.sees(room, "**Good** day, @bo").await;
    assert_eq!((message.at, message.by.id), (Timestamp(NOW.0 + 2 * HOUR), ada.id));
    ada.opens_the_list().await;
    ada.until("the reminder", |s| (s.sidebar().later.reminders == 1).then_some(())).await;
    assert_eq!(ada.does(&ListScheduled {}).await, []);
    world.restart().await;
    let texts: Vec<_> = bo.loads(room).await.1.messages.into_iter().map(|message| message.body).collect();
    assert_eq!(texts, ["Low tide at six", "**Good** day, @bo"], "it is said once");
}

#[tokio::test]
async fn a_draft_is_on_all_screens_and_goes_with_its_message() {
    let (_world, _clock, mut ada, mut bo, room) = a_room().await;
    let mut phone = ada.another_device().await;
    phone.opens_the_list().await;
    let thread = bo.does(&StartThread { room, no: 1 }).await.room;
    ada.does(&KeepDraft { room, body: "High tide\n  at <noon>".into(), base: None }).await;
    ada.does(&KeepDraft { room: thread, body: "In the thread".into(), base: None }).await;
    phone.until("both drafts", |s| (s.sidebar().later.drafts == [room, thread]).then_some(())).await;
    assert_eq!(phone.does(&LoadDraft { room }).await.body, "High tide\n  at <noon>");
    let page = phone.browser.get(&format!("/r/{room}")).await.is(200);
    assert!(page.text().contains("High tide\n  at &lt;noon&gt;</textarea>"), "{}", page.text());
    let list = phone.browser.get("/drafts").await.is(200);
    assert!(list.text().contains("In the thread") && list.text().contains("Thread in "));
    assert_eq!(bo.does(&ListDrafts {}).await, []);
    assert_eq!(bo.does(&LoadDraft { room }).await.body, "");
    // Said by a form, it is no draft any more.
    ada.posts_by_form(room, new_cid(), "Something else").await.is(303);
    assert_eq!(ada.loads_sidebar().await.later.drafts, [room, thread], "what was typed meanwhile stays");
    ada.posts_by_form(room, new_cid(), "High tide\r\n  at <noon>").await.is(303);
    phone.until("one draft", |s| (s.sidebar().later.drafts == [thread]).then_some(())).await;
    phone.browser.post(&format!("/drafts/{thread}"), &[]).await.is(303);
    ada.until("no draft", |s| s.sidebar().later.is_empty().then_some(())).await;
    refuses(&mut ada, &KeepDraft { room, body: "x".repeat(16 * 1024 + 1), base: None }, ProblemCode::Invalid).await;
    // What was typed on two screens at once stands together, and what one of them lets go of is not what the other wrote.
    let level = ada.does(&KeepDraft { room, body: "The tide".into(), base: Some(Timestamp(0)) }).await;
    phone.does(&KeepDraft { room, body: "The tide turns".into(), base: Some(level.at) }).await;
    let both = ada.does(&KeepDraft { room, body: "The tide is".into(), base: Some(level.at) }).await;
    assert_eq!(both.body, "The tide turns\n\nThe tide is");
    let known = phone.does(&KeepDraft { room, body: String::new(), base: Some(level.at) }).await;
    assert_eq!(known, both);
    let part = phone.does(&KeepDraft { room, body: "The tide".into(), base: Some(Timestamp(0)) }).await;
    assert_eq!(part, both);
    let long = "x".repeat(16 * 1024);
    refuses(&mut ada, &KeepDraft { room, body: long, base: Some(Timestamp(0)) }, ProblemCode::Conflict).await;
    assert_eq!(ada.does(&KeepDraft { room, body: String::new(), base: Some(both.at) }).await.at, Timestamp(0));
    refuses(&mut ada, &KeepDraft { room: RoomId(999), body: "x".into(), base: None }, ProblemCode::NotFound).await;
}

#[tokio::test]
async fn a_message_is_sent_at_its_time_and_leaves_unread_what_was() {
    let (_world, clock, mut ada, mut bo, room) = a_room().await;
    ada.looks_away_from(room).await;
    let (cid, at) = (new_cid(), Timestamp(NOW.0 + HOUR));
    let command = ScheduleMessage { room, cid, body: "Good morning".into(), at };
    let first = ada.does(&command).await;
    assert_eq!(ada.does(&command).await, first, "a repeat is the same");
    assert_eq!(bo.does(&ListScheduled {}).await, []);
    refuses(&mut bo, &CancelScheduled { id: first.id }, ProblemCode::NotFound).await;
    refuses(&mut ada, &ScheduleMessage { at: NOW, cid: new_cid(), ..command.clone() }, ProblemCode::Invalid).await;
    refuses(&mut ada, &ScheduleMessage { body: "Good evening".into(), ..command.clone() }, ProblemCode::Conflict).await;
    assert_eq!(ada.loads_sidebar().await.room(room).unwrap().unread(), 1);
    clock.advance(HOUR);
    bo.sees(room, "Good morning").await;
    ada.until("that her own message is there and the other unread", |s| {
        let entry = s.sidebar().room(room)?;
        (entry.msg_no == 2 && entry.unread() == 1 && entry.first_unread() == Some(1)).then_some(())
    })
    .await;
    assert_eq!(ada.loads_sidebar().await, *ada.screen.sidebar());
    refuses(&mut ada, &CancelScheduled { id: first.id }, ProblemCode::NotFound).await;
    let later = Timestamp(at.0 + HOUR);
    refuses(&mut ada, &ScheduleMessage { at: later, ..command }, ProblemCode::Conflict).await;
}

#[tokio::test]
async fn who_has_much_to_be_said_at_one_moment_delays_nobody_else() {
    let rate = Rate { burst: 1, every_ms: 3_600_000 };
    let (_world, clock, mut ada, mut bo, room) = a_room_with(|setup| setup.config.post_rate = rate).await;
    let at = Timestamp(NOW.0 + HOUR);
    for n in 0..60 {
        let at = Timestamp(at.0 - 60 + n);
        ada.does(&ScheduleMessage { room, cid: new_cid(), body: format!("Of many {n}"), at }).await;
    }
    bo.does(&ScheduleMessage { room, cid: new_cid(), body: "The only one".into(), at }).await;
    clock.advance(HOUR);
    ada.sees(room, "The only one").await;
}

#[tokio::test]
async fn what_cannot_be_sent_waits_with_the_reason() {
    let (_world, clock, mut ada, mut bo, room) = a_room().await;
    let at = Timestamp(NOW.0 + HOUR);
    let unsent = bo.does(&ScheduleMessage { room, cid: new_cid(), body: "Too late".into(), at }).await;
    ada.does(&ArchiveRoom { room, on: true }).await;
    clock.advance(HOUR);
    bo.until("the problem", |s| (s.sidebar().later.unsent == 1).then_some(())).await;
    let page = bo.browser.get("/drafts").await.is(200);
    assert!(page.text().contains("Too late") && page.text().contains("This room is archived"));
    let address = format!("/scheduled/{}", unsent.id);
    bo.browser.post(&address, &[("act", "send")]).await.is(403);
    assert_eq!(bo.loads_sidebar().await.later.unsent, 1, "nothing is lost");
    ada.does(&ArchiveRoom { room, on: false }).await;
    // Once more, when something waits in the draft already.
    bo.does(&KeepDraft { room, body: "Begun".into(), base: None }).await;
    bo.browser.post(&address, &[("act", "change")]).await.is(303);
    assert_eq!(bo.does(&LoadDraft { room }).await.body, "Begun\n\nToo late");
    bo.until("no problem", |s| (s.sidebar().later.unsent == 0).then_some(())).await;
    let now =
        bo.does(&ScheduleMessage { room, cid: new_cid(), body: "At once".into(), at: Timestamp(at.0 + HOUR) }).await;
    bo.browser.post(&format!("/scheduled/{}", now.id), &[("act", "send")]).await.is(303);
    ada.sees(room, "At once").await;
}

#[tokio::test]
async fn times_are_those_of_the_readers_clock() {
    let (_world, _clock, mut ada, _bo, room) = a_room().await;
    ada.browser.cookies.insert("zone".into(), "Asia/Kolkata".into());
    // 14:31 in Kolkata, on a Wednesday.
    let minutes = |days: i64, hours: i64, minutes: i64| (days * 24 + hours) * 60 + minutes - (14 * 60 + 31);
    for (when, at, then) in [
        ("20m", "", 20),
        ("3h", "", 180),
        ("tomorrow", "", minutes(1, 9, 0)),
        ("monday", "", minutes(5, 9, 0)),
        ("20m", "2026-11-26T07:15", minutes(1, 7, 15)),
    ] {
        let fields = [("body", "Later"), ("when", when), ("at", at)];
        let path = format!("/r/{room}/later");
        assert_eq!(ada.browser.post(&path, &fields).await.is(303).location(), "/drafts?done=later");
        let one = ada.does(&ListScheduled {}).await.pop().unwrap();
        let off = NOW.0.rem_euclid(MINUTE) * i64::from(!at.is_empty() || when.len() > 3);
        assert_eq!(one.at.0 + off, NOW.0 + then * MINUTE, "{when} {at}");
        ada.browser.post(&format!("/scheduled/{}", one.id), &[("act", "discard")]).await.is(303);
    }
    let fields = [("body", "Later"), ("at", "2026-11-26T07:15"), ("zone", "Europe/Berlin")];
    ada.browser.post(&format!("/r/{room}/later"), &fields).await.is(303);
    let one = ada.does(&ListScheduled {}).await.pop().unwrap();
    assert_eq!(
        one.at.0,
        NOW.0 - NOW.0.rem_euclid(MINUTE) + (24 * 60 + 6 * 60 + 15 - 9 * 60 - 1) * MINUTE,
        "as the form said"
    );
    ada.browser.post(&format!("/scheduled/{}", one.id), &[("act", "discard")]).await.is(303);
    for at in ["", "soon", "2026-11-25T14:30", "2126-01-01T00:00"] {
        let answer =
            ada.browser.post(&format!("/r/{room}/later"), &[("body", "Later"), ("when", "x"), ("at", at)]).await;
        let answer = answer.is(422);
        assert!(answer.problem_beside("at").is_some(), "{at}: {}", answer.text());
        assert!(answer.text().contains("Later</textarea>"), "what was typed is still there");
        let answer = ada.browser.post(&format!("/r/{room}/1/remind"), &[("when", "x"), ("at", at)]).await.is(422);
        assert!(answer.problem_beside("at").is_some(), "{at}");
    }
    let path = format!("/r/{room}/draft");
    let on = ada.browser.post(&path, &[("body", "From the\r\ncomposer")]).await.is(303);
    let form = ada.browser.get(on.location()).await.is(200);
    assert!(form.text().contains("From the\ncomposer</textarea>"));
    let kept = ada.browser.post(&format!("/r/{room}/later"), &[("body", "Kept"), ("keep", "on")]).await.is(303);
    assert_eq!(kept.location(), format!("/r/{room}#write"));
    assert_eq!(ada.does(&LoadDraft { room }).await.body, "Kept");
    assert_eq!(ada.does(&ListScheduled {}).await, []);
}

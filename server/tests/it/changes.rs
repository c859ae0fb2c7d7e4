//! What people do with messages that are there: change, delete, answer, react, pin. By command and by form, live
//! and after a break.

use app::domain::RoomId;
use app::protocol::{
    DeleteMessage, EditMessage, FindEmoji, ListPins, ListRevisions, PinMessage, PostMessage, ProblemCode, React,
};

use crate::world::{Person, World, new_cid};

async fn two_in_a_room() -> (World, Person, Person, RoomId) {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    bo.opens(room).await;
    (world, ada, bo, room)
}

#[tokio::test]
async fn a_changed_text_reaches_everyone_and_what_it_was_stays_to_be_seen() {
    let (_world, mut ada, mut bo, room) = two_in_a_room().await;
    let no = bo.says(room, "Low tide at ten").await.no;
    bo.does(&EditMessage { room, no, base_rev: 0, body: "Low tide at **nine**".into() }).await;
    let seen = ada.sees(room, "Low tide at **nine**").await;
    assert_eq!((seen.rev(), seen.nodes.len()), (1, 1), "as nodes");
    let texts: Vec<_> = ada.does(&ListRevisions { room, no }).await.into_iter().map(|r| (r.rev, r.body)).collect();
    assert_eq!(texts, [(0, "Low tide at ten".to_owned()), (1, "Low tide at **nine**".to_owned())]);
    let page = ada.browser.get(&format!("/r/{room}/{no}/history")).await.is(200);
    assert!(page.text().contains("Low tide at ten"));

    // Whoever changes an older text is told so.
    let late = bo.asks(&EditMessage { room, no, base_rev: 0, body: "Low tide at eight".into() }).await;
    assert_eq!(late.unwrap_err().code, ProblemCode::Conflict);
    // A repeat of what is there is no change.
    assert_eq!(bo.does(&EditMessage { room, no, base_rev: 0, body: "Low tide at **nine**".into() }).await.rev, 1);
    let theirs = ada.asks(&EditMessage { room, no, base_rev: 1, body: "Mine".into() }).await;
    assert_eq!(theirs.unwrap_err().code, ProblemCode::Forbidden);
}

#[tokio::test]
async fn a_text_can_be_changed_a_hundred_times_and_calls_everybody_once() {
    let (_world, mut ada, mut bo, room) = two_in_a_room().await;
    let no = bo.says(room, "Draft 0").await.no;
    for base_rev in 0..100 {
        // Everybody is called by what is said, not by what is changed.
        let body = if base_rev % 2 == 0 { "@room, draft".to_owned() } else { format!("Draft {base_rev}") };
        bo.does(&EditMessage { room, no, base_rev, body }).await;
    }
    let problem = bo.asks(&EditMessage { room, no, base_rev: 100, body: "One more".into() }).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::Invalid);
    assert!(problem.message.contains("Say it anew"), "{}", problem.message);
    assert_eq!(ada.does(&ListRevisions { room, no }).await.len(), 101);
    assert!(ada.loads_sidebar().await.room(room).unwrap().mentions.is_empty());
    // Whom an edit names no longer is called no longer, even if it calls everybody.
    let no = bo.says(room, "@ada, look").await.no;
    assert_eq!(ada.loads_sidebar().await.room(room).unwrap().mentions, [no]);
    bo.does(&EditMessage { room, no, base_rev: 0, body: "@room, look".into() }).await;
    assert!(ada.loads_sidebar().await.room(room).unwrap().mentions.is_empty());
    let no = no - 1;
    assert!(bo.browser.get(&format!("/r/{room}/{no}/edit")).await.is(200).text().contains("Draft 99"));
}

#[tokio::test]
async fn a_deleted_message_leaves_nothing_but_its_place() {
    let (world, mut ada, mut bo, room) = two_in_a_room().await;
    let no = bo.says(room, "A secret").await.no;
    bo.does(&EditMessage { room, no, base_rev: 0, body: "No secret".into() }).await;
    ada.does(&React { room, no, emoji: "👀".into(), on: true }).await;
    ada.does(&PinMessage { room, no, on: true }).await;
    let cid = new_cid();
    ada.does(&PostMessage { room, cid, body: "What did you say?".into(), reply: Some(no), files: vec![] }).await;
    let before = ada.screen.room(room).as_of;
    ada.loses_connection();
    bo.does(&DeleteMessage { room, no }).await;
    ada.connects().await;
    ada.catches_up(room, before + 1).await;
    let shown = ada.screen.room(room).messages.clone();
    assert!(shown[0].deleted && shown[0].body.is_empty() && shown[0].reactions.is_empty() && !shown[0].pinned);
    assert_eq!(shown[1].reply.as_ref().map(|q| q.text.as_str()), Some(""), "nor is it quoted any more");
    assert_eq!(ada.loads(room).await.1.messages, shown);
    assert!(ada.does(&ListPins { room }).await.is_empty());
    for gone in [
        ada.asks(&ListRevisions { room, no }).await.map(drop),
        ada.asks(&React { room, no, emoji: "👍".into(), on: true }).await.map(drop),
        bo.asks(&EditMessage { room, no, base_rev: 1, body: "Back".into() }).await.map(drop),
    ] {
        assert_eq!(gone.unwrap_err().code, ProblemCode::NotFound);
    }
    // Whoever reads the log from its beginning is not told either.
    let mut eve = world.member(&mut ada, "Eve").await;
    eve.asks_by_http(&app::protocol::JoinRoom { room }).await.unwrap();
    eve.opens_the_list().await;
    eve.does(&app::protocol::Watch { room, seq: 0 }).await;
    eve.until("the deletion", |s| s.seqs(room).contains(&(before + 1)).then_some(())).await;
    assert!(!format!("{:?}", eve.screen.events).contains("secret"));
}

#[tokio::test]
async fn only_who_said_it_or_owns_the_workspace_deletes_it() {
    let (_world, mut ada, mut bo, room) = two_in_a_room().await;
    let (hers, his) = (ada.says(room, "Hers").await.no, bo.says(room, "His").await.no);
    assert_eq!(bo.asks(&DeleteMessage { room, no: hers }).await.unwrap_err().code, ProblemCode::Forbidden);
    ada.does(&DeleteMessage { room, no: his }).await;
    bo.until("the deletion", |s| s.room(room).messages.iter().any(|m| m.no == his && m.deleted).then_some(())).await;
}

#[tokio::test]
async fn a_reaction_is_an_emoji_and_is_given_once() {
    let (_world, mut ada, mut bo, room) = two_in_a_room().await;
    let no = ada.says(room, "Done").await.no;
    for emoji in ["👍", "+1", ":+1:"] {
        bo.does(&React { room, no, emoji: emoji.into(), on: true }).await;
    }
    ada.does(&React { room, no, emoji: "👍".into(), on: true }).await;
    let given = |s: &crate::world::Screen| {
        s.room(room).messages[0].reactions.all().iter().map(|r| (r.emoji.clone(), r.by.len())).collect::<Vec<_>>()
    };
    bo.until("both", |s| (given(s) == [("👍".to_owned(), 2)]).then_some(())).await;
    for wrong in ["", "<b>", "👍👍", "no_such_emoji"] {
        let problem = bo.asks(&React { room, no, emoji: wrong.into(), on: true }).await.unwrap_err();
        assert_eq!((problem.code, problem.field.as_deref()), (ProblemCode::Invalid, Some("emoji")), "{wrong}");
    }
    const MANY: [&str; 20] = [
        "🐀", "🐁", "🐂", "🐃", "🐄", "🐅", "🐆", "🐇", "🐈", "🐉", "🐊", "🐋", "🐌", "🐍", "🐎", "🐏", "🐐", "🐑",
        "🐒", "🐓",
    ];
    let mut refused = 0;
    for emoji in MANY {
        refused += usize::from(bo.asks(&React { room, no, emoji: emoji.into(), on: true }).await.is_err());
    }
    assert_eq!(refused, 1, "twenty kinds are the most");
}

#[tokio::test]
async fn every_emoji_is_found_by_its_name_or_among_its_like() {
    let (_world, mut ada, mut bo, room) = two_in_a_room().await;
    let no = ada.says(room, "Done").await.no;
    let found = bo.does(&FindEmoji { typed: "tad".into() }).await;
    assert_eq!((found[0].emoji.as_str(), found[0].name.as_str()), ("🎉", "tada"));
    assert_eq!(bo.does(&FindEmoji { typed: "a".into() }).await.len(), 6);
    let at = format!("/r/{room}/{no}/react");
    for (asked, has, has_not) in [("", "😀", "🍎"), ("?group=food", "🍎", "😀"), ("?q=party+pop", "🎉", "🍎")]
    {
        let page = bo.browser.get(&format!("{at}{asked}")).await.is(200);
        let offers = |emoji: &str| page.text().contains(&format!("name=\"on\" value=\"{emoji}\""));
        assert!(offers(has) && !offers(has_not) && page.text().contains("Done"), "{asked}");
    }
    let page = bo.browser.get(&format!("{at}?q=<qqq>")).await.is(200);
    assert!(page.text().contains("No emoji has a name like that.") && !page.text().contains("<qqq>"));
    bo.browser.post(&at, &[("on", "🎉")]).await.is(303);
    let page = bo.browser.get(&format!("{at}?q=tada")).await.is(200);
    assert!(page.text().contains("name=\"off\" value=\"🎉\""), "what is given can be taken back");
    ada.does(&DeleteMessage { room, no }).await;
    assert_eq!(bo.browser.get(&at).await.status, 404);
}

#[tokio::test]
async fn an_answer_quotes_what_it_answers_as_it_is_now() {
    let (_world, mut ada, mut bo, room) = two_in_a_room().await;
    let no = ada.says(room, "Shall we *sail*?").await.no;
    let post = PostMessage { room, cid: new_cid(), body: "Yes".into(), reply: Some(no), files: vec![] };
    bo.does(&post).await;
    let quoted = |m: &app::domain::Message| m.reply.as_ref().map(|q| (q.no, q.by.name.clone(), q.text.clone()));
    assert_eq!(quoted(&ada.sees(room, "Yes").await), Some((no, "Ada".into(), "Shall we sail?".into())));
    ada.does(&EditMessage { room, no, base_rev: 0, body: "Shall we row?".into() }).await;
    let seen = |s: &crate::world::Screen| s.room(room).messages.get(1).and_then(quoted).map(|q| q.2);
    bo.until("the new words", |s| (seen(s).as_deref() == Some("Shall we row?")).then_some(())).await;
    // What is not there cannot be answered; what was written is said all the same.
    let none = PostMessage { room, cid: new_cid(), body: "To whom?".into(), reply: Some(999), files: vec![] };
    bo.does(&none).await;
    assert_eq!(ada.sees(room, "To whom?").await.reply, None);
}

#[tokio::test]
async fn everything_works_by_forms() {
    let (_world, mut ada, mut bo, room) = two_in_a_room().await;
    let no = bo.says(room, "By form").await.no;
    let at = format!("/r/{room}/{no}");
    let back = format!("{at}#m{no}");
    let mut post = async |what: &str, fields: &[(&str, &str)]| {
        let answer = bo.browser.post(&format!("{at}/{what}"), fields).await.is(303);
        assert_eq!(answer.header("location"), Some(back.as_str()), "{what}");
    };
    post("react", &[("on", "👍")]).await;
    post("pin", &[("pin", "on")]).await;
    post("edit", &[("base_rev", "0"), ("body", "Changed by form")]).await;
    let seen = ada.sees(room, "Changed by form").await;
    assert!(seen.pinned && seen.reactions.all().len() == 1 && seen.edited.is_some());
    let pins = ada.browser.get(&format!("/r/{room}?panel=pins")).await.is(200).page().pins.unwrap();
    assert_eq!(pins.len(), 1);
    post("react", &[("off", "👍")]).await;
    post("pin", &[("pin", "off")]).await;

    let reply = [("cid", new_cid().to_string()), ("body", "An answer".into()), ("reply", no.to_string())];
    let fields: Vec<(&str, &str)> = reply.iter().map(|(name, value)| (*name, value.as_str())).collect();
    ada.browser.post(&format!("/r/{room}/messages"), &fields).await.is(303);
    assert_eq!(ada.sees(room, "An answer").await.reply.map(|q| q.no), Some(no));

    // What cannot be taken comes back as it was typed.
    let page = bo.browser.post(&format!("{at}/edit"), &[("base_rev", "0"), ("body", "Typed in vain")]).await.is(422);
    assert!(page.text().contains("Typed in vain") && page.text().contains("changed meanwhile"));
    bo.browser.post(&format!("{at}/delete"), &[]).await.is(303);
    ada.until("the deletion", |s| s.room(room).messages.iter().any(|m| m.no == no && m.deleted).then_some(())).await;
    assert_eq!(ada.browser.get(&format!("{at}/edit")).await.status, 404);
}

#[tokio::test]
async fn strangers_to_the_room_find_nothing_to_change() {
    let (world, mut ada, mut bo, room) = two_in_a_room().await;
    let no = bo.says(room, "Ours").await.no;
    let mut eve = world.member(&mut ada, "Eve").await;
    eve.opens_the_list().await;
    for outcome in [
        eve.asks(&EditMessage { room, no, base_rev: 0, body: "x".into() }).await.map(drop),
        eve.asks(&DeleteMessage { room, no }).await.map(drop),
        eve.asks(&React { room, no, emoji: "👍".into(), on: true }).await.map(drop),
        eve.asks(&PinMessage { room, no, on: true }).await.map(drop),
        eve.asks(&ListRevisions { room, no }).await.map(drop),
        eve.asks(&ListPins { room }).await.map(drop),
    ] {
        assert_eq!(outcome.unwrap_err().code, ProblemCode::NotFound);
    }
}

//! Search, by the page that every browser has: what is found, by whom, and how one goes on.

use app::domain::RoomId;
use app::protocol::{
    DeleteMessage, EditMessage, Invite, LeaveRoom, MakeRoom, OpenDirect, PinMessage, PostMessage, React, Remove,
    StartThread,
};
use reqwest::Url;

use crate::world::{Answer, Person, World, new_cid};

async fn asks(person: &mut Person, typed: &str) -> Answer {
    let url = Url::parse_with_params("http://x/search", [("q", typed)]).unwrap();
    person.browser.get(&format!("{}?{}", url.path(), url.query().unwrap())).await.is(200)
}

/// The ways to the messages on a page of results, in order.
fn ways(page: &Answer) -> Vec<String> {
    let links = page.text().split("class=\"message-card__time\" href=\"").skip(1);
    links.map(|rest| rest[..rest.find('#').unwrap()].to_owned()).collect()
}

async fn finds(person: &mut Person, typed: &str) -> Vec<u64> {
    let page = asks(person, typed).await;
    ways(&page).iter().map(|way| way.rsplit('/').next().unwrap().parse().unwrap()).collect()
}

/// Where a link with these words leads.
fn link(page: &Answer, words: &str) -> Option<String> {
    let text = page.text();
    let end = text.find(&format!(">{words}</a>"))?;
    let start = text[..end].rfind("href=\"")? + 6;
    Some(text[start..start + text[start..].find('"')?].replace("&amp;", "&"))
}

async fn two() -> (World, Person, Person, RoomId) {
    let world = World::begin().await;
    let mut ada = world.owner("Ada Marsh").await;
    let mut bo = world.member(&mut ada, "Bo").await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens_the_list().await;
    bo.opens_the_list().await;
    (world, ada, bo, room)
}

#[tokio::test]
async fn what_was_acknowledged_is_found_at_once_and_shows_why() {
    let (mut world, mut ada, mut bo, room) = two().await;
    ada.says(room, "The **deployment** of <b>Tidegate</b> is done").await;
    let page = asks(&mut bo, "ploy tidegate").await;
    assert_eq!(ways(&page), [format!("/r/{room}-harbour/1")]);
    assert!(
        page.text().contains("<span>The de</span><mark>ploy</mark><span>ment of &lt;b&gt;</span><mark>Tidegate</mark>")
    );
    assert!(page.text().contains("value=\"ploy tidegate\"") && page.text().contains("<title>ploy tidegate · Search"));
    assert_eq!(finds(&mut bo, "\"is done\" -boat").await, [1]);
    assert_eq!(finds(&mut bo, "deployments").await, [0; 0]);
    // Another text is found instead, and what is deleted is found no more.
    ada.does(&EditMessage { room, no: 1, base_rev: 0, body: "The train is late".into() }).await;
    assert_eq!((finds(&mut bo, "tidegate").await, finds(&mut bo, "TRAIN").await), (vec![], vec![1]));
    world.restart().await;
    assert_eq!(finds(&mut bo, "train").await, [1]);
    ada.loses_connection();
    ada.connects().await;
    ada.does(&DeleteMessage { room, no: 1 }).await;
    assert!(asks(&mut bo, "train").await.text().contains("Nothing was found."));
}

#[tokio::test]
async fn nobody_finds_what_they_may_not_read() {
    let (world, mut ada, mut bo, room) = two().await;
    let mut cy = world.member(&mut ada, "Cy").await;
    let closed = ada.does(&MakeRoom { name: "Captains".into(), topic: String::new(), closed: true }).await.id;
    ada.does(&Invite { room: closed, person: bo.id }).await;
    ada.says(closed, "treasure under the palm").await;
    let thread = ada.does(&StartThread { room: closed, no: 1 }).await.room;
    ada.says(thread, "treasure: seven steps north").await;
    let direct = ada.does(&OpenDirect { people: vec![bo.id] }).await.id;
    ada.says(direct, "keep the treasure to yourself").await;
    // Who is in the room sees its threads, too, whether they follow them or not.
    assert_eq!(ways(&asks(&mut bo, "treasure").await).len(), 3);
    let page = asks(&mut bo, "treasure is:thread").await;
    assert!(page.text().contains("Thread in Captains") && ways(&page).len() == 1);
    // Of rooms one is not in, not even that they are there.
    assert!(finds(&mut cy, "treasure").await.is_empty() && finds(&mut cy, "from:ada treasure").await.is_empty());
    let nowhere = |typed: &str| format!("You are in no room called “{typed}”.");
    for typed in ["captains", "nothing"] {
        assert!(asks(&mut cy, &format!("treasure in:{typed}")).await.text().contains(&nowhere(typed)));
    }
    // Who is taken out finds nothing more; who never was in an open room neither.
    ada.does(&Remove { room: closed, person: bo.id }).await;
    assert_eq!(ways(&asks(&mut bo, "treasure").await).len(), 1, "what was said to Bo alone");
    ada.says(room, "treasure map").await;
    bo.does(&LeaveRoom { room }).await;
    assert_eq!(ways(&asks(&mut bo, "treasure").await).len(), 1);
    assert!(world.browser().get("/search?q=treasure").await.location().starts_with("/sign-in"));
}

#[tokio::test]
async fn operators_say_who_where_when_and_what() {
    let (_world, mut ada, mut bo, room) = two().await;
    let garden = ada.does(&MakeRoom { name: "Kitchen Garden".into(), topic: String::new(), closed: false }).await.id;
    ada.says(room, "one: see https://example.com").await;
    bo.says(room, "one: @ada, run `make`").await;
    ada.says(room, "one more").await;
    ada.says(garden, "one bean").await;
    let direct = bo.does(&OpenDirect { people: vec![ada.id] }).await.id;
    bo.says(direct, "one secret").await;
    bo.does(&PinMessage { room, no: 1, on: true }).await;
    bo.does(&React { room, no: 3, emoji: "👍".into(), on: true }).await;
    ada.does(&EditMessage { room, no: 3, base_rev: 0, body: "one more, changed".into() }).await;
    let thread = bo.does(&StartThread { room, no: 1 }).await.room;
    bo.says(thread, "one reply").await;
    for (typed, expected) in [
        ("one from:bo in:harbour", vec![1, 2]),
        ("one from:@ada in:#Harbour", vec![3, 1]),
        ("one from:\"Ada Marsh\" in:\"kitchen garden\"", vec![1]),
        ("one from:me in:harbour in:\"Kitchen Garden\"", vec![1, 3, 1]),
        ("one in:@bo", vec![1]),
        ("has:link", vec![1]),
        ("has:code", vec![2]),
        ("has:reaction", vec![3]),
        ("has:thread", vec![1]),
        ("is:pinned", vec![1]),
        ("is:edited", vec![3]),
        ("is:thread", vec![1]),
        ("is:direct one", vec![1]),
        ("is:mention", vec![2]),
        ("is:unread in:harbour from:bo is:thread", vec![1]),
        ("one on:today in:harbour -reply", vec![3, 2, 1]),
        ("one before:today", vec![]),
        ("one after:yesterday in:@bo", vec![1]),
    ] {
        assert_eq!(finds(&mut ada, typed).await, expected, "{typed}");
    }
    ada.says(garden, "two, by @Ádá").await;
    assert_eq!(finds(&mut bo, "two from:ÁDA").await, [0; 0], "of a room that Bo is not in");
    assert_eq!(finds(&mut ada, "two by from:ÁDA in:\"KITCHEN gardén\"").await, [2]);
    for (typed, words) in [
        ("from:zoe", "There is nobody called “zoe” here."),
        ("is:blue", "“is:blue” is not known."),
        ("on:someday", "“someday” is no day."),
    ] {
        assert!(asks(&mut ada, typed).await.text().contains(words), "{typed}");
    }
    assert!(ada.browser.get("/search").await.is(200).text().contains("How to ask"));
    ada.browser.get("/search?before=x").await.is(400);
}

#[tokio::test]
async fn one_goes_on_to_the_oldest_in_either_order_and_meets_nothing_twice() {
    let (_world, mut ada, _bo, room) = two().await;
    for n in 1..=70 {
        let body = if n % 10 == 0 { format!("a boat, number {n}") } else { format!("lifeboats {n}") };
        ada.tells(&PostMessage { room, cid: new_cid(), body, reply: None, files: vec![] }).await;
    }
    ada.says(room, "the last boat").await;
    let mut page = asks(&mut ada, "boat").await;
    let mut found = finds(&mut ada, "boat").await;
    while let Some(older) = link(&page, "Older") {
        page = ada.browser.get(&older).await.is(200);
        found.extend(ways(&page).iter().map(|way| way.rsplit('/').next().unwrap().parse::<u64>().unwrap()));
    }
    assert_eq!(found, (1..=71).rev().collect::<Vec<_>>());
    let best = link(&page, "Best match").unwrap();
    page = ada.browser.get(&best).await.is(200);
    let number = |way: &String| way.rsplit('/').next().unwrap().parse::<u64>().unwrap();
    let mut found: Vec<u64> = ways(&page).iter().map(number).collect();
    assert_eq!(found[..9], [71, 70, 60, 50, 40, 30, 20, 10, 69], "whole words first");
    while let Some(more) = link(&page, "More") {
        page = ada.browser.get(&more).await.is(200);
        found.extend(ways(&page).iter().map(number));
    }
    found.sort_unstable();
    assert_eq!(found, (1..=71).collect::<Vec<_>>());
    assert!(link(&page, "Newest first").is_some_and(|way| way == "/search?q=boat"));
}

#[tokio::test]
async fn any_script_is_found_by_a_part_of_a_word_and_a_short_word_by_its_beginning() {
    let (_world, mut ada, mut bo, room) = two().await;
    for body in ["東京タワーの会議は明日です", "сегодня всё готово", "Go to the Café", "대한국인", "a cargo of ﬁsh"]
    {
        ada.says(room, body).await;
    }
    for (typed, expected) in [
        ("京タ", vec![1]),
        ("議", vec![1]),
        ("годн", vec![2]),
        ("ВСЕ", vec![2]),
        ("go", vec![3]),
        ("argo", vec![5]),
        ("cafe", vec![3]),
        ("한국", vec![4]),
        ("fish", vec![5]),
        ("北京", vec![]),
    ] {
        assert_eq!(finds(&mut bo, typed).await, expected, "{typed}");
    }
}

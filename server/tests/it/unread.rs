//! What waits for somebody: unread messages, and those that call them. Whatever happens, every screen shows what a
//! recount of the messages gives.

use app::domain::{Block, Inline, Message, RoomId, UserId};
use app::protocol::{
    DeleteMessage, Direction, EditMessage, Invite, JoinRoom, LeaveRoom, ListPeople, LoadHistory, MakeRoom, MarkRead,
    MarkUnread, OpenDirect, PostMessage, Remove, RoomEntry, StartThread,
};

use crate::world::{Person, World, new_cid};

async fn three() -> (World, [Person; 3], RoomId) {
    let world = World::begin().await;
    let mut ada = world.owner("Ada Marsh").await;
    let mut bo = world.member(&mut ada, "Bo").await;
    let mut cy = world.member(&mut ada, "Cy").await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo, &mut cy]).await;
    for person in [&mut ada, &mut bo, &mut cy] {
        person.opens_the_list().await;
    }
    (world, [ada, bo, cy], room)
}

fn inlines(message: &Message) -> Vec<Inline> {
    match message.nodes.as_slice() {
        [Block::Paragraph(inlines)] => inlines.clone(),
        other => panic!("one paragraph, not {other:?}"),
    }
}

async fn entry_of(person: &mut Person, room: RoomId, what: &str, is: impl Fn(&RoomEntry) -> bool) -> RoomEntry {
    person.until(what, |s| s.sidebar().room(room).filter(|entry| is(entry)).cloned()).await
}

#[tokio::test]
async fn whoever_is_called_by_name_is_told_wherever_they_look() {
    let (_world, [mut ada, mut bo, mut cy], room) = three().await;
    let no = ada.says(room, "@Bo and @nobody, see #harbour").await.no;
    let entry = entry_of(&mut bo, room, "a call", |entry| entry.calls() == 1 && entry.unread() == 1).await;
    assert_eq!(entry.mentions, [no]);
    assert_eq!(entry_of(&mut cy, room, "the message", |entry| entry.msg_no == no).await.calls(), 0);
    let said = bo.loads(room).await.1.messages.pop().unwrap();
    let expected = [
        Inline::Person(bo.id, "bo".into()),
        Inline::Text(" and @nobody, see ".into()),
        Inline::Room(room, "harbour".into()),
    ];
    assert_eq!(inlines(&said), expected);
    // Another text calls others.
    ada.does(&EditMessage { room, no, base_rev: 0, body: "@cy, rather".into() }).await;
    entry_of(&mut bo, room, "no call any more", |entry| entry.calls() == 0).await;
    entry_of(&mut cy, room, "a call", |entry| entry.calls() == 1).await;
    let page = cy.browser.get("/mentions").await.is(200);
    assert!(page.text().contains("rather") && page.text().contains(&format!("/{no}#m{no}")));
    assert!(bo.browser.get("/mentions").await.is(200).text().contains("Nobody has called you yet."));
    ada.does(&DeleteMessage { room, no }).await;
    let entry = entry_of(&mut cy, room, "nothing", |entry| entry.calls() == 0).await;
    assert_eq!(entry.unread(), 0, "what is deleted waits for nobody");
}

#[tokio::test]
async fn all_are_called_at_once_and_nobody_calls_themselves_or_strangers() {
    let (world, [mut ada, mut bo, mut cy], room) = three().await;
    let mut dee = world.member(&mut ada, "Dee").await;
    dee.opens_the_list().await;
    cy.disconnects().await;
    ada.looks_at(room).await;
    ada.sees_online(room, cy.id, false).await;
    let here = ada.says(room, "@here we go, @ada @dee").await.no;
    entry_of(&mut bo, room, "a call", |entry| entry.mentions == [here]).await;
    let all = ada.says(room, "And now **@room**").await.no;
    entry_of(&mut bo, room, "another", |entry| entry.mentions == [here, all]).await;
    cy.connects().await;
    entry_of(&mut cy, room, "only the one for all", |entry| entry.mentions == [all]).await;
    assert!(ada.loads_sidebar().await.room(room).unwrap().mentions.is_empty());
    assert!(dee.browser.get("/mentions").await.text().contains("Nobody has called you yet."));
    // Code calls nobody, and neither does an address.
    let last = ada.says(room, "`@bo` and ada@bo.example").await.no;
    assert_eq!(entry_of(&mut bo, room, "it", |entry| entry.msg_no == last).await.mentions, [here, all]);
    // A room that one is not in is no business of theirs.
    bo.does(&LeaveRoom { room }).await;
    assert!(!bo.browser.get("/mentions").await.is(200).text().contains("we go"));
}

#[tokio::test]
async fn handles_are_unique_and_what_is_closed_has_no_name_elsewhere() {
    let (world, [mut ada, ..], room) = three().await;
    let other = world.member(&mut ada, "Bo Ito").await;
    let people = ada.does(&ListPeople {}).await;
    let of = |id: UserId| people.iter().find(|p| p.id == id).unwrap().handle.clone();
    assert_eq!((of(ada.id), of(other.id)), ("ada".to_owned(), "bo.ito".to_owned()));
    ada.does(&MakeRoom { name: "Captains".into(), topic: String::new(), closed: true }).await;
    ada.says(room, "See #captains").await;
    assert!(ada.loads(room).await.1.messages.pop().unwrap().nodes.is_empty());
}

#[tokio::test]
async fn a_room_is_read_again_from_where_one_wants() {
    let (_world, [mut ada, mut bo, _], room) = three().await;
    for n in 1..=3 {
        ada.says(room, &format!("Ada {n}")).await;
    }
    bo.says(room, "Bo").await;
    ada.says(room, "@bo?").await;
    bo.does(&MarkRead { room, no: 5 }).await;
    let mut phone = bo.another_device().await;
    phone.opens_the_list().await;
    bo.does(&MarkUnread { room, no: 2 }).await;
    for screen in [&mut bo, &mut phone] {
        let entry = entry_of(screen, room, "what waits", |entry| entry.read_no == 1 && entry.msg_no == 5).await;
        assert_eq!((entry.unread(), entry.first_unread(), entry.calls()), (3, Some(2), 1), "one’s own does not count");
    }
    // The page tells why, and by which message.
    let page = bo.browser.get("/unread").await.is(200);
    for words in ["3 messages", "Ada 2", "Ada 3", "/2#m2"] {
        assert!(page.text().contains(words), "{words}");
    }
    assert!(!page.text().contains("Ada 1"));
    bo.browser.post(&format!("/r/{room}/read"), &[("no", "5")]).await.is(303);
    entry_of(&mut phone, room, "nothing", |entry| entry.unread() == 0).await;
    assert!(bo.browser.get("/unread").await.text().contains("You have read everything."));
    bo.browser.post(&format!("/r/{room}/3/unread"), &[]).await.is(303);
    entry_of(&mut phone, room, "two", |entry| entry.unread() == 2).await;
}

/// Numbers that look like chance, and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

#[tokio::test]
async fn everything_that_a_page_shows_is_read_at_once_and_nothing_that_came_since() {
    let (world, [mut ada, mut bo, mut cy], room) = three().await;
    let other = world.room("Quay", &mut ada, &mut [&mut bo]).await;
    bo.opens_the_list().await;
    ada.says(room, "One").await;
    ada.says(other, "Two").await;
    let places = |seen: u64| format!("{room}:{seen},{other}:1,999:5");
    let page = bo.browser.get("/unread").await.is(200);
    assert!(page.text().contains("Mark all as read"));
    let seen = bo.loads_sidebar().await.room(room).unwrap().msg_no;
    // While the page is read.
    ada.says(room, "Three").await;
    let form = [("places", places(seen)), ("back", "threads".to_owned())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(bo.browser.post("/unread", &form).await.location(), "/threads");
    entry_of(&mut bo, other, "nothing waits", |entry| entry.unread() == 0).await;
    entry_of(&mut bo, room, "what came since", |entry| entry.unread() == 1).await;
    assert!(!bo.browser.get("/unread").await.is(200).text().contains("Mark all as read"));
    // Who is in none of the rooms has nothing to read there.
    cy.does(&LeaveRoom { room: other }).await;
    assert_eq!(cy.browser.post("/unread", &[("places", &format!("{other}:1"))]).await.location(), "/unread");
    assert_eq!(cy.browser.post("/unread", &[("places", "all")]).await.status, 400);
}

/// What waits by counting, from all the messages of the room.
async fn recount(person: &mut Person, entry: &RoomEntry, handle: &str) -> (u64, u64) {
    let page = LoadHistory { room: entry.id, direction: Direction::After, no: entry.read_no, limit: 100 };
    let me = person.id;
    let waiting: Vec<Message> =
        person.does(&page).await.messages.into_iter().filter(|m| !m.deleted && m.by.id != me).collect();
    let call = format!("@{handle}");
    let calls = waiting.iter().filter(|m| m.body.contains(&call) || m.body.contains("@room")).count() as u64;
    (waiting.len() as u64, if entry.people.is_empty() { calls } else { waiting.len() as u64 })
}

#[tokio::test]
async fn whatever_happens_every_screen_shows_what_a_recount_gives() {
    for seed in 1..=6 {
        let (_world, mut people, harbour) = three().await;
        let ids = people.each_ref().map(|person| person.id);
        let direct = people[1].does(&OpenDirect { people: vec![ids[2]] }).await.id;
        let side = people[0].does(&MakeRoom { name: "Side".into(), topic: String::new(), closed: false }).await.id;
        people[0].says(harbour, "Who steers?").await;
        people[0].says(side, "And who rows?").await;
        let thread = people[1].does(&StartThread { room: harbour, no: 1 }).await.room;
        let below = people[0].does(&StartThread { room: side, no: 1 }).await.room;
        let mut phones = Vec::new();
        for person in &mut people {
            // Half of the times everybody follows the thread from the beginning, and to its end.
            if seed % 2 == 0 {
                person.says(thread, "I do").await;
            }
            phones.push(person.another_device().await);
        }
        for phone in &mut phones {
            phone.opens_the_list().await;
        }
        let come_and_go = |room| room == side || room == below || room == thread && seed % 2 == 1;
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ seed);
        for _ in 0..25 {
            for _ in 0..4 {
                let person = &mut people[dice.roll(3) as usize];
                let room = [harbour, side, direct, thread, below][dice.roll(5) as usize];
                // Where people come and go they read on: who was called before they came was not called.
                something(person, room, come_and_go(room), &ids, &mut dice).await;
            }
            for ((person, phone), handle) in people.iter_mut().zip(&mut phones).zip(["ada", "bo", "cy"]) {
                let fresh = person.loads_sidebar().await;
                let what = format!("{handle}’s screen as {fresh:#?}, by seed {seed}");
                for screen in [&mut *person, phone] {
                    screen.until(&what, |s| s.is_level(&fresh).then_some(())).await;
                }
                for entry in fresh.all() {
                    let counted = recount(person, entry, handle).await;
                    assert_eq!((entry.unread(), entry.calls()), counted, "{handle}, {entry:?}, by seed {seed}");
                }
            }
        }
    }
}

/// One of the things that people do. Whether it is allowed is of no interest.
async fn something(person: &mut Person, room: RoomId, they_come_and_go: bool, ids: &[UserId; 3], dice: &mut Dice) {
    let no = dice.roll(12) + 1;
    let body = ["Words", "@ada", "@bo and @cy", "All of @room", "**@cy**"][dice.roll(5) as usize].to_owned();
    let other = ids[dice.roll(3) as usize];
    match dice.roll(16) {
        0..=5 => drop(person.asks(&PostMessage { room, cid: new_cid(), body, reply: None, files: vec![] }).await),
        6 => drop(person.asks(&PostMessage { room, cid: new_cid(), body, reply: Some(no), files: vec![] }).await),
        7 => {
            let base_rev = dice.roll(2) as u32;
            drop(person.asks(&EditMessage { room, no, base_rev, body }).await);
        }
        8 | 9 => drop(person.asks(&DeleteMessage { room, no }).await),
        10 | 11 => drop(person.asks(&MarkRead { room, no }).await),
        _ if !they_come_and_go => drop(person.asks(&MarkUnread { room, no }).await),
        12 | 13 => drop(person.asks(&LeaveRoom { room }).await),
        14 => drop(person.asks(&JoinRoom { room }).await),
        _ => {
            drop(person.asks(&Remove { room, person: other }).await);
            drop(person.asks(&Invite { room, person: other }).await);
        }
    }
}

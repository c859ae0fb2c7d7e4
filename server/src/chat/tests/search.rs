//! Search finds what a plain reading of everything finds, whatever of it is in the index.

use std::collections::BTreeSet;

use app::domain::{MessageBody, Order, Rest, RoomId};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::super::*;
use super::world::{GENERAL, World};
use crate::search::Query;

const BODIES: [&str; 6] = [
    "the red boat",
    "Boats and **red** oars",
    "東京タワー",
    "a late train, see https://example.com",
    "go, café",
    "bored",
];
const QUESTIONS: [&str; 9] =
    ["red", "boat", "\"red oars\"", "タ", "go", "cafe", "ore", "has:link", "red -boats from:bo"];

#[derive(Clone, Copy, Debug)]
enum Step {
    Say { by: usize, place: usize, body: usize },
    Change { which: usize, body: usize },
    Delete { which: usize },
    Index,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..2_usize, 0..3_usize, 0..BODIES.len()).prop_map(|(by, place, body)| Step::Say { by, place, body }),
        2 => (any::<usize>(), 0..BODIES.len()).prop_map(|(which, body)| Step::Change { which, body }),
        1 => any::<usize>().prop_map(|which| Step::Delete { which }),
        1 => Just(Step::Index),
    ]
}

fn question(typed: &str) -> Question {
    Question { typed: typed.into(), order: Order::Newest, before: None, page: 1, zone: TimeZone::UTC }
}

/// Everything that is found, page by page.
async fn found(chat: &Chat, actor: &Actor, typed: &str) -> Vec<(RoomId, u64)> {
    let (mut all, mut question) = (Vec::new(), question(typed));
    loop {
        let (_, results) = chat.search(actor, &question).await.unwrap();
        all.extend(results.found.iter().map(|found| (found.room, found.no)));
        match results.rest {
            Some(Rest::Before(position)) => question.before = Some(position),
            None => return all,
            other => panic!("not among so few: {other:?}"),
        }
    }
}

async fn play(steps: &[Step]) {
    let any = Rate { burst: 1_000, every_ms: 0 };
    let world = World::empty(Rates { post: any, change: any, search: any, ..Rates::default() }).await;
    let ada = world.chat.first_run(super::world::first_run("Ada"), &super::world::visitor(1)).await.unwrap().actor;
    let bo = world.join(&ada, "Bo").await;
    let own = world.make_room(&ada, "Own").await;
    world.say(&ada, GENERAL, 1, "red root").await.unwrap();
    let thread = world.chat.start_thread(&ada, GENERAL, 1).await.unwrap().room;
    let mut said = vec![(ada.clone(), GENERAL, 1)];
    for (cid, step) in (2..).zip(steps) {
        match *step {
            Step::Say { by, place, body } => {
                let (actor, room) = ([&ada, &bo][by], [GENERAL, thread, own][place]);
                if let Ok(posted) = world.say(actor, room, cid, BODIES[body]).await {
                    said.push((actor.clone(), room, posted.no));
                }
            }
            Step::Change { which, body } => {
                let (actor, room, no) = &said[which % said.len()];
                let rev = world.chat.load_room(actor, *room).await.unwrap().messages[*no as usize - 1].rev();
                // What is deleted stays so.
                let body = MessageBody::parse(BODIES[body]).unwrap();
                let _ = world.chat.edit(actor, *room, *no, rev, body).await;
            }
            Step::Delete { which } => {
                let (actor, room, no) = &said[which % said.len()];
                let _ = world.chat.delete(actor, *room, *no).await;
            }
            Step::Index => world.chat.store.index_all().await.unwrap(),
        }
    }
    for actor in [&ada, &bo] {
        for typed in QUESTIONS {
            let query = Query::parse(typed, jiff::civil::date(2026, 11, 25));
            let mut expected = BTreeSet::new();
            for room in [GENERAL, thread, own] {
                let Ok(view) = world.chat.load_room(actor, room).await else { continue };
                let fits = view.messages.iter().filter(|message| {
                    let is_theirs = query.from.is_empty() || message.by.id == bo.user();
                    !message.deleted && is_theirs && query.fit(&message.body, || message.nodes.clone()).is_some()
                });
                expected.extend(fits.map(|message| (room, message.no)));
            }
            let found = found(&world.chat, actor, typed).await;
            assert_eq!(found.len(), expected.len(), "nothing twice: {typed}");
            assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected, "{typed} by {}", actor.user());
        }
    }
}

#[test]
fn what_is_found_is_what_a_plain_reading_finds() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let mut runner = TestRunner::new(Config { cases: 16, ..Config::default() });
    let steps = proptest::collection::vec(step(), 1..48);
    runner
        .run(&steps, |steps| {
            runtime.block_on(play(&steps));
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn whoever_searches_all_the_time_waits() {
    let (world, ada, bo) = World::new().await;
    for _ in 0..20 {
        world.chat.search(&ada, &question("red")).await.unwrap();
    }
    let limited = app::protocol::Problem::from(world.chat.search(&ada, &question("red")).await.unwrap_err());
    assert_eq!(limited.after_ms, Some(6_000));
    world.chat.search(&ada, &question("")).await.expect("the empty page asks for nothing");
    world.chat.search(&bo, &question("red")).await.unwrap();
}

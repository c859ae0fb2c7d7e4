//! The connection may break at any byte. Whoever comes back is told what happened meanwhile,
//! once and in order, and what they had sent is done, once.

use std::sync::Arc;
use std::time::Duration;

use app::domain::RoomId;
use app::protocol::{
    ClientFrame, CloseCode, DeleteMessage, EditMessage, JoinRoom, LeaveRoom, ListMembers, LoadRoom, MarkRead,
    PinMessage, PostMessage, React, RenameRoom, SetTopic, StartTyping, Watch,
};

use crate::world::{Address, Carried, Cut, Cutter, Person, Point, World, new_cid};

/// Ada acts over a wire that is cut somewhere; Bo talks in between over a good one.
struct Scene {
    world: World,
    ada: Person,
    bo: Person,
}

impl Scene {
    async fn set() -> Self {
        let world = World::begin().await;
        let (mut ada, mut bo) = world.two().await;
        bo.opens_the_list().await;
        ada.opens_the_list().await;
        ada.loses_connection();
        Self { world, ada, bo }
    }

    /// Runs the script in a room of its own. Returns what went up and down until the cut.
    async fn plays(&mut self, name: &str, cut: Cut) -> (Arc<Carried>, Arc<Carried>) {
        let room = self.world.room(name, &mut self.bo, &mut [&mut self.ada]).await;
        self.bo.looks_at(room).await;
        let cutter = Cutter::before(self.ada_address(), cut).await;
        let (sidebar, view) = self.ada.loads(room).await;
        let from = view.as_of;
        self.ada.screen = crate::world::Screen::born(sidebar, Some(view));
        self.ada.via = Some(cutter.address);
        while !self.ada.tries_to_connect().await {}

        let mut said = Vec::new();
        for n in 0..4 {
            self.bo.says(room, &format!("Bo {n}")).await;
            said.push(
                self.insists(&PostMessage {
                    room,
                    cid: new_cid(),
                    body: format!("Ada {n}"),
                    reply: None,
                    files: vec![],
                })
                .await
                .no,
            );
            match n {
                0 => {
                    self.insists(&SetTopic { room, topic: "Told once".into() }).await;
                    self.insists(&React { room, no: 1, emoji: "👍".into(), on: true }).await;
                }
                1 => {
                    self.insists(&RenameRoom { room, name: format!("{name} renamed") }).await;
                    let body = "Ada, once more".into();
                    self.insists(&EditMessage { room, no: said[0], base_rev: 0, body }).await;
                }
                2 => {
                    self.insists(&MarkRead { room, no: 3 }).await;
                    self.insists(&PinMessage { room, no: 3, on: true }).await;
                }
                _ => {
                    self.insists(&DeleteMessage { room, no: said[1] }).await;
                }
            }
            self.bo.tells(&StartTyping { room }).await;
        }
        self.is_right(room, from, &said).await;
        self.bo.does(&LeaveRoom { room }).await;
        self.bo.screen.rooms.clear();
        self.insists(&LeaveRoom { room }).await;
        self.ada.screen.rooms.clear();
        self.ada.disconnects().await;
        (cutter.up.clone(), cutter.down.clone())
    }

    fn ada_address(&self) -> Address {
        self.ada.browser.address.clone()
    }

    /// Sends the same command, as the outbox does, until it is answered.
    async fn insists<A: app::protocol::Ask>(&mut self, command: &A) -> A::Ok {
        for _ in 0..5 {
            if self.ada.wire.is_none() && !self.ada.tries_to_connect().await {
                continue;
            }
            let i = self.ada.sends(command).await;
            match self.ada.hears::<A>(i).await {
                Some(Ok(ok)) => return ok,
                // The first try was heard, and only its answer was lost.
                Some(Err(problem)) if A::OP == "room.leave" && problem.code == app::protocol::ProblemCode::NotFound => {
                    return serde_json::from_str("{}").unwrap();
                }
                Some(Err(problem)) => panic!("“{}” is refused: {problem:?}", A::OP),
                None => {}
            }
        }
        panic!("“{}” is never answered", A::OP)
    }

    async fn is_right(&mut self, room: RoomId, from: u64, said: &[u64]) {
        // The last cut may fall into the last answer, so Ada may have to come back first.
        self.insists(&ListMembers { room }).await;
        let fresh = self.bo.loads(room).await.1;
        while self.ada.screen.room(room).as_of < fresh.as_of {
            if self.ada.wire.is_none() {
                self.ada.connects().await;
            } else {
                self.ada.reads().await;
            }
        }
        self.bo.catches_up(room, fresh.as_of).await;
        let expected: Vec<u64> = (from + 1..=fresh.as_of).collect();
        assert_eq!(self.ada.screen.seqs(room), expected, "nothing lost, nothing twice, in order");
        assert_eq!((self.ada.screen.gaps, self.ada.screen.resets.len()), (0, 0));
        let shown = self.ada.screen.room(room);
        assert_eq!(shown.messages, fresh.messages);
        assert_eq!((&shown.room, shown.member_count), (&fresh.room, fresh.member_count));
        let mine = |m: &&app::domain::Message| m.by.id == self.ada.id;
        let numbers: Vec<u64> = fresh.messages.iter().filter(mine).map(|m| m.no).collect();
        assert_eq!(numbers, said, "what was answered is there, once");
        assert_eq!(fresh.messages.len(), 8);
    }
}

/// So many cuts by bytes in each direction, besides those between the frames.
const CUTS: u64 = 60;

/// One cut after every frame, and cuts by steps that are no multiple of any frame, so that they fall inside.
fn points(whole: &Carried) -> impl Iterator<Item = Point> {
    let parts = (1..=whole.parts()).map(Point::Parts);
    let bytes = (1..=CUTS).map({
        let all = whole.bytes();
        move |n| Point::Bytes(n * all / (CUTS + 1))
    });
    [Point::Bytes(1)].into_iter().chain(parts).chain(bytes)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cut_at_any_point_loses_nothing_and_repeats_nothing() {
    let mut scene = Scene::set().await;
    let (up, down) = scene.plays("Whole", Cut::Never).await;
    assert!(up.parts() > 10 && down.parts() > 20, "{up:?} up, {down:?} down");
    let cuts = points(&up).map(Cut::Upward).chain(points(&down).map(Cut::Downward));
    for (n, cut) in cuts.enumerate() {
        println!("{cut:?}");
        scene.plays(&format!("Cut {n}"), cut).await;
    }
}

#[tokio::test]
async fn a_restart_of_the_server_is_only_a_pause() {
    let mut world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    bo.opens(room).await;
    let from = bo.screen.room(room).as_of;
    ada.says(room, "Before").await;
    bo.sees(room, "Before").await;

    world.restart().await;
    assert!(bo.is_closed().await.is_none_or(|code| code == 4000), "the server says that it goes away");
    assert!(bo.screen.bye.is_some(), "and when to come back");
    ada.loses_connection();
    ada.connects().await;
    ada.says(room, "Between").await;
    bo.connects().await;
    ada.says(room, "After").await;
    bo.sees(room, "After").await;
    assert_eq!(bo.screen.seqs(room), [from + 1, from + 2, from + 3]);

    world.move_house().await;
    (ada.wire, bo.wire) = (None, None);
    ada.connects().await;
    bo.connects().await;
    ada.says(room, "Elsewhere").await;
    bo.sees(room, "Elsewhere").await;
    assert_eq!((bo.screen.gaps, bo.screen.resets.len()), (0, 0));
}

#[tokio::test]
async fn a_gap_of_a_thousand_is_replayed_and_a_larger_one_is_reset() {
    let world = World::with(|setup| setup.inside.hub.replay_events = 100).await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    bo.opens(room).await;
    let from = bo.screen.room(room).as_of;
    let mut say = async |how_many: u64| {
        let mut asked = Vec::new();
        for n in 0..how_many {
            asked.push(
                ada.sends(&PostMessage { room, cid: new_cid(), body: format!("{n}"), reply: None, files: vec![] })
                    .await,
            );
        }
        for i in asked {
            ada.hears::<PostMessage>(i).await.unwrap().unwrap();
        }
    };
    bo.loses_connection();
    say(100).await;
    bo.connects().await;
    bo.catches_up(room, from + 100).await;
    assert_eq!(bo.screen.seqs(room), (from + 1..=from + 100).collect::<Vec<_>>());
    assert!(bo.screen.resets.is_empty(), "a gap of just the limit is replayed");

    bo.loses_connection();
    bo.screen.events.clear();
    say(101).await;
    bo.connects().await;
    bo.until("a reset", |s| s.resets.contains(&room).then_some(())).await;
    bo.catches_up(room, from + 201).await;
    assert_eq!(bo.screen.seqs(room), [0; 0], "never a part of the gap");
    say(1).await;
    bo.catches_up(room, from + 202).await;
    assert_eq!(bo.screen.seqs(room), [from + 202], "and from there it goes on");
    let fresh = bo.loads(room).await.1.messages;
    assert!(bo.screen.room(room).messages.ends_with(&fresh), "the window is the newest page, and what came since");
}

#[tokio::test]
async fn a_watch_may_begin_anywhere() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    for n in 0..10 {
        ada.says(room, &format!("{n}")).await;
    }
    bo.opens_the_list().await;
    let newest = bo.does(&LoadRoom { room }).await.as_of;
    for seq in [0, 5, newest - 1, newest] {
        bo.screen.events.clear();
        bo.does(&Watch { room, seq }).await;
        let said = ada.says(room, "More").await.seq;
        bo.until("the newest", |s| (s.seqs(room).last() == Some(&said)).then_some(())).await;
        assert_eq!(bo.screen.seqs(room), (seq + 1..=said).collect::<Vec<_>>());
        bo.looks_away_from(room).await;
    }
    // A position of the future is not a way to hold back events for ever.
    bo.screen.events.clear();
    bo.does(&Watch { room, seq: newest + 1_000 }).await;
    bo.until("a reset", |s| s.resets.contains(&room).then_some(())).await;
    let said = ada.says(room, "Now").await.seq;
    bo.until("what is said from then on", |s| s.seqs(room).contains(&said).then_some(())).await;
}

#[tokio::test]
async fn a_position_of_another_history_is_not_believed() {
    let world = World::begin().await;
    let (mut ada, _) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut []).await;
    ada.opens(room).await;
    ada.loses_connection();
    ada.screen.sidebar.as_mut().unwrap().epoch = app::domain::Epoch("another".into());
    let mut wire = ada.dials().await.expect("the socket opens");
    wire.send(ClientFrame::encode(Some(1), &ada.screen.hello())).await;
    assert_eq!(wire.end().await, Some(CloseCode::EpochChanged.number()), "the page is to be loaded again");
}

#[tokio::test]
async fn the_server_says_something_at_least_once_in_a_heartbeat() {
    let heartbeat = Duration::from_millis(300);
    let world = World::with(|setup| setup.inside.hub.heartbeat = heartbeat).await;
    let mut ada = world.owner("Ada").await;
    ada.opens_the_list().await;
    assert_eq!(ada.screen.welcome.as_ref().unwrap().heartbeat_ms, 300, "and says how often");
    ada.until("three signs of life", |s| (s.beats >= 3).then_some(())).await;
}

#[tokio::test]
async fn joining_again_after_a_lost_answer_is_joining_once() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut []).await;
    bo.opens_the_list().await;
    bo.sends(&JoinRoom { room }).await;
    bo.loses_connection();
    bo.connects().await;
    bo.does(&JoinRoom { room }).await;
    assert_eq!(bo.loads(room).await.1.member_count, 2);
    let sidebar = bo.loads_sidebar().await;
    bo.until("the sidebar", |s| s.is_level(&sidebar).then_some(())).await;
}

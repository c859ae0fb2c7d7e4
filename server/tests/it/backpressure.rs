//! A client that never reads costs nobody anything: the others stay as quick, its queue stays
//! bounded, and when it reads again it gets everything, in order.

use std::time::{Duration, Instant};

use app::domain::RoomId;
use app::protocol::{Event, PostMessage, ServerFrame};
use tokio::net::TcpSocket;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use crate::world::{Handshake, Person, Received, Wire, World, new_cid};

/// Messages a second, and how many make a phase.
const RATE: u64 = 500;
const PHASE: u64 = 500;
const ROUNDS: usize = 24;
/// So many times as many, where the first of them do not tell.
const LONGER: usize = 3;
/// Most that the others' p99 may move, in per cent.
const MOST_MOVED: f64 = 5.0;
/// Long messages that are said at once, until the deaf client's line is full.
const FLOOD: u64 = 16;
const READERS: usize = 6;
const WRITERS: usize = 32;

/// Every message carries when it was sent, and is as long as a long message.
fn stamped(start: Instant, filler: &str) -> String {
    format!("{} {filler}", start.elapsed().as_micros())
}

/// A wire, how long each message took in microseconds, and their seqs.
type Read = (Wire, Vec<u64>, Vec<u64>);

/// Reads `count` messages and returns how long each took, in microseconds.
fn reads(mut wire: Wire, start: Instant, count: u64) -> JoinHandle<Read> {
    tokio::spawn(async move {
        let (mut delays, mut seqs) = (Vec::new(), Vec::new());
        while delays.len() < count as usize {
            match wire.next().await {
                Received::Frame(ServerFrame::Event { seq, event: Event::MessagePosted { message, .. }, .. }) => {
                    let sent: u64 = message.body.split(' ').next().unwrap().parse().unwrap();
                    delays.push((start.elapsed().as_micros() as u64).saturating_sub(sent));
                    seqs.push(seq);
                }
                Received::Frame(_) => {}
                Received::End(code) => panic!("a reader was closed with {code:?}"),
            }
        }
        (wire, delays, seqs)
    })
}

/// Says `PHASE` messages at the rate in each of two rooms, from all screens in turn: one socket waits for each
/// commit. Both rooms are told in the same moment, now one first and now the other.
async fn talks(screens: &mut [Person], rooms: [RoomId; 2], start: Instant, filler: &str) {
    let mut beat = interval(Duration::from_micros(1_000_000 / RATE));
    beat.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut asked = Vec::new();
    let began = Instant::now();
    for n in 0..PHASE as usize {
        beat.tick().await;
        let sender = n % screens.len();
        for room in if n % 2 == 0 { rooms } else { [rooms[1], rooms[0]] } {
            let post = PostMessage { room, cid: new_cid(), body: stamped(start, filler), reply: None, files: vec![] };
            asked.push((sender, screens[sender].sends(&post).await));
        }
    }
    let rate = PHASE as f64 / began.elapsed().as_secs_f64();
    assert!(rate > RATE as f64 * 0.8, "only {rate:.0} messages a second were said");
    for (n, i) in asked {
        screens[n].hears::<PostMessage>(i).await.unwrap().unwrap();
    }
}

/// The readers of a room, and all that they have seen of it.
struct Readers {
    wires: Vec<Wire>,
    seen: Vec<Vec<u64>>,
}

impl Readers {
    async fn of(person: &Person, room: RoomId) -> Self {
        let mut wires = Vec::new();
        for _ in 0..READERS {
            let mut screen = person.another_screen();
            screen.opens(room).await;
            wires.push(screen.wire.take().unwrap());
        }
        Self { wires, seen: vec![Vec::new(); READERS] }
    }

    /// Begins to read `count` messages.
    fn begin(&mut self, start: Instant, count: u64) -> Vec<JoinHandle<Read>> {
        std::mem::take(&mut self.wires).into_iter().map(|wire| reads(wire, start, count)).collect()
    }

    /// Waits until all is read, and says how long each message took.
    async fn end(&mut self, reading: Vec<JoinHandle<Read>>) -> Vec<u64> {
        let mut delays = Vec::new();
        for (reader, seen) in reading.into_iter().zip(&mut self.seen) {
            let (wire, mut took, seqs) = reader.await.unwrap();
            self.wires.push(wire);
            delays.append(&mut took);
            seen.extend(seqs);
        }
        delays
    }
}

/// By how much the p99 of the readers beside a deaf client is above that of the others, in per cent.
fn moved(without: &mut [u64], with: &mut [u64]) -> f64 {
    (p99(with) as f64 / p99(without) as f64 - 1.0) * 100.0
}

fn p99(delays: &mut [u64]) -> u64 {
    delays.sort_unstable();
    delays[delays.len() * 99 / 100]
}

/// A socket with a small window, live in `room`, that from now on reads nothing.
async fn never_reads(person: &Person) -> Wire {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(16 * 1024).unwrap();
    let tcp = socket.connect(person.browser.address.get()).await.unwrap();
    let wire = Wire::over(tcp, &Handshake::of(&person.browser)).await.expect("the socket opens");
    let mut screen = person.another_screen();
    screen.screen = crate::world::Screen::born(
        person.screen.sidebar().clone(),
        Some(person.screen.rooms.values().next().unwrap().view.clone()),
    );
    assert!(screen.adopts(wire).await);
    screen.wire.take().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_never_reads_slows_nobody_and_loses_nothing() {
    let bound = server::Inside::default().hub.queue_bytes;
    let world = World::with(|setup| {
        // However little a resume may replay, who only reads slowly gets everything.
        setup.inside.hub.replay_events = 100;
        setup.config.sockets_per_person = WRITERS + 2 * READERS;
    })
    .await;
    let (mut ada, mut bo) = world.two().await;
    let rooms =
        [world.room("Harbour", &mut ada, &mut [&mut bo]).await, world.room("Pier", &mut ada, &mut [&mut bo]).await];
    let mut eve = world.member(&mut ada, "Eve").await;
    for room in rooms {
        eve.asks_by_http(&app::protocol::JoinRoom { room }).await.unwrap();
    }
    let mut talkers = Vec::new();
    for _ in 0..WRITERS {
        let mut screen = ada.another_screen();
        screen.opens_the_list().await;
        talkers.push(screen);
    }
    let mut readers = [Readers::of(&bo, rooms[0]).await, Readers::of(&bo, rooms[1]).await];
    let start = Instant::now();
    let filler = "x".repeat(500);
    let flooding = format!("0 {}", "x".repeat(16_000));

    // In each round one room has a client that never reads, and the other has none: what the disk and the
    // machine do meanwhile, they do to both.
    let (mut with, mut without) = (Vec::new(), Vec::new());
    let (mut most_queued, mut flood_of_all, mut rounds) = (0, 0, 0);
    for round in 0..LONGER * ROUNDS {
        // Where the noise of the machine could still be the reason, it is measured longer, and all of it counts.
        if round % ROUNDS == 0 && round > 0 && moved(&mut without, &mut with) < MOST_MOVED {
            break;
        }
        rounds += 1;
        let deaf_in = round % 2;
        let room = rooms[deaf_in];
        let (sidebar, view) = eve.loads(room).await;
        let from = view.as_of;
        eve.screen = crate::world::Screen::born(sidebar, Some(view));
        let deaf = never_reads(&eve).await;
        // What the kernels hold is no queue of ours: first that has to be full.
        let mut flood = 0;
        while world.hub().depth().lagging == 0 {
            flood += FLOOD;
            let reading = readers.each_mut().map(|all| all.begin(start, FLOOD));
            let mut asked = Vec::new();
            for (n, talker) in talkers.iter_mut().enumerate().take(FLOOD as usize) {
                for room in rooms {
                    let post = PostMessage { room, cid: new_cid(), body: flooding.clone(), reply: None, files: vec![] };
                    asked.push((n, talker.sends(&post).await));
                }
            }
            for (n, i) in asked {
                talkers[n].hears::<PostMessage>(i).await.unwrap().unwrap();
            }
            for (readers, reading) in readers.iter_mut().zip(reading) {
                readers.end(reading).await;
            }
            most_queued = most_queued.max(world.hub().depth().most_bytes);
        }
        flood_of_all += flood;
        let reading = readers.each_mut().map(|all| all.begin(start, PHASE));
        talks(&mut talkers, rooms, start, &filler).await;
        for (n, reading) in reading.into_iter().enumerate() {
            let delays = readers[n].end(reading).await;
            if n == deaf_in { &mut with } else { &mut without }.extend(delays);
        }
        most_queued = most_queued.max(world.hub().depth().most_bytes);
        // It reads again, all that it missed.
        let (wire, _, seqs) = reads(deaf, start, PHASE + flood).await.unwrap();
        assert!(seqs.into_iter().eq(from + 1..=from + PHASE + flood), "who reads again gets everything, in order");
        wire.close().await;
    }
    for seqs in readers.iter().flat_map(|readers| &readers.seen) {
        assert!(seqs.windows(2).all(|w| w[0] + 1 == w[1]), "a reader lost something");
        assert_eq!(seqs.len() as u64, PHASE * rounds + flood_of_all);
    }
    let moved = moved(&mut without, &mut with);
    let (with, without) = (p99(&mut with), p99(&mut without));
    println!(
        "p99 of {READERS} readers at {RATE}/s: {without} µs, and {with} µs beside a client that never reads \
         ({moved:+.1} %); at most {most_queued} bytes waited for it"
    );
    assert!(most_queued > 0, "the client was really behind");
    assert!(most_queued <= bound, "{most_queued} bytes waited, {bound} are allowed");
    assert!(moved < MOST_MOVED, "the others' p99 moved by {moved:.1} %: {without} µs without, {with} µs with it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_takes_not_one_byte_for_long_is_closed() {
    let world = World::with(|setup| setup.inside.hub.stalled_after = Duration::from_millis(500)).await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    let (sidebar, view) = bo.loads(room).await;
    bo.screen = crate::world::Screen::born(sidebar, Some(view));
    let _wire = never_reads(&bo).await;
    let filler = "x".repeat(16_000);
    ada.sees_online(room, bo.id, true).await;
    let start = Instant::now();
    while world.hub().depth().sockets > 1 {
        ada.says(room, &filler).await;
        assert!(start.elapsed() < crate::world::PATIENCE, "it is never closed: {:?}", world.hub().depth());
    }
}

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
const ROUNDS: usize = 4;
const READERS: usize = 6;
const WRITERS: usize = 32;

/// Every message carries when it was sent, and is as long as a long message.
fn stamped(start: Instant, filler: &str) -> String {
    format!("{} {filler}", start.elapsed().as_micros())
}

/// Reads `count` messages and returns how long each took, in microseconds.
fn reads(mut wire: Wire, start: Instant, count: u64) -> JoinHandle<(Wire, Vec<u64>, Vec<u64>)> {
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

/// Says `PHASE` messages at the rate, from all screens in turn: one socket waits for each commit.
async fn talks(screens: &mut [Person], room: RoomId, start: Instant, filler: &str) {
    let mut beat = interval(Duration::from_micros(1_000_000 / RATE));
    beat.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut asked = Vec::new();
    for n in 0..PHASE as usize {
        beat.tick().await;
        let n = n % screens.len();
        let post = PostMessage { room, cid: new_cid(), body: stamped(start, filler) };
        asked.push((n, screens[n].sends(&post).await));
    }
    for (n, i) in asked {
        screens[n].hears::<PostMessage>(i).await.unwrap().unwrap();
    }
}

/// Lets everybody read `count` messages while `talk` goes on.
async fn read_all(
    wires: Vec<Wire>,
    start: Instant,
    count: u64,
    talk: impl Future<Output = ()>,
    seen: &mut [Vec<u64>],
) -> (Vec<Wire>, Vec<u64>) {
    let reading: Vec<_> = wires.into_iter().map(|wire| reads(wire, start, count)).collect();
    talk.await;
    let (mut wires, mut delays) = (Vec::new(), Vec::new());
    for (reader, seen) in reading.into_iter().zip(seen) {
        let (wire, mut took, seqs) = reader.await.unwrap();
        wires.push(wire);
        delays.append(&mut took);
        seen.extend(seqs);
    }
    (wires, delays)
}

fn p99(delays: &mut [u64]) -> u64 {
    delays.sort_unstable();
    delays[delays.len() * 99 / 100]
}

fn median(values: &mut [u64]) -> u64 {
    values.sort_unstable();
    values[values.len() / 2]
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
        setup.config.sockets_per_person = WRITERS + 1;
    })
    .await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    let mut eve = world.member(&mut ada, "Eve").await;
    eve.asks_by_http(&app::protocol::JoinRoom { room }).await.unwrap();
    let mut talkers = Vec::new();
    for _ in 0..WRITERS {
        let mut screen = ada.another_screen();
        screen.opens_the_list().await;
        talkers.push(screen);
    }
    let mut wires = Vec::new();
    for _ in 0..READERS {
        let mut screen = bo.another_screen();
        screen.opens(room).await;
        wires.push(screen.wire.take().unwrap());
    }
    let (sidebar, view) = eve.loads(room).await;
    eve.screen = crate::world::Screen::born(sidebar, Some(view));
    let start = Instant::now();
    let filler = "x".repeat(500);
    let flooding = format!("0 {}", "x".repeat(16_000));

    let (mut without, mut with) = (Vec::new(), Vec::new());
    let mut seen = vec![Vec::new(); READERS];
    let mut deaf: Option<(Wire, u64)> = None;
    let mut most_queued = 0;
    let mut caught_up = Vec::new();
    let mut flood = 0;
    for round in 0..ROUNDS * 2 {
        let is_with = round % 2 == 0;
        // Without it the same is said, so that the disk has the same to do.
        let most = if is_with { u64::MAX } else { flood };
        if is_with {
            let (_, view) = eve.loads(room).await;
            let from = view.as_of;
            eve.screen.show(view);
            deaf = Some((never_reads(&eve).await, from));
        }
        flood = 0;
        // What the kernels hold is no queue of ours: first that has to be full.
        while flood < most && (!is_with || world.hub().depth().lagging == 0) {
            flood += 1;
            let post = PostMessage { room, cid: new_cid(), body: flooding.clone() };
            let talk = async {
                ada.asks_by_http(&post).await.unwrap();
            };
            wires = read_all(wires, start, 1, talk, &mut seen).await.0;
            most_queued = most_queued.max(world.hub().depth().most_bytes);
        }
        let talk = talks(&mut talkers, room, start, &filler);
        let (read, mut delays) = read_all(wires, start, PHASE, talk, &mut seen).await;
        wires = read;
        most_queued = most_queued.max(world.hub().depth().most_bytes);
        if is_with { &mut with } else { &mut without }.push(p99(&mut delays));
        if let Some((wire, from)) = deaf.take() {
            // It reads again, all that it missed.
            let (wire, _, seqs) = reads(wire, start, PHASE + flood).await.unwrap();
            caught_up.push(seqs.into_iter().eq(from + 1..=from + PHASE + flood));
            wire.close().await;
        }
    }
    for seqs in &seen {
        assert!(seqs.windows(2).all(|w| w[0] + 1 == w[1]), "a reader lost something");
        assert!(seqs.len() as u64 >= PHASE * ROUNDS as u64 * 2);
    }
    println!("p99 of each round, in µs: without {without:?}, with {with:?}");
    let (without, with) = (median(&mut without), median(&mut with));
    println!(
        "p99 of {READERS} readers at {RATE}/s: {without} µs without, {with} µs with a client that never reads \
         ({:+.1} %); at most {most_queued} bytes waited for it",
        (with as f64 / without as f64 - 1.0) * 100.0
    );
    assert_eq!(caught_up, vec![true; ROUNDS], "who reads again gets everything, in order");
    assert!(most_queued > 0, "the client was really behind");
    assert!(most_queued <= bound, "{most_queued} bytes waited, {bound} are allowed");
    // The figure is for people; on a noisy machine only a blockade would show for certain.
    assert!(with <= without * 2 + 20_000, "{with} µs with, {without} µs without");
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

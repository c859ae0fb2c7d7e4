//! Everything at once: slow readers, rooms that come into view and go, rights that are taken away,
//! publications that are lost. Whatever happens, each reader's view of each room has no gap and no double.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::domain::{RoomId, UserId};
use tokio::time::sleep;

use super::world::{Reader, World};
use crate::hub::{Audience, Connected, Frame, Settings, lock};

const ROOMS: [RoomId; 3] = [RoomId(1), RoomId(2), RoomId(3)];
const EVENTS: u64 = 1_500;

/// Chance that is the same in each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn room(&mut self) -> RoomId {
        ROOMS[usize::try_from(self.below(3)).unwrap()]
    }
}

/// The seq of each room in view up to which the reader has everything.
type Known = Arc<Mutex<HashMap<RoomId, u64>>>;

/// Reads, sometimes slowly, and holds every frame to what was known before.
async fn read(mut reader: Reader, known: Known, mut chance: Chance) {
    let mut seen = HashMap::new();
    loop {
        let text = reader.next().await;
        let mut words = text.split(' ');
        let kind = words.next().unwrap_or_default();
        let mut number = || words.next().and_then(|word| word.parse::<u64>().ok()).unwrap_or_default();
        let (room, seq) = (RoomId(i64::try_from(number()).unwrap()), number());
        match kind {
            "end" => return,
            "watch" | "reset" => drop(seen.insert(room, seq)),
            "away" => drop(seen.remove(&room)),
            "event" => {
                let last = seen.get_mut(&room).unwrap_or_else(|| panic!("{text} of a room out of view"));
                assert_eq!(seq, *last + 1, "{text}");
                *last = seq;
            }
            _ => {}
        }
        lock(&known).clone_from(&seen);
        if chance.below(400) == 0 {
            sleep(Duration::from_millis(chance.below(30))).await;
        }
    }
}

fn watch(world: &World, socket: &Connected, room: RoomId, seq: u64) {
    if !socket.want(room) {
        return;
    }
    let head = world.head(room);
    socket.send(&Frame::text(&format!("watch {room} {}", seq.min(head))));
    assert!(socket.watch(room, seq, head), "nobody else takes the right away");
}

/// Looks here and there, leaves, comes back.
async fn wander(world: Arc<World>, socket: Arc<Connected>, user: UserId, known: Known, done: Arc<AtomicBool>) {
    let mut chance = Chance(user.0.unsigned_abs());
    while !done.load(Ordering::Relaxed) {
        let room = chance.room();
        let seq =
            lock(&known).get(&room).copied().unwrap_or_else(|| world.head(room).saturating_sub(chance.below(100)));
        match chance.below(4) {
            0 | 1 => watch(&world, &socket, room, seq),
            2 => {
                socket.unwatch(room);
                socket.send(&Frame::text(&format!("away {room}")));
            }
            _ => {
                world.hub.leave(user, room);
                socket.send(&Frame::text(&format!("away {room}")));
                world.hub.enter(user, room);
            }
        }
        sleep(Duration::from_millis(chance.below(20))).await;
    }
    for room in ROOMS {
        let seq = lock(&known).get(&room).copied().unwrap_or_else(|| world.head(room));
        watch(&world, &socket, room, seq);
    }
}

/// Says much, in bursts; some of it is never published.
async fn talk(world: Arc<World>, room: RoomId) {
    let mut chance = Chance(room.0.unsigned_abs() * 7);
    let text = "x".repeat(300);
    for said in 1..=EVENTS {
        let event = world.commit(room, &text);
        if chance.below(50) != 0 || said == EVENTS {
            world.publish(room, event, Audience::Watchers);
        }
        if chance.below(30) == 0 {
            sleep(Duration::from_millis(chance.below(8))).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_happens_no_reader_has_a_gap_or_a_double() {
    let settings = Settings { queue_bytes: 8 * 1024, replay_events: 600, ..Settings::default() };
    let world = Arc::new(World::new(settings));
    let done = Arc::new(AtomicBool::new(false));
    let (mut readers, mut wanderers) = (Vec::new(), Vec::new());
    for user in (1..=8).map(UserId) {
        let buffers = (user.0 % 2 == 0).then_some(4_096);
        let mut reader = world.stranger(user, &ROOMS, buffers).await;
        assert_eq!(reader.next().await, "welcome");
        let known = Known::default();
        let socket = reader.socket.take().unwrap();
        wanderers.push(tokio::spawn(wander(world.clone(), socket, user, known.clone(), done.clone())));
        let reading = tokio::spawn(read(reader, known.clone(), Chance(user.0.unsigned_abs() * 31)));
        readers.push((known, reading));
    }
    let talkers: Vec<_> = ROOMS.map(|room| tokio::spawn(talk(world.clone(), room))).into();
    for talker in talkers {
        talker.await.unwrap();
    }
    done.store(true, Ordering::Relaxed);
    for wanderer in wanderers {
        wanderer.await.unwrap();
    }
    let all = ROOMS.map(|room| (room, EVENTS)).into();
    for (known, reading) in readers {
        while *lock(&known) != all {
            assert!(!reading.is_finished(), "{:?}", reading.await);
            sleep(Duration::from_millis(1)).await;
        }
        reading.abort();
    }
}

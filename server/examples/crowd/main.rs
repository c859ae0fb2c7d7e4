//! A crowd for one server: `cargo run --release --example crowd -- --sockets 1000 --rooms 20
//! --rate 200 --seconds 10`. It opens so many sockets, spread over the rooms, says so many
//! messages a second, durably, and tells what arrived, how late, and what it cost.
//!
//! The server runs in a process of its own, with nothing limited but by design. With
//! `--address` the crowd goes to another one instead: empty, and started with high rates.

mod people;
mod report;
mod server_process;
mod socket;

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use clap::Parser;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

use people::People;
use report::{Cost, Report};
use server_process::ServerProcess;
use socket::{Shared, Socket};

type Failure = Box<dyn Error + Send + Sync>;

/// How long the last messages may be under way.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone, Debug, Parser)]
struct Arguments {
    /// Sockets to open
    #[arg(long, default_value_t = 1_000)]
    sockets: usize,
    /// Rooms to spread them over
    #[arg(long, default_value_t = 20)]
    rooms: usize,
    /// Messages a second, in all rooms together
    #[arg(long, default_value_t = 200)]
    rate: u64,
    /// How long to talk
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Bytes of text in a message
    #[arg(long, default_value_t = 96)]
    bytes: usize,
    /// Accounts to spread the sockets over; each is made by a real sign-up
    #[arg(long, default_value_t = 40)]
    people: usize,
    /// An empty server to go to, instead of one in a process of its own
    #[arg(long)]
    address: Option<SocketAddr>,
    /// Process whose cost is counted, with --address
    #[arg(long)]
    pid: Option<u32>,
}

fn main() -> Result<(), Failure> {
    if let Some(folder) = server_process::asked_to_serve() {
        return server_process::serve(folder);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(run(Arguments::parse()))
}

async fn run(arguments: Arguments) -> Result<(), Failure> {
    let process = match arguments.address {
        Some(_) => None,
        None => Some(ServerProcess::start()?),
    };
    let at = arguments.address.or(process.as_ref().map(|p| p.address)).ok_or("no server")?;
    let pid = arguments.pid.or(process.as_ref().map(ServerProcess::pid));
    let people = People::come_in(at, arguments.people, arguments.rooms).await?;
    eprintln!("{} people are in {} rooms", people.cookies.len(), people.rooms.len());

    let before = Cost::of(pid)?;
    let shared = Arc::new(Shared::new(arguments.sockets, arguments.bytes));
    let mut sockets = JoinSet::new();
    let mut senders: Vec<Vec<socket::Sender>> = people.rooms.iter().map(|_| Vec::new()).collect();
    let opened = Instant::now();
    for n in 0..arguments.sockets {
        let (room, cookie) = people.seat(n);
        let (socket, sender) = Socket::open(at, cookie, people.rooms[room], shared.clone()).await?;
        sockets.spawn(socket.read());
        if senders[room].len() < 4 {
            senders[room].push(sender);
        } else {
            shared.keep_open(sender);
        }
    }
    shared.all_live(arguments.sockets).await?;
    let (opening, idle) = (opened.elapsed(), Cost::of(pid)?);
    eprintln!("{} sockets are live after {opening:.1?}", arguments.sockets);

    shared.begin();
    let talking = Instant::now();
    let mut said = vec![0_u64; people.rooms.len()];
    let mut beat = interval(Duration::from_nanos(1_000_000_000 / arguments.rate.max(1)));
    beat.set_missed_tick_behavior(MissedTickBehavior::Burst);
    for n in 0..arguments.rate * arguments.seconds {
        beat.tick().await;
        let room = usize::try_from(n)? % senders.len();
        let turn = usize::try_from(said[room])? % senders[room].len().max(1);
        if let Some(sender) = senders[room].get_mut(turn) {
            sender.say(people.rooms[room], &shared).await?;
            said[room] += 1;
        }
    }
    let members: Vec<u64> = (0..people.rooms.len())
        .map(|room| (room..arguments.sockets).step_by(people.rooms.len()).count() as u64)
        .collect();
    let expected: u64 = said.iter().zip(&members).map(|(said, members)| said * members).sum();
    let deadline = Instant::now() + PATIENCE;
    while shared.delivered.load(Ordering::Relaxed) < expected && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let report = Report {
        sockets: arguments.sockets as u64,
        said: said.iter().sum(),
        expected,
        took: talking.elapsed(),
        talk: idle.until(Cost::of(pid)?),
        open: before.until(idle),
        opening,
    };
    report.print(&shared);
    drop(senders);
    sockets.shutdown().await;
    Ok(())
}

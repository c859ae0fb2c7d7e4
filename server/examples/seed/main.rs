//! A workspace as it is after some years: `cargo run --release --example seed -- --people 200 --rooms 100
//! --messages 1000000`. Everything goes through `chat`, as if people had typed it, over the two years before now; it tells
//! how far it is. Everybody's password is the same, and stands at the end with how to look at it.

mod words;
mod workspace;

use std::error::Error;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Parser;
use words::Words;
use workspace::Workspace;

type Failure = Box<dyn Error + Send + Sync>;

#[derive(Clone, Debug, Parser)]
struct Arguments {
    /// People who have an account
    #[arg(long, default_value_t = 200)]
    people: usize,
    /// Rooms with a name
    #[arg(long, default_value_t = 100)]
    rooms: usize,
    /// Messages in all rooms together, those in threads not counted
    #[arg(long, default_value_t = 1_000_000)]
    messages: usize,
    /// An empty data folder
    #[arg(long, default_value = "seeded")]
    data: PathBuf,
    /// The same number gives the same workspace
    #[arg(long, default_value_t = 1)]
    random: u64,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments = Arguments::parse();
    let began = Instant::now();
    let mut rng = fastrand::Rng::with_seed(arguments.random);
    let words = Words::new();
    let mut workspace = Workspace::found(&arguments.data, &words, &arguments, &mut rng).await?;
    eprintln!("{} people are in {} rooms", arguments.people, arguments.rooms);
    let mut told = Instant::now();
    let mut done = 0;
    while done < arguments.messages {
        done += workspace.talk(&words, arguments.messages - done, &mut rng).await?;
        if told.elapsed() >= Duration::from_secs(2) || done == arguments.messages {
            told = Instant::now();
            let rate = done as f64 / began.elapsed().as_secs_f64();
            eprintln!("{done} of {} messages, {rate:.0} a second", arguments.messages);
        }
    }
    workspace.read(&mut rng).await?;
    while let left @ 1.. = workspace.unindexed().await? {
        eprintln!("{left} wait to be indexed for the search");
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    workspace.close().await;
    let data = arguments.data.display();
    println!("Look at it: make run ARGS=\"--data {data}\"");
    println!("Sign in as {} with the password “{}”.", workspace::email(0), workspace::PASSWORD);
    Ok(())
}

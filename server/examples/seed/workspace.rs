//! The people, their rooms, and how they talk.

use std::path::Path;
use std::sync::Arc;

use app::domain::{
    Cid, DisplayName, Email, Invalid, MessageBody, Password, RoomId, RoomKind, RoomName, Timestamp, Topic,
    WorkspaceName,
};
use app::protocol::Direction;
use fastrand::Rng;
use server::chat::{Actor, Chat, FirstRun, Rate, Rates, RoomLog, SignUp, Visitor, Words as Said};
use server::clock::Clock;
use server::files::{FileLimits, Files};
use server::hub::{Hub, Settings};
use server::store::Store;
use server::web::socket::notices;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::words::Words;
use crate::{Arguments, Failure};

/// Everybody's.
pub(crate) const PASSWORD: &str = "low tide at nine";

const GIVEN: [&str; 20] = [
    "Ada", "Bo", "Chidi", "Dana", "Emre", "Freja", "Goran", "Hana", "Inès", "Jun", "Kofi", "Lev", "Mara", "Noor",
    "Olu", "Priya", "Quinn", "Rosa", "Sami", "Tomás",
];
const FAMILY: [&str; 16] = [
    "Okabe",
    "Lindqvist",
    "Rey",
    "Haddad",
    "Nair",
    "Fabre",
    "Aronov",
    "Ito",
    "Marsh",
    "Mensah",
    "Kaya",
    "Silva",
    "Novak",
    "Berg",
    "Tanaka",
    "Osei",
];
const EMOJI: [&str; 6] = ["👍", "🎉", "👀", "❤️", "😄", "🚀"];

/// How many say something at the same time.
const AT_ONCE: usize = 64;

/// The time that the talk goes over.
const YEARS: i64 = 2;
const YEAR_MS: i64 = 365 * 24 * 3_600_000;

struct Room {
    id: RoomId,
    members: Vec<usize>,
    messages: u64,
}

pub(crate) struct Workspace {
    store: Store,
    chat: Chat,
    clock: Clock,
    people: Vec<Actor>,
    /// What each of them is called by.
    handles: Vec<String>,
    rooms: Vec<Room>,
    step_ms: i64,
}

/// The address of person number `number`.
pub(crate) fn email(number: usize) -> String {
    format!("person{number}@example.org")
}

fn name(number: usize) -> String {
    let (given, family) = (GIVEN[number % GIVEN.len()], FAMILY[number / GIVEN.len() % FAMILY.len()]);
    let again = number / (GIVEN.len() * FAMILY.len());
    if again == 0 { format!("{given} {family}") } else { format!("{given} {family} {}", again + 1) }
}

fn invalid(invalid: Invalid) -> Failure {
    invalid.message.into()
}

fn sign_up(number: usize) -> Result<SignUp, Failure> {
    Ok(SignUp {
        name: DisplayName::parse(&name(number)).map_err(invalid)?,
        email: Email::parse(&email(number)).map_err(invalid)?,
        password: Password::parse(PASSWORD, Password::LEAST_FOR_OWNER).map_err(invalid)?,
    })
}

impl Workspace {
    /// Everybody has come in and is in their rooms. The first room has everyone, the next ones fewer and fewer; the first
    /// person is in all.
    pub(crate) async fn found(data: &Path, words: &Words, plan: &Arguments, rng: &mut Rng) -> Result<Self, Failure> {
        let store = Store::open(data).await?;
        let log = Arc::new(RoomLog::new(store.clone()));
        let (hub, _presence) =
            Hub::new(Settings::default(), notices(), log, CancellationToken::new(), TaskTracker::new());
        let files = Files::in_folder(data, FileLimits::default())?;
        let any = Rate { burst: 1, every_ms: 0 };
        let most = u32::try_from(plan.people.max(plan.rooms)).unwrap_or(u32::MAX);
        let rates = Rates {
            post: any,
            change: any,
            sign_up_address: most,
            rooms_made: most,
            rooms_joined: most,
            ..Rates::default()
        };
        let now = Clock::system().now();
        let clock = Clock::fixed(Timestamp(now.0 - YEARS * YEAR_MS));
        let chat = Chat::new(store.clone(), hub, files, clock.clone(), rates);
        let visitor = Visitor { ip: [127, 0, 0, 1].into(), device: "A seeded device".into() };
        let SignUp { name, email, password } = sign_up(0)?;
        let workspace = WorkspaceName::parse("Saltmarsh").map_err(invalid)?;
        let owner = chat.first_run(FirstRun { workspace, name, email, password }, &visitor).await?.actor;
        let link = chat.join_link(&owner).await?;
        let mut people = vec![owner];
        for number in 1..plan.people {
            people.push(chat.sign_up(&link, sign_up(number)?, &visitor).await?.actor);
        }
        let mut rooms = Vec::new();
        for number in 0..plan.rooms {
            let room_name = RoomName::parse(&words.room(number)).map_err(invalid)?;
            let kind = if number % 5 == 4 { RoomKind::Closed } else { RoomKind::Open };
            let id = chat.make_room(&people[0], room_name, Topic::default(), kind).await?.id;
            let share = 1.0 / (1.0 + number as f64 / 4.0);
            let mut members = vec![0];
            for (at, person) in people.iter().enumerate().skip(1) {
                if number == 0 || rng.f64() < share {
                    match kind {
                        RoomKind::Closed => chat.invite(&people[0], id, person.user()).await?,
                        _ => drop(chat.join_room(person, id).await?),
                    }
                    members.push(at);
                }
            }
            rooms.push(Room { id, members, messages: 0 });
        }
        let step_ms = YEARS * YEAR_MS / i64::try_from(plan.messages.max(1))?;
        let known = chat.people(&people[0]).await?;
        let handle = |person: &Actor| known.iter().find(|profile| profile.id == person.user());
        let handles = people.iter().map(|person| handle(person).map_or_else(String::new, |known| known.handle.clone()));
        let handles = handles.collect();
        Ok(Self { store, chat, clock, people, handles, rooms, step_ms })
    }

    /// Some of them say something at the same moment, at most `most`. Answers how many.
    pub(crate) async fn talk(&mut self, words: &Words, most: usize, rng: &mut Rng) -> Result<usize, Failure> {
        let mut talking = JoinSet::new();
        for _ in 0..most.min(AT_ONCE) {
            let room = self.pick_room(rng);
            let (actor, body) = self.words_in(room, words, rng)?;
            let room = &mut self.rooms[room];
            // Answers are about what was said lately.
            let lately = (room.messages > 200 && rng.f64() < 0.04).then(|| room.messages - rng.u64(100..200));
            room.messages += 1;
            let (chat, id, cid) = (self.chat.clone(), room.id, Cid(Uuid::from_u128(rng.u128(..))));
            talking.spawn(async move { chat.post(&actor, id, cid, Said { reply: lately, ..body.into() }).await });
        }
        let mut said = 0;
        while let Some(posted) = talking.join_next().await {
            posted??;
            said += 1;
            self.clock.advance(self.step_ms);
        }
        self.react(words, rng).await?;
        Ok(said)
    }

    /// Few rooms are loud.
    fn pick_room(&self, rng: &mut Rng) -> usize {
        (rng.f64().powi(3) * self.rooms.len() as f64) as usize
    }

    fn words_in(&self, room: usize, words: &Words, rng: &mut Rng) -> Result<(Actor, MessageBody), Failure> {
        let members = &self.rooms[room].members;
        let by = members[(rng.f64().powi(2) * members.len() as f64) as usize];
        let called = &self.handles[members[rng.usize(0..members.len())]];
        Ok((self.people[by].clone(), MessageBody::parse(&words.message(rng, called)).map_err(invalid)?))
    }

    /// What happens to a message of lately: somebody reacts, pins it, replies beneath it or changes their mind.
    async fn react(&mut self, words: &Words, rng: &mut Rng) -> Result<(), Failure> {
        let at = self.pick_room(rng);
        let (actor, body) = self.words_in(at, words, rng)?;
        let Room { id, messages, .. } = self.rooms[at];
        if messages < 200 {
            return Ok(());
        }
        let no = messages - rng.u64(100..200);
        // What was deleted meanwhile is left alone.
        let _ = match rng.u32(0..100) {
            0..60 => self.chat.react(&actor, id, no, EMOJI[rng.usize(0..EMOJI.len())], true).await,
            60..62 => self.chat.pin(&actor, id, no, true).await,
            62..66 => {
                let mut before = self.chat.history(&actor, id, Direction::Before, no + 1, 1).await?;
                let author = before.messages.pop().map(|message| message.by.id);
                let author = self.people.iter().find(|person| Some(person.user()) == author);
                match author {
                    Some(author) if rng.bool() => self.chat.delete(author, id, no).await,
                    Some(author) => self.chat.edit(author, id, no, 0, body).await.map(drop),
                    None => Ok(()),
                }
            }
            66..86 => match self.chat.start_thread(&actor, id, no).await {
                Ok(thread) => {
                    for _ in 0..rng.u32(1..8) {
                        let (actor, body) = self.words_in(at, words, rng)?;
                        self.chat.post(&actor, thread.room, Cid(Uuid::from_u128(rng.u128(..))), body).await?;
                    }
                    Ok(())
                }
                Err(error) => Err(error),
            },
            _ => Ok(()),
        };
        Ok(())
    }

    /// Everybody has read most of what was said, and little of some rooms and threads.
    pub(crate) async fn read(&self, rng: &mut Rng) -> Result<(), Failure> {
        for room in &self.rooms {
            for member in &room.members {
                let behind = if rng.f64() < 0.8 { rng.u64(0..30) } else { rng.u64(30..3_000) };
                self.chat.mark_read(&self.people[*member], room.id, room.messages.saturating_sub(behind)).await?;
            }
        }
        for person in &self.people {
            let threads = self.store.glance().await?.read().followed(person.user()).await?;
            for (thread, seq) in threads {
                if rng.f64() < 0.95 {
                    self.chat.mark_read(person, thread, seq).await?;
                }
            }
        }
        Ok(())
    }

    /// How many messages wait to be indexed.
    pub(crate) async fn unindexed(&self) -> Result<u64, Failure> {
        Ok(self.store.glance().await?.read().unindexed_count().await?)
    }

    pub(crate) async fn close(&self) {
        self.store.close().await;
    }
}

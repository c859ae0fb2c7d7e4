//! Proofs of the store: what is committed together, what fails alone, what is left behind.

use std::sync::{Arc, Mutex};

use app::domain::{
    Account, Cid, DisplayName, Email, Epoch, Person, Role, RoomId, RoomKind, RoomName, Timestamp, Topic, UserId,
    WorkspaceName,
};
use app::protocol::Event;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;

const NOW: Timestamp = Timestamp(1_000);

/// A store with an owner in a room.
struct World {
    folder: TempDir,
    store: Store,
    published: Arc<Mutex<Vec<Effect>>>,
    ada: Person,
    room: RoomId,
}

async fn open(folder: &TempDir) -> Result<Store, StoreError> {
    Store::open(&folder.path().join("data")).await
}

async fn add_user(tx: &mut Tx, name: &str, role: Role) -> Result<Account, StoreError> {
    let email = Email::parse(&format!("{name}@example.org")).unwrap();
    let name = DisplayName::parse(name).unwrap();
    tx.add_user(&NewUser { name, email, role, password_hash: "x".into(), at: NOW }).await
}

impl World {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let store = open(&folder).await.unwrap();
        let published = Arc::new(Mutex::new(Vec::new()));
        let sink = published.clone();
        store.publish_to(move |committed| sink.lock().unwrap().extend(committed.into_effects()));
        let made = store.write(|tx| {
            Box::pin(async move {
                let ada = add_user(tx, "ada", Role::Owner).await?.person;
                let name = RoomName::parse("general").unwrap();
                let room = tx.add_room(&name, &Topic::default(), RoomKind::Open, ada.id, NOW).await?;
                tx.join(room, ada.id, None, NOW).await?;
                Ok::<_, StoreError>((ada, room))
            })
        });
        let (ada, room) = made.await.unwrap();
        Self { folder, store, published, ada, room }
    }

    async fn say(&self, cid: u128, body: &str) -> Result<Said, StoreError> {
        let (room, by, cid) = (self.room, self.ada.id, Cid(Uuid::from_u128(cid)));
        self.store
            .say(Saying {
                room,
                by,
                cid,
                body: body.to_owned(),
                at: NOW,
                nodes: Vec::new(),
                reply: None,
                files: Vec::new(),
            })
            .await
    }

    fn take_published(&self) -> Vec<Effect> {
        std::mem::take(&mut *self.published.lock().unwrap())
    }

    async fn log(&self) -> Vec<(u64, Event)> {
        let log = self.store.glance().await.unwrap().read().events_since(self.room, 0, 10_000).await.unwrap();
        log.into_iter().map(|(seq, event)| (seq, event.expect("this build reads what it wrote"))).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_many_say_at_once_is_numbered_without_gaps_and_published_in_order() {
    let world = Arc::new(World::new().await);
    world.take_published();
    let mut saying = tokio::task::JoinSet::new();
    for cid in 1..=500 {
        let world = world.clone();
        saying.spawn(async move { world.say(cid, &format!("message {cid}")).await.unwrap() });
    }
    let mut nos: Vec<u64> = Vec::new();
    for said in saying.join_all().await {
        let Said::New(posted) = said else { panic!("{said:?}") };
        nos.push(posted.no);
    }
    nos.sort_unstable();
    assert_eq!(nos, (1..=500).collect::<Vec<_>>());

    let published: Vec<(u64, Event)> = world
        .take_published()
        .into_iter()
        .map(|effect| match effect {
            Effect::Happened { seq, msg_no, event, .. } => {
                assert_eq!(seq, msg_no);
                (seq, event)
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(published.iter().map(|(seq, _)| *seq).eq(1..=500));
    assert_eq!(published, world.log().await);
}

#[tokio::test]
async fn a_write_that_fails_or_panics_harms_no_other_of_its_batch() {
    let world = World::new().await;
    world.take_published();
    let room = world.room;
    let fails = world.store.write(move |tx| {
        Box::pin(async move {
            let bo = add_user(tx, "bo", Role::Member).await?.person;
            tx.record(room, Event::TopicSet { topic: "never".into(), by: bo }).await?;
            Err::<(), _>(StoreError::Lost)
        })
    });
    let collides = world.store.write(|tx| Box::pin(async move { add_user(tx, "ada", Role::Member).await.map(|_| ()) }));
    let panics = world.store.write::<(), StoreError, _>(move |tx| {
        Box::pin(async move {
            add_user(tx, "cy", Role::Member).await?;
            panic!("on purpose")
        })
    });
    let (a, failed, b, collided, c, panicked, d) = tokio::join!(
        world.say(1, "a"),
        fails,
        world.say(2, "b"),
        collides,
        world.say(3, "c"),
        panics,
        world.say(4, "d"),
    );
    assert!(matches!(failed, Err(StoreError::Lost)));
    assert!(matches!(collided, Err(StoreError::Taken(Taken::Email))), "{collided:?}");
    assert!(matches!(panicked, Err(StoreError::Lost)));
    let seqs = [a, b, c, d].map(|said| match said.unwrap() {
        Said::New(posted) => posted.seq,
        other => panic!("{other:?}"),
    });
    assert_eq!(seqs, [1, 2, 3, 4]);
    assert_eq!(world.take_published().len(), 4);
    assert_eq!(world.log().await.len(), 4);
    let email = Email::parse("bo@example.org").unwrap();
    assert!(world.store.glance().await.unwrap().read().credentials(&email).await.unwrap().is_none());
}

#[tokio::test]
async fn a_repeat_is_the_first_whatever_it_says() {
    let world = World::new().await;
    let first = world.say(7, "first").await.unwrap();
    world.take_published();
    let (again, other) = tokio::join!(world.say(7, "second"), world.say(8, "other"));
    let Said::New(posted) = first else { panic!("{first:?}") };
    assert_eq!(again.unwrap(), Said::Before(world.room, posted));
    assert!(matches!(other.unwrap(), Said::New(posted) if posted.no == 2 && posted.seq == 2));
    assert_eq!(world.take_published().len(), 1);
    assert_eq!(world.log().await.len(), 2);
}

#[tokio::test]
async fn a_stranger_says_nothing() {
    let mut world = World::new().await;
    let bo = world.store.write(|tx| Box::pin(async move { add_user(tx, "bo", Role::Member).await })).await.unwrap();
    world.ada = bo.person;
    assert_eq!(world.say(1, "hello").await.unwrap(), Said::NotHere);
    world.room = RoomId(99);
    assert_eq!(world.say(1, "hello").await.unwrap(), Said::NotHere);
}

#[tokio::test]
async fn there_is_one_workspace_and_one_owner() {
    let world = World::new().await;
    let found = |name: &'static str| {
        world.store.write(move |tx| {
            Box::pin(async move { tx.found(&WorkspaceName::parse(name).unwrap(), &Epoch("e".into()), NOW).await })
        })
    };
    let (first, second) = tokio::join!(found("one"), found("two"));
    assert!(first.is_ok());
    assert!(matches!(second, Err(StoreError::Taken(Taken::Workspace))));
    let second = world.store.write(|tx| Box::pin(async move { add_user(tx, "bo", Role::Owner).await })).await;
    assert!(matches!(second, Err(StoreError::Taken(Taken::Other))));
}

#[tokio::test]
async fn a_moment_stands_still_while_others_write() {
    let world = World::new().await;
    world.say(1, "before").await.unwrap();
    let mut moment = world.store.moment().await.unwrap();
    let before = moment.read().room(world.room).await.unwrap().unwrap();
    world.say(2, "meanwhile").await.unwrap();
    let seat = moment.read().seat(world.room, world.ada.id).await.unwrap().unwrap();
    assert_eq!(moment.read().room(world.room).await.unwrap().unwrap(), before);
    assert_eq!(moment.read().messages(&seat, 1, 9).await.unwrap().len(), 1);
    assert_eq!(seat.read_no(), 1);
    drop(moment);
    assert_eq!(world.store.glance().await.unwrap().read().room(world.room).await.unwrap().unwrap().msg_no, 2);
}

#[tokio::test]
async fn what_was_answered_is_there_after_the_next_start() {
    let world = World::new().await;
    for cid in 1..=20 {
        world.say(cid, "kept").await.unwrap();
    }
    let log = world.log().await;
    world.store.close().await;
    assert!(matches!(world.say(21, "too late").await, Err(StoreError::Closed)));
    let data = world.folder.path().join("data");
    assert!(!data.join("snug.db-wal").exists());
    assert_eq!(std::fs::read(data.join("snug.lock")).unwrap(), b"");

    let store = open(&world.folder).await.unwrap();
    let world = World { store, ..world };
    assert_eq!(world.log().await, log);
    world.store.close().await;
}

#[tokio::test]
async fn a_folder_has_one_process_and_no_onlookers() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new().await;
    let second = open(&world.folder).await;
    assert!(matches!(second, Err(StoreError::InUse(_))));
    let data = world.folder.path().join("data");
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    for file in std::fs::read_dir(&data).unwrap() {
        let path = file.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    world.store.close().await;
    // An unclean stop is a mark that stayed; the next start looks at the file and goes on.
    std::fs::write(data.join("snug.lock"), "in use by process 1\n").unwrap();
    open(&world.folder).await.unwrap().close().await;
    // A damaged file is refused, and only then.
    std::fs::write(data.join("snug.lock"), "in use by process 1\n").unwrap();
    let mut bytes = std::fs::read(data.join("snug.db")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4_096].fill(0xFF);
    std::fs::write(data.join("snug.db"), bytes).unwrap();
    assert!(open(&world.folder).await.is_err());
}

impl World {
    /// How many messages the index names for a word, and how many of those `reader` may see.
    async fn named(&self, word: &str, reader: UserId) -> (u64, usize) {
        let query = crate::search::Query::parse(word, jiff::civil::date(2026, 11, 25));
        let (terms, contents, traits) = (query.terms().into_iter().collect(), query.contents(), query.traits);
        let sought =
            Sought { reader, terms, contents, rooms: vec![], authors: vec![], since: None, until: None, traits };
        let mut moment = self.store.moment().await.unwrap();
        let (mut below, mut sums) = (Some(i64::MAX), (0, 0));
        while let Some(next) = below {
            let some = moment.read().candidates(&sought, next, 100).await.unwrap();
            sums = (sums.0 + some.looked_at, sums.1 + some.found.len());
            below = some.below;
        }
        sums
    }

    async fn changes(
        &self,
        change: impl for<'t> FnOnce(&'t mut Tx, Seat) -> BoxFuture<'t, Result<(), StoreError>> + Send + 'static,
    ) {
        let (room, ada) = (self.room, self.ada.id);
        let write = self.store.write(move |tx| {
            Box::pin(async move {
                let seat = tx.read().await?.seat(room, ada).await?.expect("Ada is in the room");
                change(tx, seat).await
            })
        });
        write.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_names_the_present_text_alone_and_shows_it_to_who_is_in_the_room() {
    let world = World::new().await;
    world.say(1, "the lighthouse").await.unwrap();
    world.say(2, "a lighthouse too").await.unwrap();
    world.store.index_all().await.unwrap();
    let ada = world.ada.id;
    assert_eq!(world.named("light", ada).await, (2, 2));
    assert_eq!(world.named("light", UserId(99)).await, (2, 0), "a stranger");
    world.changes(|tx, seat| Box::pin(async move { tx.edit_message(&seat, 1, "a boat", &[], NOW).await })).await;
    // Until the terms are exchanged, what was changed is looked at whatever is asked for.
    assert_eq!((world.named("light", ada).await, world.named("boat", ada).await), ((2, 2), (1, 1)));
    world.store.index_all().await.unwrap();
    assert_eq!((world.named("light", ada).await, world.named("boat", ada).await), ((1, 1), (1, 1)));
    // What is seen in the text is named, too, so that only what has it is read.
    assert_eq!(world.named("has:link", ada).await, (0, 0));
    for no in [1, 2] {
        let link = "https://boats.example";
        let nodes = crate::markup::parse(link);
        let edits =
            world.changes(move |tx, seat| Box::pin(async move { tx.edit_message(&seat, no, link, &nodes, NOW).await }));
        edits.await;
    }
    world.store.index_all().await.unwrap();
    assert_eq!((world.named("has:link", ada).await, world.named("has:code", ada).await), ((2, 2), (0, 0)));
    // But among what is pinned, which is little, all is read.
    world.changes(move |tx, seat| Box::pin(async move { tx.pin(&seat, 1, true, ada, NOW).await.map(drop) })).await;
    assert_eq!(world.named("has:link is:pinned", ada).await, (1, 1));
    world.changes(|tx, seat| Box::pin(async move { tx.delete_message(&seat, 2, NOW).await })).await;
    world.store.index_all().await.unwrap();
    assert_eq!(world.named("light", ada).await, (0, 0), "nothing of it is left in the index");
    // Nor in its pages: what was taken away has been rewritten out of them.
    let world = World {
        store: {
            world.store.close().await;
            open(&world.folder).await.unwrap()
        },
        ..world
    };
    let pages: Vec<Vec<u8>> = sqlx::query_scalar("SELECT block FROM search_data")
        .fetch_all(&mut *world.store.moment().await.unwrap().read().connection)
        .await
        .unwrap();
    let has = |bytes: &[u8]| pages.iter().any(|page| page.windows(bytes.len()).any(|window| window == bytes));
    assert!(has(b"oat") && !has(b"ghth"), "by their pieces");
}

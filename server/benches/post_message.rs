//! How many messages a second become durable: through `chat`, so with the check of the seat,
//! the idempotent insert, the log and the commit, but without a network. One writer waits for
//! each message's own commit; thirty-two share commits.

use std::sync::Arc;

use app::domain::{Cid, DisplayName, Email, MessageBody, Password, RoomId, RoomKind, RoomName, Topic, WorkspaceName};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use server::chat::{Actor, Chat, FirstRun, Rate, Rates, RoomLog, Visitor};
use server::clock::Clock;
use server::files::{FileLimits, Files};
use server::hub::{Hub, Settings};
use server::store::Store;
use server::web::socket::notices;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A chat on the disk, with one person in one room.
struct Scene {
    chat: Chat,
    actor: Actor,
    room: RoomId,
    _data: TempDir,
}

impl Scene {
    async fn set() -> Result<Self, Failure> {
        let data = tempfile::tempdir()?;
        let store = Store::open(data.path()).await?;
        let log = Arc::new(RoomLog::new(store.clone()));
        let (hub, _presence) =
            Hub::new(Settings::default(), notices(), log, CancellationToken::new(), TaskTracker::new());
        let files = Files::in_folder(data.path(), FileLimits::default())?;
        let rates = Rates { post: Rate { burst: 1_000_000, every_ms: 1 }, ..Rates::default() };
        let chat = Chat::new(store, hub, files, Clock::system(), rates);
        let invalid = |invalid: app::domain::Invalid| invalid.message;
        let form = FirstRun {
            workspace: WorkspaceName::parse("Bench").map_err(invalid)?,
            name: DisplayName::parse("Ada").map_err(invalid)?,
            email: Email::parse("ada@example.org").map_err(invalid)?,
            password: Password::parse("low tide at nine", Password::LEAST_FOR_OWNER).map_err(invalid)?,
        };
        let visitor = Visitor { ip: [127, 0, 0, 1].into(), device: "a benchmark".into() };
        let actor = chat.first_run(form, &visitor).await?.actor;
        let name = RoomName::parse("Harbour").map_err(invalid)?;
        let room = chat.make_room(&actor, name, Topic::default(), RoomKind::Open).await?.id;
        Ok(Self { chat, actor, room, _data: data })
    }
}

/// So many writers say `each` messages, one after the other.
async fn write(scene: &Scene, writers: usize, each: usize) {
    let mut writing = JoinSet::new();
    for _ in 0..writers {
        let (chat, actor, room) = (scene.chat.clone(), scene.actor.clone(), scene.room);
        writing.spawn(async move {
            for _ in 0..each {
                let body = MessageBody::parse("The ferry leaves at 07:40, and the next one two hours later.")
                    .expect("it is within the limits");
                chat.post(&actor, room, Cid(Uuid::now_v7()), body).await.expect("the disk takes it");
            }
        });
    }
    writing.join_all().await;
}

fn durable_posts(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("threads can be started");
    let scene = runtime.block_on(Scene::set()).expect("a folder for the data");
    let mut group = criterion.benchmark_group("durable posts");
    group.sample_size(20);
    for (writers, each) in [(1, 20), (32, 20)] {
        group.throughput(Throughput::Elements((writers * each) as u64));
        group.bench_function(format!("{writers} writers"), |bencher| {
            bencher.to_async(&runtime).iter_batched(|| (), |()| write(&scene, writers, each), BatchSize::PerIteration);
        });
    }
    group.finish();
}

criterion_group!(benches, durable_posts);
criterion_main!(benches);

//! A chat with people in it, a clock that stands still, and an ear for what is published.

use std::sync::{Arc, Mutex};

use app::domain::{
    Cid, DisplayName, Email, MessageBody, Password, Person, RoomId, RoomKind, RoomName, Topic, WorkspaceName,
};
use app::protocol::Posted;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use super::super::*;
use crate::files::{FileLimits, Files};
use crate::hub::Settings;
use crate::store::{Effect, Store};
use crate::web::socket::notices;

/// The password of everybody.
pub(super) const PASSWORD: &str = "low tide at nine";

/// The first room.
pub(super) const GENERAL: RoomId = RoomId(1);

pub(super) struct World {
    _folder: TempDir,
    _stop: tokio_util::sync::DropGuard,
    pub(super) chat: Chat,
    pub(super) clock: Clock,
    pub(super) log: Arc<RoomLog>,
    published: Arc<Mutex<Vec<Effect>>>,
}

impl World {
    /// Nobody is here yet.
    pub(super) async fn empty(rates: Rates) -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(&folder.path().join("data")).await.unwrap();
        let published = Arc::new(Mutex::new(Vec::new()));
        let stop = CancellationToken::new();
        let clock = Clock::fixed(app::domain::Timestamp(1_795_563_667_000));
        let log = Arc::new(RoomLog::new(store.clone()));
        let (hub, _) = Hub::new(Settings::default(), notices(), log.clone(), stop.clone(), TaskTracker::new());
        let files = Files::in_folder(folder.path(), FileLimits::default()).unwrap();
        let sessions = Arc::new(Sessions::default());
        let (publish, ear) = (publish::publisher(hub.clone(), sessions.clone()), published.clone());
        store.publish_to(move |committed| {
            ear.lock().unwrap().extend(committed.effects().iter().cloned());
            publish(committed);
        });
        let chat = Chat { sessions, ..Chat::silent(store, hub, files, clock.clone(), rates) };
        Self { _folder: folder, _stop: stop.drop_guard(), chat, clock, log, published }
    }

    /// Ada owns it, Bo has joined.
    pub(super) async fn new() -> (Self, Actor, Actor) {
        let world = Self::empty(Rates::default()).await;
        let ada = world.chat.first_run(first_run("Ada"), &visitor(1)).await.unwrap().actor;
        let bo = world.join(&ada, "Bo").await;
        (world, ada, bo)
    }

    /// Somebody joins by the link.
    pub(super) async fn join(&self, owner: &Actor, name: &str) -> Actor {
        let link = self.chat.join_link(owner).await.unwrap();
        self.chat.sign_up(&link, sign_up(name), &visitor(1)).await.unwrap().actor
    }

    pub(super) async fn say(&self, actor: &Actor, room: RoomId, cid: u128, body: &str) -> Result<Posted> {
        self.chat.post(actor, room, Cid(Uuid::from_u128(cid)), MessageBody::parse(body).unwrap()).await
    }

    pub(super) async fn make_room(&self, actor: &Actor, name: &str) -> RoomId {
        let name = RoomName::parse(name).unwrap();
        self.chat.make_room(actor, name, Topic::default(), RoomKind::Open).await.unwrap().id
    }

    /// As others see somebody.
    pub(super) async fn person(&self, actor: &Actor) -> Person {
        self.chat.sidebar(actor).await.unwrap().me.person
    }

    /// What was published since this was asked last.
    pub(super) fn published(&self) -> Vec<Effect> {
        std::mem::take(&mut *self.published.lock().unwrap())
    }
}

pub(super) fn visitor(host: u8) -> Visitor {
    Visitor { ip: [192, 0, 2, host].into(), device: "Firefox on Linux".into() }
}

pub(super) fn first_run(name: &str) -> FirstRun {
    let SignUp { name, email, password } = sign_up(name);
    FirstRun { workspace: WorkspaceName::parse("Lighthouse").unwrap(), name, email, password }
}

pub(super) fn sign_up(name: &str) -> SignUp {
    SignUp {
        name: DisplayName::parse(name).unwrap(),
        email: Email::parse(&format!("{name}@example.org")).unwrap(),
        password: Password::parse(PASSWORD, Password::LEAST_FOR_OWNER).unwrap(),
    }
}

pub(super) fn sign_in(name: &str, password: &str) -> SignIn {
    SignIn { email: format!("{name}@example.org"), password: password.into() }
}

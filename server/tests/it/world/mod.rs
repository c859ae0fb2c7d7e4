//! The world of a test: a server in this process with a port and a data folder of its own,
//! and people who came in through the front door.
//!
//! Nothing here sleeps: whoever waits, waits for an event, and says what for when it does
//! not come.

use std::net::SocketAddr;
use std::time::Duration;

use app::domain::RoomId;
use app::protocol::{JoinRoom, MakeRoom, RoomEntry};
use server::chat::Rate;
use server::config::Config;
use server::hub::Hub;
use server::{Inside, Server};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

mod browser;
mod cutter;
mod encoding;
mod parts;
mod person;
mod screen;
mod wire;

pub(crate) use browser::{Address, Answer, Browser, plain};
pub(crate) use cutter::{Carried, Cut, Cutter, Point};
pub(crate) use encoding::encode;
pub(crate) use person::{PASSWORD, Person, new_cid};
pub(crate) use screen::Screen;
pub(crate) use wire::{Handshake, Received, Wire};

/// How long anything may take on a busy machine. Nothing waits so long when all is well.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// What a test says about its server before it starts.
pub(crate) struct Setup {
    pub(crate) config: Config,
    pub(crate) inside: Inside,
}

/// A server and its data.
pub(crate) struct World {
    config: Config,
    inside: Inside,
    data: TempDir,
    address: Address,
    running: Option<Running>,
}

struct Running {
    hub: Hub,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl World {
    /// A server as tests mostly want it: no rate is in the way, nobody has come in yet.
    pub(crate) async fn begin() -> Self {
        Self::with(|_| {}).await
    }

    /// A server that is set up otherwise. Rates and limits are those of the product only
    /// where `change` says so.
    pub(crate) async fn with(change: impl FnOnce(&mut Setup)) -> Self {
        let data = tempfile::tempdir().expect("a folder of one’s own");
        let config = Config {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            data: data.path().join("data"),
            post_rate: Rate { burst: 1_000_000, every_ms: 1 },
            change_rate: Rate { burst: 1_000_000, every_ms: 1 },
            command_rate: Rate { burst: 1_000_000, every_ms: 1 },
            strangers_per_address: 1_000,
            sign_in_tries: 1_000,
            sign_in_tries_per_address: 1_000,
            sign_ups_per_address: 1_000,
            rooms_made: 1_000,
            stop_seconds: 0,
            ..Config::default()
        };
        let mut setup = Setup { config, inside: Inside::default() };
        setup.inside.typing = Rate { burst: 1_000, every_ms: 1 };
        setup.inside.search = Rate { burst: 1_000, every_ms: 1 };
        setup.inside.call_all = Rate { burst: 1_000, every_ms: 1 };
        setup.inside.page = Rate { burst: 1_000, every_ms: 1 };
        setup.inside.upload = Rate { burst: 1_000, every_ms: 1 };
        setup.inside.sockets.operations_per_second = 1_000_000;
        change(&mut setup);
        let nowhere = Address::new(SocketAddr::from(([127, 0, 0, 1], 0)));
        let mut world = Self { config: setup.config, inside: setup.inside, data, address: nowhere, running: None };
        world.start().await;
        world
    }

    /// Starts the server on the data there is.
    pub(crate) async fn start(&mut self) {
        assert!(self.running.is_none(), "it runs already");
        let server = Server::with(self.config.clone(), self.inside.clone()).await.expect("the data can be used");
        let listening = server.listen().await.expect("the address is free");
        self.address.set(listening.address());
        self.running =
            Some(Running { hub: listening.hub(), stop: listening.stopper(), task: tokio::spawn(listening.run()) });
    }

    /// Stops the server in order, and waits until everything is on disk.
    pub(crate) async fn stop(&mut self) {
        let Running { stop, task, .. } = self.running.take().expect("it runs");
        stop.cancel();
        task.await.expect("the server does not panic");
    }

    /// Stops and starts again at the same address.
    pub(crate) async fn restart(&mut self) {
        self.stop().await;
        self.config.listen = self.address.get();
        self.start().await;
    }

    /// Stops and starts again at another port; everybody's browser knows.
    pub(crate) async fn move_house(&mut self) {
        self.stop().await;
        self.config.listen.set_port(0);
        self.start().await;
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address.get()
    }

    /// Live delivery, to look at its queues.
    pub(crate) fn hub(&self) -> &Hub {
        &self.running.as_ref().expect("it runs").hub
    }

    /// Where the data is, for tests that run the program itself on it.
    pub(crate) fn data(&self) -> std::path::PathBuf {
        self.data.path().join("data")
    }

    /// A clean browser.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.address.clone())
    }

    /// Sets the workspace up and returns its owner.
    pub(crate) async fn owner(&self, name: &str) -> Person {
        let mut browser = self.browser();
        let email = email_of(name);
        let fields = [("workspace", "Tide"), ("name", name), ("email", &email), ("password", PASSWORD)];
        browser.post("/setup", &fields).await.is(303);
        self.introduce(name, email, browser).await
    }

    /// Lets somebody in by the join link that `host` passes on.
    pub(crate) async fn member(&self, host: &mut Person, name: &str) -> Person {
        let (link, email) = (host.join_link().await, email_of(name));
        let mut browser = host.browser.stranger();
        browser.post(&link, &[("name", name), ("email", &email), ("password", PASSWORD)]).await.is(303);
        self.introduce(name, email, browser).await
    }

    async fn introduce(&self, name: &str, email: String, mut browser: Browser) -> Person {
        let sidebar = browser.get("/rooms").await.is(200).page().sidebar;
        assert_eq!(sidebar.me.person.name, name);
        let mut person = Person::new(name, email, sidebar.me.person.id, browser);
        person.screen = Screen::born(sidebar, None);
        person
    }

    /// Ada, who owns the workspace, and Bo, who joined it.
    pub(crate) async fn two(&self) -> (Person, Person) {
        let mut ada = self.owner("Ada").await;
        let bo = self.member(&mut ada, "Bo").await;
        (ada, bo)
    }

    /// A room that `maker` made, with everyone of `others` in it.
    pub(crate) async fn room(&self, name: &str, maker: &mut Person, others: &mut [&mut Person]) -> RoomId {
        let made = maker.asks_by_http(&MakeRoom { name: name.to_owned(), topic: String::new(), closed: false }).await;
        let RoomEntry { id: room, .. } = made.expect("the room can be made");
        for person in others {
            person.asks_by_http(&JoinRoom { room }).await.expect("an open room can be joined");
        }
        room
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(Running { stop, task, .. }) = self.running.take() {
            stop.cancel();
            task.abort();
        }
    }
}

pub(crate) fn email_of(name: &str) -> String {
    format!("{}@example.org", name.to_lowercase().replace(' ', "."))
}

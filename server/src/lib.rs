//! The machine around `app`: HTTP and WebSocket (`web`), what people may do (`chat`), where it
//! is kept (`store`) and who hears of it (`hub`). [`Server`] wires them and stops them in order.

// The type of a whole page names every element in it.
#![recursion_limit = "512"]

pub mod chat;
pub mod clock;
pub mod config;
pub mod error;
pub mod files;
pub mod hub;
pub mod markup;
pub mod previews;
pub mod search;
pub mod state;
pub mod store;
pub mod telemetry;
pub mod web;

use std::fs::DirBuilder;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use chat::{Chat, Rate, Rates, RoomLog};
use clock::Clock;
use config::Config;
use files::{Files, FilesError};
use hub::Hub;
use previews::{PreviewError, Previews, Reach};
use state::AppState;
use store::{Store, StoreError};
use web::assets::Assets;
use web::listener::{self, Bounds};
use web::socket::{SocketSettings, Sockets, notices};
use web::{DevTools, Site, TrustedProxies};

/// Why a server does not start, or ends.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The data folder cannot be made or read.
    #[error("cannot use the folder {}", .0.display())]
    Folder(PathBuf, #[source] io::Error),
    /// What is kept there cannot be opened.
    #[error("cannot open what is kept in {}", .0.display())]
    Store(PathBuf, #[source] StoreError),
    /// Files cannot be kept.
    #[error("cannot keep files")]
    Files(#[source] FilesError),
    /// Links cannot be looked at.
    #[error("cannot look at links")]
    Previews(#[from] PreviewError),
    /// The address is taken or not ours.
    #[error("cannot listen on {0}")]
    Listen(SocketAddr, #[source] io::Error),
}

/// What nobody who runs Snug has to set, but tests and load tools do.
#[derive(Clone, Debug)]
pub struct Inside {
    /// What time it is.
    pub clock: Clock,
    /// Bounds and times of live delivery.
    pub hub: hub::Settings,
    /// Times and rates of a socket.
    pub sockets: SocketSettings,
    /// Messages of a person that call everybody in a room.
    pub call_all: Rate,
    /// Signs of typing of a person in a room.
    pub typing: Rate,
    /// Pages that a person asks for.
    pub page: Rate,
    /// Searches of a person.
    pub search: Rate,
    /// Files that a person brings.
    pub upload: Rate,
    /// One address that previews of links are read from beside those of the internet.
    pub preview_also: Option<SocketAddr>,
}

impl Default for Inside {
    fn default() -> Self {
        Self {
            clock: Clock::system(),
            hub: hub::Settings::default(),
            sockets: SocketSettings::default(),
            call_all: Rates::default().call_all,
            typing: Rates::default().typing,
            page: Rates::default().page,
            search: Rates::default().search,
            upload: Rates::default().upload,
            preview_also: None,
        }
    }
}

/// A server that is wired, but not listening yet.
pub struct Server {
    config: Config,
    state: AppState,
    store: Store,
    /// Connections and sockets: they end first.
    connections: Running,
    /// What serves the connections from behind: it ends after them.
    background: Running,
}

/// Tasks that end together.
#[derive(Clone, Default)]
struct Running {
    stop: CancellationToken,
    tracker: TaskTracker,
}

impl Running {
    /// Asks all to end, and gives them so long.
    async fn end(self, patience: Duration) {
        self.stop.cancel();
        self.tracker.close();
        if timeout(patience, self.tracker.wait()).await.is_err() {
            tracing::warn!("Some tasks did not end in time and are cut off");
        }
    }
}

impl Server {
    /// Opens what is kept and wires the parts.
    ///
    /// # Errors
    /// The data folder cannot be used.
    pub async fn new(config: Config) -> Result<Self, ServeError> {
        Self::with(config, Inside::default()).await
    }

    /// Like [`Self::new`], with other bounds and times inside.
    ///
    /// # Errors
    /// The data folder cannot be used.
    pub async fn with(config: Config, inside: Inside) -> Result<Self, ServeError> {
        // Leptos renders on whatever runs its tasks; a second server in this process finds it set.
        let _ = any_spawner::Executor::init_tokio();
        prepare_tls();
        make_private_folder(&config.data).map_err(|error| ServeError::Folder(config.data.clone(), error))?;
        let store = Store::open(&config.data).await;
        let store = store.map_err(|error| ServeError::Store(config.data.clone(), error))?;
        let (connections, background) = (Running::default(), Running::default());
        let Inside { clock, hub, sockets, call_all, typing, page, search, upload, preview_also } = inside;

        let settings = hub::Settings { sockets_per_person: config.sockets_per_person, ..hub };
        let log = Arc::new(RoomLog::new(store.clone()));
        let Running { stop, tracker } = background.clone();
        let (hub, presence) = Hub::new(settings, notices(), log, stop, tracker);
        let files = match &config.bucket() {
            Some(bucket) => Files::in_bucket(bucket, &config.data, config.file_limits()),
            None => Files::in_folder(&config.data, config.file_limits()),
        };
        let files = files.map_err(ServeError::Files)?;
        let chat = Chat::new(
            store.clone(),
            hub.clone(),
            files,
            clock.clone(),
            Rates { call_all, typing, page, search, upload, ..config.rates() },
        );
        let chat = if config.link_previews {
            let own = config.public_url.as_ref().and_then(|url| url::Url::parse(&url.to_string()).ok());
            let own = own.and_then(|url| url.host_str().map(str::to_owned));
            let previews = Previews::new(Reach { own, also: preview_also })?;
            let (chat, links) = chat.with_previews();
            let looks = chat.clone().preview_links(previews, links);
            background.tracker.spawn(background.stop.clone().run_until_cancelled_owned(looks));
            chat
        } else {
            chat
        };
        // Ends with the hub: the task itself holds one, so it has to be told.
        let stop = background.stop.clone();
        background.tracker.spawn(stop.clone().run_until_cancelled_owned(chat.clone().show_presence(presence)));
        background.tracker.spawn(stop.clone().run_until_cancelled_owned(chat.clone().sweep_files()));
        background.tracker.spawn(stop.run_until_cancelled_owned(chat.clone().keep_time()));

        let tracker = connections.tracker.clone();
        let state = AppState {
            chat,
            sockets: Sockets { hub, settings: sockets, tracker },
            clock,
            assets: Assets::load(),
            site: Arc::new(Site::new(config.public_url.clone(), config.more_origins.clone())),
            proxies: Arc::new(TrustedProxies(config.trusted_proxies.clone())),
            dev_tools: Arc::new(DevTools::from_env()),
        };
        Ok(Self { config, state, store, connections, background })
    }

    /// Takes the address; from here on connections wait to be served.
    ///
    /// # Errors
    /// The address is taken, or not one of this machine.
    pub async fn listen(self) -> Result<Listening, ServeError> {
        let asked = self.config.listen;
        let listener = TcpListener::bind(asked).await.map_err(|error| ServeError::Listen(asked, error))?;
        let address = listener.local_addr().map_err(|error| ServeError::Listen(asked, error))?;
        tracing::info!(%address, "Listening");
        self.state.site.warn_of_what_is_open(address);
        Ok(Listening { server: self, listener, address })
    }
}

/// A server that has its address.
pub struct Listening {
    server: Server,
    listener: TcpListener,
    address: SocketAddr,
}

impl Listening {
    /// Where it listens; the port is the real one.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What to open in a browser: the public address, or the one it listens on.
    pub fn url(&self) -> String {
        self.server.config.public_url.as_ref().map_or_else(|| format!("http://{}", self.address), ToString::to_string)
    }

    /// Who is connected.
    pub fn hub(&self) -> Hub {
        self.server.state.sockets.hub.clone()
    }

    /// Cancel it, and [`Self::run`] comes to its end.
    pub fn stopper(&self) -> CancellationToken {
        self.server.connections.stop.clone()
    }

    /// Serves until it is stopped. Then, in this order: nobody new comes in, everyone connected
    /// is told when to come back, what runs is finished, and the store is closed.
    pub async fn run(self) {
        let Self { server, listener, .. } = self;
        let Server { config, state, store, connections, background } = server;
        let bounds = Bounds {
            connections: config.max_connections,
            strangers: config.strangers_per_address,
            ..Bounds::default()
        };
        let proxies = state.proxies.clone();
        let hub = state.sockets.hub.clone();
        let Running { stop, tracker } = connections.clone();
        listener::serve(listener, web::router(state), stop, tracker, bounds, proxies).await;
        hub.shutdown(Duration::from_secs(config.stop_seconds));
        connections.end(bounds.drain + Duration::from_secs(2)).await;
        background.end(Duration::from_secs(2)).await;
        store.close().await;
        tracing::info!("Stopped");
    }
}

/// Says by what this process speaks TLS to others; whoever makes a client without a server has to say so first. Twice is
/// once.
pub fn prepare_tls() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Makes the folder for the eyes of this account only. One that is there is left as it is,
/// but others looking into it is worth a word.
fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
        builder.mode(0o700);
        let is_open = |m: std::fs::Metadata| m.permissions().mode() & 0o077 != 0;
        if std::fs::metadata(folder).is_ok_and(is_open) {
            tracing::warn!("Other accounts of this machine can look into the data folder; chmod 700 keeps them out");
        }
    }
    builder.create(folder)
}

#[cfg(test)]
mod tests;

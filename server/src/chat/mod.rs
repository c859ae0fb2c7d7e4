//! What people may do. Every method reads: seat, rule, write. What a write did is published
//! by the store's writer, after the commit and before the method returns.

mod access;
mod accounts;
mod alarm;
mod attachments;
mod calling;
mod changes;
mod drafts;
mod error;
mod forms;
mod invitations;
mod involvement;
mod keeping;
mod members;
mod messages;
mod password;
mod perform;
mod presence;
mod previews;
mod profiles;
mod publish;
mod rates;
mod reading;
mod roles;
mod rooms;
mod saved;
mod scheduled;
mod search;
mod secret;
mod sessions;
mod threads;
mod throttle;
mod views;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use app::domain::{RoomId, UserId};
use tokio::sync::{Notify, RwLock, Semaphore, mpsc};

pub use error::ChatError;
pub use forms::{Actor, FirstRun, Invitation, SessionEntry, SignIn, SignUp, SignedIn, Visitor, Window, Words};
pub use previews::SaidLink;
pub use publish::RoomLog;
pub use rates::{Rate, Rates};
pub use search::Question;

use self::password::Passwords;
use self::rates::{AtOnce, Buckets};
use self::sessions::Sessions;
use crate::clock::Clock;
use crate::files::Files;
use crate::hub::Hub;
use crate::store::Store;

pub use crate::store::Filed;

/// The answer of a chat method.
pub type Result<T> = std::result::Result<T, ChatError>;

/// Everything that people can do. Clones are cheap and share it.
#[derive(Clone)]
pub struct Chat {
    store: Store,
    hub: Hub,
    files: Files,
    clock: Clock,
    rates: Rates,
    sessions: Arc<Sessions>,
    passwords: Arc<Passwords>,
    posts: Arc<Buckets<UserId>>,
    calls: Arc<Buckets<UserId>>,
    archivings: Arc<Buckets<UserId>>,
    typing: Arc<Buckets<(UserId, RoomId)>>,
    changes: Arc<Buckets<UserId>>,
    touches: Arc<Buckets<UserId>>,
    looks: Arc<Buckets<UserId>>,
    commands: Arc<Buckets<UserId>>,
    pages: Arc<Buckets<UserId>>,
    searches: Arc<Buckets<UserId>>,
    searching: Arc<Semaphore>,
    uploads: Arc<Buckets<UserId>>,
    uploading: Arc<AtOnce<UserId>>,
    /// Held while what lies on the disk is not noted yet, and while what is noted nowhere is let go of.
    sweeping: Arc<RwLock<()>>,
    sweep_soon: Arc<Notify>,
    /// Something may be due earlier than was known.
    alarm: Arc<Notify>,
    sign_ins: Arc<Buckets<(String, [u8; 32])>>,
    /// Where links go that are to be looked at; nowhere, where none are.
    links: Option<mpsc::Sender<SaidLink>>,
    previewing: Arc<AtOnce<UserId>>,
}

impl Chat {
    /// The chat over what is kept, files too, and who is connected. From here on every commit of the store
    /// goes to the hub, which reads on from a [`RoomLog`] of the same store.
    pub fn new(store: Store, hub: Hub, files: Files, clock: Clock, rates: Rates) -> Self {
        let chat = Self::silent(store, hub, files, clock, rates);
        chat.store.publish_to(publish::publisher(chat.hub.clone(), Arc::clone(&chat.sessions)));
        chat
    }

    /// The chat, of which the hub hears nothing yet.
    fn silent(store: Store, hub: Hub, files: Files, clock: Clock, rates: Rates) -> Self {
        Self {
            store,
            hub,
            files,
            clock,
            rates,
            sessions: Arc::default(),
            passwords: Arc::new(Passwords::new()),
            posts: Arc::new(Buckets::new(rates.post)),
            calls: Arc::new(Buckets::new(rates.call_all)),
            archivings: Arc::new(Buckets::new(rates.archive)),
            typing: Arc::new(Buckets::new(rates.typing)),
            changes: Arc::new(Buckets::new(rates.change)),
            touches: Arc::new(Buckets::new(rates.change)),
            looks: Arc::new(Buckets::new(rates.looks)),
            commands: Arc::new(Buckets::new(rates.command)),
            pages: Arc::new(Buckets::new(rates.page)),
            searches: Arc::new(Buckets::new(rates.search)),
            searching: Arc::new(Semaphore::new(search::AT_ONCE)),
            uploads: Arc::new(Buckets::new(rates.upload)),
            uploading: Arc::new(AtOnce::new(attachments::AT_ONCE)),
            sweeping: Arc::default(),
            sweep_soon: Arc::default(),
            alarm: Arc::default(),
            sign_ins: Arc::new(Buckets::new(rates.sign_in)),
            links: None,
            previewing: Arc::new(AtOnce::new(previews::EACH)),
        }
    }

    /// Whether the store answers; for the probe of a load balancer.
    pub async fn is_ready(&self) -> bool {
        self.store.is_ready().await
    }
}

//! What goes into the accounts' methods, and what comes out of them.

use std::net::IpAddr;

use app::domain::{Account, DisplayName, Email, Password, Person, Timestamp, WorkspaceName};

/// Who asks: a person with a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub account: Account,
    /// The session they act in.
    pub session: i64,
}

/// Where a request comes from, before anybody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// The address, behind trusted proxies.
    pub ip: IpAddr,
    /// What the list of sessions calls the device, such as “Firefox on Linux”; cut to 100 characters.
    pub device: String,
}

/// The very first form: a workspace and its owner.
#[derive(Clone, Debug)]
pub struct FirstRun {
    /// What the workspace is called.
    pub workspace: WorkspaceName,
    /// The owner's name.
    pub name: DisplayName,
    /// The owner's address.
    pub email: Email,
    /// The owner's password.
    pub password: Password,
}

/// A new member, at a join link.
#[derive(Clone, Debug)]
pub struct SignUp {
    /// The member's name.
    pub name: DisplayName,
    /// The member's address.
    pub email: Email,
    /// The member's password.
    pub password: Password,
}

/// A new session of a known person. Both as typed: what is wrong with them is not told.
#[derive(Clone)]
pub struct SignIn {
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
}

/// A session that has just begun.
#[derive(Clone)]
pub struct SignedIn {
    /// The secret for the cookie; it is never seen again.
    pub token: String,
    /// Who acts from now on.
    pub actor: Actor,
}

/// A session as its person sees it in the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionEntry {
    /// Which session.
    pub id: i64,
    /// On which device.
    pub device: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to some minutes.
    pub last_seen_at: Timestamp,
    /// Whether it is the one that asks.
    pub is_current: bool,
}

/// What a join link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// What the workspace is called.
    pub workspace: String,
    /// Who made the link.
    pub by: Person,
}

/// Which part of a room's messages a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// The newest messages.
    Newest,
    /// Those before a message.
    Before(u64),
    /// Those after a message.
    After(u64),
    /// A message and those around it.
    Around(u64),
}

/// How often something may be done: a bucket that holds `burst` and fills at one per `every_ms`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// So many at once.
    pub burst: u32,
    /// Milliseconds until another one is allowed.
    pub every_ms: u32,
}

/// What a person may do how often; the default is that of the documentation. Tests and benchmarks raise it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Messages of a person.
    pub post: Rate,
    /// Signs of typing of a person in a room.
    pub typing: Rate,
    /// Failed sign-ins at one account from one address in 15 minutes.
    pub sign_in_account: u32,
    /// Failed sign-ins from one address in 15 minutes.
    pub sign_in_address: u32,
    /// Sign-ups from one address in an hour.
    pub sign_up_address: u32,
    /// Rooms that one person makes in a day.
    pub rooms_made: u32,
    /// Rooms that one person is in.
    pub rooms_joined: u32,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            post: Rate { burst: 10, every_ms: 500 },
            typing: Rate { burst: 1, every_ms: 3_000 },
            sign_in_account: 5,
            sign_in_address: 20,
            sign_up_address: 5,
            rooms_made: 50,
            rooms_joined: 500,
        }
    }
}

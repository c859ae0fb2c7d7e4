//! What goes into the accounts' methods, and what comes out of them.

use std::net::IpAddr;

use app::domain::{AttachmentId, DisplayName, Email, MessageBody, Password, Person, Timestamp, UserId, WorkspaceName};

/// Who asks: a person with a session. How they are called and what they may do is looked up when it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub(super) user: UserId,
    /// The session they act in.
    pub session: i64,
}

impl Actor {
    /// The person.
    pub fn user(&self) -> UserId {
        self.user
    }
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

/// What somebody says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The text.
    pub body: MessageBody,
    /// The message that it answers.
    pub reply: Option<u64>,
    /// Files that they have brought to the room.
    pub files: Vec<AttachmentId>,
}

impl From<MessageBody> for Words {
    fn from(body: MessageBody) -> Self {
        Self { body, reply: None, files: Vec::new() }
    }
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

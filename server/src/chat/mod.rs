//! What people may do. Every method reads: seat, rule, write, publish.

mod error;
mod forms;
mod stub_hub;

use app::domain::{Cid, MessageBody, Person, RoomId, RoomName, Topic};
use app::protocol::{Command, Direction, History, Listing, Posted, Problem, RoomEntry, RoomView, SidebarView, Welcome};
use serde_json::value::RawValue;

pub use error::ChatError;
pub use forms::{Actor, FirstRun, Invitation, Rate, Rates, SessionEntry, SignIn, SignUp, SignedIn, Visitor, Window};
pub use stub_hub::{Hub, SocketId};

use crate::clock::Clock;
use crate::store::Store;

/// Everything that people can do. Clones are cheap and share it.
#[derive(Clone)]
pub struct Chat;

/// The answer of a chat method.
pub type Result<T> = std::result::Result<T, ChatError>;

#[expect(unused_variables, clippy::unused_async, reason = "placeholders")]
impl Chat {
    /// The chat over what is kept and who is connected.
    pub fn new(store: Store, hub: Hub, clock: Clock, rates: Rates) -> Self {
        unimplemented!()
    }

    /// The name of the workspace; `None` before the first run.
    pub async fn workspace(&self) -> Result<Option<String>> {
        unimplemented!()
    }

    /// Makes the workspace, its owner and the first room.
    pub async fn first_run(&self, form: FirstRun, visitor: &Visitor) -> Result<SignedIn> {
        unimplemented!()
    }

    /// What a join link leads to; `None` when it is not, or no longer, valid.
    pub async fn invitation(&self, token: &str) -> Result<Option<Invitation>> {
        unimplemented!()
    }

    /// Makes a member, at a valid join link.
    pub async fn sign_up(&self, token: &str, form: SignUp, visitor: &Visitor) -> Result<SignedIn> {
        unimplemented!()
    }

    /// Begins a session.
    pub async fn sign_in(&self, form: SignIn, visitor: &Visitor) -> Result<SignedIn> {
        unimplemented!()
    }

    /// Who acts with this token; `None` when it is not, or no longer, valid.
    pub async fn authenticate(&self, token: &str) -> Result<Option<Actor>> {
        unimplemented!()
    }

    /// Ends the session; its sockets are closed before this returns.
    pub async fn sign_out(&self, actor: &Actor) -> Result<()> {
        unimplemented!()
    }

    /// The person's sessions, the newest first.
    pub async fn sessions(&self, actor: &Actor) -> Result<Vec<SessionEntry>> {
        unimplemented!()
    }

    /// Ends a session of one's own; its sockets are closed before this returns.
    pub async fn revoke_session(&self, actor: &Actor, session: i64) -> Result<()> {
        unimplemented!()
    }

    /// The token of the join link. Any member may see it.
    pub async fn join_link(&self, actor: &Actor) -> Result<String> {
        unimplemented!()
    }

    /// Makes another join link; the old one is dead. Only the owner may.
    pub async fn renew_join_link(&self, actor: &Actor) -> Result<String> {
        unimplemented!()
    }

    /// The workspace as the person sees it.
    pub async fn sidebar(&self, actor: &Actor) -> Result<SidebarView> {
        unimplemented!()
    }

    /// The workspace and a room, read at one moment. Who is not in the room sees its door only.
    pub async fn page(&self, actor: &Actor, room: RoomId, window: Window) -> Result<(SidebarView, RoomView)> {
        unimplemented!()
    }

    /// What a socket is greeted with.
    pub async fn welcome(&self, actor: &Actor) -> Result<Welcome> {
        unimplemented!()
    }

    /// Says something; a repeat of `cid` answers what the first did.
    pub async fn post(&self, actor: &Actor, room: RoomId, cid: Cid, body: MessageBody) -> Result<Posted> {
        unimplemented!()
    }

    /// A page of history; `limit` is `1..=100`.
    pub async fn history(
        &self,
        actor: &Actor,
        room: RoomId,
        direction: Direction,
        no: u64,
        limit: u32,
    ) -> Result<History> {
        unimplemented!()
    }

    /// Every open room.
    pub async fn list_rooms(&self, actor: &Actor) -> Result<Vec<Listing>> {
        unimplemented!()
    }

    /// Makes a room with its maker in it.
    pub async fn make_room(&self, actor: &Actor, name: RoomName, topic: Topic) -> Result<RoomEntry> {
        unimplemented!()
    }

    /// Gives a room another name.
    pub async fn rename_room(&self, actor: &Actor, room: RoomId, name: RoomName) -> Result<()> {
        unimplemented!()
    }

    /// Says what a room is about.
    pub async fn set_topic(&self, actor: &Actor, room: RoomId, topic: Topic) -> Result<()> {
        unimplemented!()
    }

    /// Joins a room; twice is once.
    pub async fn join_room(&self, actor: &Actor, room: RoomId) -> Result<RoomEntry> {
        unimplemented!()
    }

    /// Leaves a room; nothing of it arrives after this returned.
    pub async fn leave_room(&self, actor: &Actor, room: RoomId) -> Result<()> {
        unimplemented!()
    }

    /// The members of a room by name, at most 500.
    pub async fn members(&self, actor: &Actor, room: RoomId) -> Result<Vec<Person>> {
        unimplemented!()
    }

    /// Everything up to `no` is read; the pointer only moves forward.
    pub async fn mark_read(&self, actor: &Actor, room: RoomId, no: u64) -> Result<()> {
        unimplemented!()
    }

    /// Shows the others in the room that the person is writing.
    pub async fn start_typing(&self, actor: &Actor, room: RoomId, from: Option<SocketId>) -> Result<()> {
        unimplemented!()
    }

    /// Whether the person may watch the room, and where it stands: `(seq, msg_no)`.
    pub async fn watch(&self, actor: &Actor, room: RoomId) -> Result<(u64, u64)> {
        unimplemented!()
    }

    /// Does what a command asks and answers with the body of its `ok`. `hello`, `room.watch`
    /// and `room.unwatch` belong to a socket and are refused here.
    pub async fn perform(
        &self,
        actor: &Actor,
        command: Command,
        from: Option<SocketId>,
    ) -> std::result::Result<Box<RawValue>, Problem> {
        unimplemented!()
    }

    /// Whether the store answers; for the probe of a load balancer.
    pub async fn is_ready(&self) -> bool {
        unimplemented!()
    }
}

//! Numbers and columns on their way in and out of the database.

use app::domain::{Account, Block, Cid, Person, Role, RoomKind, Status, Timestamp, UserId};
use app::protocol::Posted;

/// A count or position as the program holds it.
pub(super) fn count(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or(0)
}

/// A count or position as the database holds it.
pub(super) fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// How names are compared and sorted: as `app::protocol` does.
pub(super) fn folded(name: &str) -> String {
    name.to_lowercase()
}

pub(super) fn room_kind(stored: &str) -> RoomKind {
    match stored {
        "open" => RoomKind::Open,
        "direct" => RoomKind::Direct,
        "thread" => RoomKind::Thread,
        // What is not known is not shown to everyone.
        _ => RoomKind::Closed,
    }
}

pub(super) fn stored_room_kind(kind: RoomKind) -> &'static str {
    match kind {
        RoomKind::Open => "open",
        RoomKind::Closed => "closed",
        RoomKind::Direct => "direct",
        RoomKind::Thread => "thread",
    }
}

pub(super) fn role(stored: &str) -> Role {
    // Of what is not known, as little as can be.
    Role::named(stored).unwrap_or(Role::Guest)
}

/// What somebody is about, as it is kept.
pub(super) fn status(json: &str) -> Option<Status> {
    serde_json::from_str(json).ok()
}

/// `id, name, picture`
pub(super) type PersonRow = (i64, String, u32);

pub(super) fn person((id, name, picture): PersonRow) -> Person {
    Person { id: UserId(id), name, picture }
}

/// An account, from columns of these names.
#[derive(sqlx::FromRow)]
pub(super) struct AccountRow {
    id: i64,
    name: String,
    picture: u32,
    handle: String,
    email: String,
    role: String,
    created_at: i64,
}

impl AccountRow {
    pub(super) fn account(self) -> Account {
        Account {
            person: person((self.id, self.name, self.picture)),
            handle: self.handle,
            email: self.email,
            role: role(&self.role),
            created_at: Timestamp(self.created_at),
        }
    }
}

/// Nodes as they are kept; of a plain text there are none.
pub(super) fn stored_nodes(nodes: &[Block]) -> Option<String> {
    (!nodes.is_empty()).then(|| serde_json::to_string(nodes).ok()).flatten()
}

/// Values as one argument, for `json_each`.
pub(super) fn list<T: serde::Serialize>(values: &T) -> String {
    serde_json::to_string(values).unwrap_or_else(|_| "[]".to_owned())
}

pub(super) fn posted(no: i64, seq: i64, at: i64) -> Posted {
    Posted { no: count(no), seq: count(seq), at: Timestamp(at) }
}

pub(super) fn stored_cid(cid: Cid) -> Vec<u8> {
    cid.0.as_bytes().to_vec()
}

//! The sentences of Snug: what a client asks, what happened, and how both look on the wire.
//!
//! JSON text over a WebSocket with the subprotocol [`SUBPROTOCOL`]; the same bodies serve
//! HTTP. `docs/protocol.md` tells the conversation from outside. Inside a major version
//! there are only additions: what is unknown is ignored, what is known never changes.

mod answer;
mod ask;
mod command;
mod entry;
mod event;
mod frame;
mod later;
mod limits;
mod lookups;
mod page;
mod problem;
mod sidebar;
mod view;

pub use answer::{Begun, Direction, Done, Entry, Posted};
pub use ask::Ask;
pub use command::{
    ArchiveRoom, CancelScheduled, Choose, Command, DeleteMessage, EditMessage, FindEmoji, GiveRole, Hello, Invite,
    Involve, JoinRoom, KeepDraft, LeaveRoom, ListDrafts, ListMembers, ListPeople, ListPins, ListRevisions, ListRooms,
    ListSaved, ListScheduled, ListThreads, LoadDraft, LoadEntry, LoadHistory, LoadRoom, MakeRoom, MarkRead, MarkUnread,
    OpenDirect, PinMessage, PostMessage, React, Remove, RenameRoom, SaveMessage, ScheduleMessage, SetIdle, SetPosting,
    SetTopic, StartThread, StartTyping, Unwatch, Watch,
};
pub use entry::RoomEntry;
pub use event::{Activity, Event, PrivateEvent};
pub use frame::{ClientFrame, CloseCode, DecodeError, ServerFrame, Welcome, encode_err, encode_ok};
pub use later::{Draft, Later, Saved, Scheduled};
pub use limits::Limits;
pub use lookups::Lookups;
pub use page::{Page, Panel, Refused};
pub use problem::{Problem, ProblemCode};
pub use sidebar::{Followed, Mention, SidebarView, Waiting};
pub use view::{History, Listing, RoomView};

/// The WebSocket subprotocol, offered by the client and chosen by the server.
pub const SUBPROTOCOL: &str = "chat.v1";

//! The words of Snug: plain values, parsed once at the edge and valid ever after.
//!
//! A room holds messages of people. `RoomId` and `UserId` name them; a message is named
//! by its room and its `msg_no`, an attempt to send one by its `Cid`. Nothing here knows
//! the wire, the database or the screen.

mod attachment;
mod case;
mod found;
mod grouping;
mod id;
mod invalid;
mod involvement;
mod markup;
mod message;
mod presence;
mod preview;
mod reaction;
mod role;
mod room;
mod sorting;
mod status;
mod thread;
mod time;
mod user;

pub use attachment::{Attachment, FileName, MediaKind, amount};
pub use case::lower;
pub use found::{Found, Order, Rest, Results, Stretch};
pub use grouping::{Place, RUN_GAP, place};
pub use id::{AttachmentId, Cid, Epoch, RoomId, ScheduledId, UserId};
pub use invalid::Invalid;
pub use involvement::Involvement;
pub use markup::{Block, Call, Inline, Piece, Tint, excerpt};
pub use message::{Edit, Message, MessageBody, Quotation, Revision};
pub use presence::{Availability, Presence, Present};
pub use preview::Preview;
pub use reaction::{NamedEmoji, Reaction, Reactions};
pub use role::Role;
pub use room::{DIRECT_MOST, Room, RoomKind, RoomName, THREAD_NAME, Topic, direct_name, room_path, room_slug};
pub use sorting::sort_by_key;
pub use status::Status;
pub use thread::{Root, Thread};
pub use time::{Timestamp, ZoneTime};
pub use user::{Account, DisplayName, Email, HUES, Password, Person, Profile, Title, WorkspaceName, handles, initials};

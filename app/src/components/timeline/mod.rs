//! What was said, from the room's beginning to its newest message.

pub mod attachments;
pub mod birth_card;
pub mod day_divider;
pub mod jump;
pub mod message;
pub mod message_body;
pub mod message_card;
pub mod message_forms;
mod nodes;
pub mod pending_message;
pub mod pins_panel;
pub mod preview_card;
pub mod quoted;
pub mod reach;
pub mod reactions;
pub mod thread_link;
pub mod thread_root;
#[expect(clippy::module_inception, reason = "a file is named after its component")]
pub mod timeline;
pub mod toolbar;
pub mod typing_line;
pub mod unread_divider;

pub use attachments::attachments;
pub use birth_card::BirthCard;
pub use day_divider::day_divider;
pub use jump::{JumpToLatest, JumpToUnread};
pub use message::MessageRow;
pub use message_body::{is_emoji_only, message_text};
pub use message_card::message_card;
pub use message_forms::message_forms;
pub use pending_message::PendingMessage;
pub use pins_panel::PinsPanel;
pub use preview_card::preview_card;
pub use quoted::quoted;
pub use reach::Reach;
pub use reactions::reaction_chips;
pub use thread_link::thread_link;
pub use thread_root::thread_root;
pub use timeline::Timeline;
pub use toolbar::Toolbar;
pub use typing_line::TypingLine;
pub use unread_divider::{mark_all_as_read, mark_as_read, unread_divider};

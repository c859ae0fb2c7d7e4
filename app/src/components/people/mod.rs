//! Who is in a room, and the door for those who are not.

pub mod join_door;
pub mod members_panel;

pub use join_door::JoinDoor;
pub use members_panel::MembersPanel;

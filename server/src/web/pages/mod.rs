//! Pages: each handler loads what it shows through `chat`, then renders a view of `app`.
//! Each form is answered by going on (303), or by the same page with what is wrong in it.

mod failure;
mod form;
mod frame;
mod render;
mod shell;
mod visit;
mod words;

pub(super) mod doors;
pub(super) mod drafts;
pub(super) mod edit_room;
pub(super) mod home;
pub(super) mod involvement;
pub(super) mod message;
pub(super) mod moment;
pub(super) mod people;
pub(super) mod profile;
pub(super) mod react;
pub(super) mod role;
pub(super) mod room;
pub(super) mod rooms;
pub(super) mod saved;
pub(super) mod search;
pub(super) mod settings;
pub(super) mod waiting;

pub(crate) use failure::present;

//! The machine around `app`: doors (`web`), what people may do (`chat`), where it is kept
//! (`store`) and who hears of it (`hub`).

pub mod chat;
pub mod clock;
pub mod hub;
pub mod store;
pub mod web;

//! The machine around `app`: what people may do (`chat`), where it is kept (`store`).

pub mod chat;
pub mod clock;
pub mod store;

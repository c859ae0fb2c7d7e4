//! The machine around `app`.

pub mod chat;
pub mod clock;
pub mod hub;
pub mod store;
pub mod web;

//! The machine around `app`: live delivery (`hub`) and the doors to it (`web`).

pub mod hub;
pub mod web;

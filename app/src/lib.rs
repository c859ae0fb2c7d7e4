//! The middle of Snug, compiled into both sides: the words ([`domain`]), the sentences
//! ([`protocol`]) and how they are read ([`json`]), what the screen knows ([`state`]) and how it looks ([`components`], [`pages`]).
//!
//! It knows no axum, no SQL and no socket.

#![recursion_limit = "512"]

pub mod components;
pub mod domain;
pub mod json;
pub mod pages;
pub mod protocol;
pub mod state;

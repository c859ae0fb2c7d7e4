//! The world of a test: a server, and people at their screens.
#![expect(dead_code, reason = "x")]

use std::time::Duration;

mod browser;
mod person;
mod screen;
mod wire;

pub(crate) use browser::{Address, Answer, Browser, plain};
pub(crate) use person::{PASSWORD, Person, encode, new_cid};
pub(crate) use screen::Screen;
pub(crate) use wire::{Handshake, Received, Wire};

/// How long anything may take on a busy machine. Nothing waits so long when all is well.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

//! One test binary for the whole server. Everything goes through the front door: pages,
//! forms and sockets of a real server on a port of its own, over a data folder of its own.
#![expect(clippy::unwrap_used, reason = "in tests a panic is the message")]

mod architecture;
mod wire;
mod world;

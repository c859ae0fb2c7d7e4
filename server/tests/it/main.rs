//! One test binary for the whole server. Everything goes through the front door: pages,
//! forms and sockets of a real server on a port of its own, over a data folder of its own.
#![expect(clippy::unwrap_used, reason = "in tests a panic is the message")]

mod accounts;
mod architecture;
mod backpressure;
mod bad_input;
mod bucket;
mod changes;
mod crash;
mod files;
mod formatting;
mod html_budget;
mod hygiene;
mod involvement;
mod keeping;
mod kinds;
mod later;
mod media;
mod posting;
mod presence;
mod previews;
mod profiles;
mod resume;
mod roles;
mod rooms;
mod search;
mod stale_birth;
mod sync;
mod threads;
mod unread;
mod wire;
mod world;

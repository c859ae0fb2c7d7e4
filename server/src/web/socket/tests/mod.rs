//! Sockets through the front door: the listener, a router and a client that is not our own.

mod conversation;
mod limits;
mod world;

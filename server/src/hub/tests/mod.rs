//! The hub over real sockets, with a log in memory.

mod delivery;
mod people;
mod pulse;
mod slow;
mod torture;
mod world;

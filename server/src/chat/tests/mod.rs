//! Proofs of the chat, against a real store in a folder of its own.

mod doors;
mod messages;
mod rooms;
mod search;
mod world;

//! HTTP and WebSocket: the doors.

pub mod listener;
pub mod socket;

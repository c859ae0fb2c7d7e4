//! What the hub reads on from when a socket has fallen behind.

use app::domain::RoomId;
use futures_util::future::BoxFuture;

use super::Frame;

/// The log could not be read; whoever answers for it has logged why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the log could not be read")]
pub struct LogError;

/// The durable events of every room.
pub trait Log: Send + Sync + 'static {
    /// Up to `limit` frames after `seq`, in order and without gaps, each with its seq. Empty: nothing is newer.
    fn since(&self, room: RoomId, seq: u64, limit: usize) -> BoxFuture<'_, Result<Vec<(u64, Frame)>, LogError>>;
}

//! A large body on its way in: cut off when it stalls, or when more of it came than anybody could make sense of.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream};
use tokio::time::timeout;

/// So long may pass without a byte.
const STALL: Duration = Duration::from_secs(20);

/// Bytes that may come in a row without making sense.
const PUZZLE: usize = 128 * 1_024;

/// Whoever reads a body says here that it made sense.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sense(Arc<AtomicUsize>);

impl Sense {
    /// What came until now was understood.
    pub(crate) fn made(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// The bytes of a body, as they come.
pub(crate) fn paced(body: Body) -> impl Stream<Item = io::Result<Bytes>> + Send {
    stream::unfold(Some(body.into_data_stream()), |body| async move {
        let mut body = body?;
        match timeout(STALL, body.next()).await {
            Ok(None) => None,
            Ok(Some(Ok(bytes))) => Some((Ok(bytes), Some(body))),
            Ok(Some(Err(error))) => Some((Err(io::Error::other(error)), None)),
            Err(_) => Some((Err(io::ErrorKind::TimedOut.into()), None)),
        }
    })
}

/// Like [`paced`], for what looks for a mark in it: it holds everything until it finds one.
pub(crate) fn searched(body: Body) -> (impl Stream<Item = io::Result<Bytes>> + Send, Sense) {
    let sense = Sense::default();
    let puzzle = Arc::clone(&sense.0);
    let bytes = paced(body).map(move |bytes| {
        let bytes = bytes?;
        if puzzle.fetch_add(bytes.len(), Ordering::Relaxed) > PUZZLE {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(bytes)
    });
    (bytes, sense)
}

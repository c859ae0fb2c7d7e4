//! The bytes below a socket. Another kind of stream, TLS say, is another variant: both sides
//! only ever try, and wait for readiness.

use std::io::{self, IoSlice};

use tokio::net::TcpStream;

/// A connection whose handshake is done.
#[derive(Debug)]
pub enum Stream {
    /// Plain TCP: this server alone, or behind a proxy that ends TLS.
    Tcp(TcpStream),
}

impl Stream {
    /// Reads what is there.
    ///
    /// # Errors
    /// `WouldBlock`: nothing is there. Anything else: the connection is broken.
    pub fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.try_read(buffer),
        }
    }

    /// Waits until there may be something to read.
    ///
    /// # Errors
    /// The runtime is going away.
    pub async fn readable(&self) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.readable().await,
        }
    }

    pub(super) fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.try_write(bytes),
        }
    }

    pub(super) fn try_write_vectored(&self, parts: &[IoSlice<'_>]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.try_write_vectored(parts),
        }
    }

    pub(super) async fn writable(&self) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.writable().await,
        }
    }

    /// Whatever is unsent is thrown away on drop, so that a dead peer holds no kernel memory.
    pub(super) fn abandon(&self) {
        match self {
            // Without it the kernel only keeps trying for a while.
            Self::Tcp(stream) => drop(stream.set_zero_linger()),
        }
    }
}

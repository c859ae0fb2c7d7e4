//! How much waits for those who read slowly: a look at the queues, for those who watch the server.

use super::Hub;
use super::standing::State;

/// What waits in all sockets at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Depth {
    /// Sockets that are connected.
    pub sockets: usize,
    /// Rooms that something is known of.
    pub rooms: usize,
    /// Rooms that sockets are reading from the log, each counted for each socket.
    pub lagging: usize,
    /// Bytes that wait for all sockets together.
    pub bytes: usize,
    /// Bytes that wait for the one with most.
    pub most_bytes: usize,
}

impl Hub {
    /// Looks into every queue.
    pub fn depth(&self) -> Depth {
        let known = Depth { rooms: self.topics().len(), ..Depth::default() };
        self.inner.people.all_sockets().iter().fold(known, |sum, socket| {
            socket.with(|out, _| {
                let bytes = out.waiting_bytes();
                let lagging = out.subscriptions.iter().filter(|s| s.state == State::Lagging).count();
                Depth {
                    rooms: sum.rooms,
                    sockets: sum.sockets + 1,
                    lagging: sum.lagging + lagging,
                    bytes: sum.bytes + bytes,
                    most_bytes: sum.most_bytes.max(bytes),
                }
            })
        })
    }
}

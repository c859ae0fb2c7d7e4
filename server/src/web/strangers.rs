//! How many connections one network holds before anyone is known by name. More of them wait for a little while:
//! when a server is started again, a whole office comes back through one address at once.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// So many more may wait as may be served.
const WAITING: usize = 4;

/// Connections by network; clones share them.
#[derive(Clone, Debug)]
pub(super) struct Strangers {
    most: usize,
    networks: Arc<Mutex<HashMap<IpAddr, Network>>>,
}

#[derive(Debug)]
struct Network {
    connections: usize,
    served: Arc<Semaphore>,
}

/// One connection of somebody unknown; counted until it is dropped.
#[derive(Debug)]
pub(super) struct Stranger {
    network: IpAddr,
    among: Strangers,
    served: Arc<Semaphore>,
    turn: Option<OwnedSemaphorePermit>,
}

impl Strangers {
    pub(super) fn new(most: usize) -> Self {
        Self { most: most.min(Semaphore::MAX_PERMITS), networks: Arc::default() }
    }

    /// Counts one more from `address`; `None` when too many of its network wait already.
    pub(super) fn enter(&self, address: IpAddr) -> Option<Stranger> {
        let network = network(address);
        let mut networks = self.networks();
        let known = networks
            .entry(network)
            .or_insert_with(|| Network { connections: 0, served: Arc::new(Semaphore::new(self.most)) });
        if known.connections >= self.most.saturating_mul(1 + WAITING) {
            return None;
        }
        known.connections += 1;
        Some(Stranger { network, among: self.clone(), served: Arc::clone(&known.served), turn: None })
    }

    fn networks(&self) -> MutexGuard<'_, HashMap<IpAddr, Network>> {
        // Every state under the lock is whole.
        self.networks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stranger {
    /// Waits until it is this one's turn to be served.
    pub(super) async fn wait(&mut self) {
        self.turn = Arc::clone(&self.served).acquire_owned().await.ok();
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        let mut networks = self.among.networks();
        if let Some(known) = networks.get_mut(&self.network) {
            known.connections -= 1;
            if known.connections == 0 {
                networks.remove(&self.network);
            }
        }
    }
}

/// Who has an IPv6 address has 2^64 of them.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.into(),
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn a_network_is_served_so_often_and_has_so_many_waiting() {
        let strangers = Strangers::new(1);
        let enter = |address: &str| strangers.enter(address.parse().unwrap());
        let mut first = enter("192.0.2.7").unwrap();
        first.wait().await;
        let mut second = enter("::ffff:192.0.2.7").unwrap();
        assert!(second.wait().now_or_never().is_none(), "it is not its turn");
        let mut waiting: Vec<_> = (0..3).map(|_| enter("192.0.2.7").unwrap()).collect();
        assert!(enter("192.0.2.7").is_none());
        enter("192.0.2.8").unwrap().wait().await;
        drop(first);
        second.wait().await;
        waiting.push(enter("192.0.2.7").unwrap());
        drop((second, waiting));
        assert!(strangers.networks().is_empty());
    }

    #[test]
    fn a_network_of_the_sixth_version_is_a_64th() {
        let network = |address: &str| network(address.parse().unwrap());
        assert_eq!(network("2001:db8::1"), network("2001:db8::ffff:2"));
        assert_ne!(network("2001:db8:0:1::1"), network("2001:db8::1"));
    }
}

//! How many connections one network holds before anyone is known by name.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Counts of connections by network; clones share them.
#[derive(Clone, Debug)]
pub(super) struct Strangers {
    most: usize,
    counts: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// One connection of somebody unknown; counted until it is dropped.
#[derive(Debug)]
pub(super) struct Stranger {
    network: IpAddr,
    among: Strangers,
}

impl Strangers {
    pub(super) fn new(most: usize) -> Self {
        Self { most, counts: Arc::default() }
    }

    /// Counts one more from `address`; `None` when its network has as many as it may.
    pub(super) fn enter(&self, address: IpAddr) -> Option<Stranger> {
        let network = network(address);
        let mut counts = self.counts();
        let count = counts.entry(network).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Stranger { network, among: self.clone() })
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        // Every state under the lock is whole.
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        let mut counts = self.among.counts();
        if let Some(count) = counts.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.network);
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
    use super::*;

    #[test]
    fn a_network_has_so_many_and_gets_back_what_it_lets_go() {
        let strangers = Strangers::new(2);
        let enter = |address: &str| strangers.enter(address.parse().unwrap());
        let held = (enter("192.0.2.7"), enter("::ffff:192.0.2.7"));
        assert!(held.0.is_some() && held.1.is_some());
        assert!(enter("192.0.2.7").is_none());
        assert!(enter("192.0.2.8").is_some());
        drop(held);
        assert!(enter("192.0.2.7").is_some());
        assert!(strangers.counts().is_empty());
        let _own = (enter("2001:db8::1"), enter("2001:db8::ffff:2"));
        assert!(enter("2001:db8:0:0:9::1").is_none());
        assert!(enter("2001:db8:0:1::1").is_some());
    }
}

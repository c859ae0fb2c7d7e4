//! How often something may be done: a token bucket per key, in memory.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use app::domain::Timestamp;

/// A bucket that holds `burst` and fills at one per `every_ms`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// So many at once.
    pub burst: u32,
    /// Milliseconds until another one is allowed; 0 for no limit.
    pub every_ms: u32,
}

/// What a person may do how often; the default is that of the documentation. Tests and
/// benchmarks raise it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Messages of a person.
    pub post: Rate,
    /// Messages of a person that call everybody in a room.
    pub call_all: Rate,
    /// Rooms that a person archives or brings back: every thread of them is told.
    pub archive: Rate,
    /// Signs of typing of a person in a room.
    pub typing: Rate,
    /// Changes that a person makes to rooms: make, rename, set a topic, join, leave.
    pub change: Rate,
    /// New names and pictures of a person: every room that may show them is told.
    pub looks: Rate,
    /// Commands of a person over HTTP; a socket counts its own.
    pub command: Rate,
    /// Pages that a person asks for.
    pub page: Rate,
    /// Searches of a person.
    pub search: Rate,
    /// Files that a person brings.
    pub upload: Rate,
    /// Sign-ins at one account from one address, those that succeed too: each costs a hash.
    pub sign_in: Rate,
    /// Failed sign-ins at one account from one address in 15 minutes.
    pub sign_in_account: u32,
    /// Failed sign-ins from one address in 15 minutes.
    pub sign_in_address: u32,
    /// Sign-ups from one address in an hour.
    pub sign_up_address: u32,
    /// Rooms that one person makes in a day.
    pub rooms_made: u32,
    /// Rooms that one person is in.
    pub rooms_joined: u32,
    /// People in one room.
    pub room_members: u32,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            post: Rate { burst: 10, every_ms: 500 },
            call_all: Rate { burst: 10, every_ms: 60_000 },
            archive: Rate { burst: 6, every_ms: 30_000 },
            typing: Rate { burst: 1, every_ms: 3_000 },
            change: Rate { burst: 20, every_ms: 200 },
            looks: Rate { burst: 5, every_ms: 60_000 },
            command: Rate { burst: 100, every_ms: 20 },
            page: Rate { burst: 60, every_ms: 200 },
            search: Rate { burst: 20, every_ms: 6_000 },
            upload: Rate { burst: 20, every_ms: 3_000 },
            sign_in: Rate { burst: 20, every_ms: 45_000 },
            sign_in_account: 5,
            sign_in_address: 20,
            sign_up_address: 50,
            rooms_made: 50,
            rooms_joined: 500,
            room_members: 5_000,
        }
    }
}

/// Above so many, the full buckets are thrown away: they are like new ones.
const MANY: usize = 10_000;

/// A bucket per key. What is kept of each is the moment at which it is full again.
#[derive(Debug)]
pub(super) struct Buckets<K> {
    rate: Rate,
    full_at: Mutex<HashMap<K, i64>>,
}

impl<K: Eq + Hash> Buckets<K> {
    pub(super) fn new(rate: Rate) -> Self {
        Self { rate, full_at: Mutex::default() }
    }

    /// Takes one, or says in how many milliseconds there is one.
    pub(super) fn take(&self, key: K, now: Timestamp) -> std::result::Result<(), u64> {
        let every = i64::from(self.rate.every_ms);
        if every == 0 {
            return Ok(());
        }
        let mut buckets = self.buckets();
        if buckets.len() >= MANY {
            buckets.retain(|_, full_at| *full_at > now.0);
        }
        let full_at = buckets.entry(key).or_insert(now.0);
        // A clock that was set back must not lock anybody out.
        let missing = (*full_at - now.0).clamp(0, every * i64::from(self.rate.burst));
        let room = every * i64::from(self.rate.burst) - missing;
        if room < every {
            return Err(u64::try_from(every - room).unwrap_or(0));
        }
        *full_at = now.0 + missing + every;
        Ok(())
    }

    /// Puts one back that was not needed.
    pub(super) fn put_back(&self, key: &K) {
        if let Some(full_at) = self.buckets().get_mut(key) {
            *full_at -= i64::from(self.rate.every_ms);
        }
    }

    fn buckets(&self) -> MutexGuard<'_, HashMap<K, i64>> {
        // Every state under the lock is whole.
        self.full_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How much of something goes on at once, by whom.
#[derive(Debug)]
pub(super) struct AtOnce<K> {
    most: u32,
    going: Mutex<HashMap<K, u32>>,
}

/// One of those that go on; it ends when this is let go of.
#[derive(Debug)]
pub(super) struct Going<K: Copy + Eq + Hash>(Arc<AtOnce<K>>, K);

impl<K: Copy + Eq + Hash> AtOnce<K> {
    pub(super) fn new(most: u32) -> Self {
        Self { most, going: Mutex::default() }
    }

    /// Begins another one, unless as many go on as may.
    pub(super) fn begin(self: &Arc<Self>, key: K) -> Option<Going<K>> {
        let mut all = self.all();
        let going = all.entry(key).or_default();
        if *going >= self.most {
            return None;
        }
        *going += 1;
        drop(all);
        Some(Going(Arc::clone(self), key))
    }

    fn all(&self) -> MutexGuard<'_, HashMap<K, u32>> {
        // Every state under the lock is whole.
        self.going.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Copy + Eq + Hash> Drop for Going<K> {
    fn drop(&mut self) {
        let mut all = self.0.all();
        let left = all.get(&self.1).map_or(0, |going| going.saturating_sub(1));
        if left == 0 {
            all.remove(&self.1);
        } else {
            all.insert(self.1, left);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_allowed_and_then_one_at_a_time() {
        let buckets = Buckets::new(Rate { burst: 3, every_ms: 500 });
        let take = |at| buckets.take("ada", Timestamp(at));
        assert_eq!([take(0), take(0), take(0), take(0)], [Ok(()), Ok(()), Ok(()), Err(500)]);
        assert_eq!([take(400), take(500), take(500)], [Err(100), Ok(()), Err(500)]);
        assert_eq!(buckets.take("bo", Timestamp(500)), Ok(()));
        buckets.put_back(&"ada");
        assert_eq!([take(500), take(500)], [Ok(()), Err(500)]);
        // An hour later it is full and no fuller.
        assert_eq!([take(3_600_000), take(3_600_000), take(3_600_000)], [Ok(()); 3]);
        assert!(take(3_600_000).is_err());
        // The clock is set back by an hour.
        assert_eq!(take(500), Err(500));
        assert_eq!(take(1_000), Err(500), "a clock set back fills nothing, but soon moves on");
    }

    #[test]
    fn so_many_go_on_at_once_and_the_next_when_one_has_ended() {
        let at_once = Arc::new(AtOnce::new(2));
        let first = at_once.begin("ada");
        let second = at_once.begin("ada");
        assert!(first.is_some() && second.is_some() && at_once.begin("ada").is_none());
        assert!(at_once.begin("bo").is_some());
        drop(first);
        assert!(at_once.begin("ada").is_some());
        drop(second);
        assert!(at_once.all().is_empty(), "nothing is kept of who does nothing");
    }

    #[test]
    fn without_a_pace_there_is_no_limit() {
        let buckets = Buckets::new(Rate { burst: 1, every_ms: 0 });
        assert!((0..1_000).all(|_| buckets.take((), Timestamp(0)).is_ok()));
    }
}

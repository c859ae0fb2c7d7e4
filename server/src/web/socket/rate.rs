//! How fast a client may ask: a bucket that holds two seconds' worth.

use std::time::Instant;

#[derive(Debug)]
pub(super) struct Bucket {
    per_second: f32,
    left: f32,
    at: Instant,
}

impl Bucket {
    pub(super) fn full(per_second: u32, now: Instant) -> Self {
        // Rates are small numbers; a float holds them exactly.
        let per_second = f32::from(u16::try_from(per_second).unwrap_or(u16::MAX));
        Self { per_second, left: per_second * 2.0, at: now }
    }

    /// Takes one out; `false` when there is none.
    pub(super) fn take(&mut self, now: Instant) -> bool {
        let gained = now.saturating_duration_since(self.at).as_secs_f32() * self.per_second;
        self.left = (self.left + gained).min(self.per_second * 2.0);
        self.at = now;
        let is_there = self.left >= 1.0;
        if is_there {
            self.left -= 1.0;
        }
        is_there
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn two_seconds_worth_may_come_at_once_and_then_the_rate_holds() {
        let start = Instant::now();
        let mut bucket = Bucket::full(50, start);
        assert_eq!((0..200).filter(|_| bucket.take(start)).count(), 100);
        let later = start + Duration::from_secs(1);
        assert_eq!((0..200).filter(|_| bucket.take(later)).count(), 50);
        let much_later = later + Duration::from_secs(60);
        assert_eq!((0..200).filter(|_| bucket.take(much_later)).count(), 100);
    }
}

//! When to try again. Pure: randomness comes in.

/// The client gives a silent socket up after this long.
pub const SILENCE_MS: u64 = 35_000;

/// A break shorter than this is not shown.
pub const BEFORE_SHOWING_MS: u64 = 2_000;

/// Full-jitter exponential backoff: the first tries within half a second each, so that a server
/// that was started again is found at once; later ones within up to 30 s.
///
/// After M. Brooker, “Exponential Backoff And Jitter”: the whole wait is random, so that
/// clients that lost the same server do not come back in waves.
#[derive(Clone, Copy, Debug, Default)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    const FIRST_MS: f64 = 500.0;
    const MOST_MS: f64 = 30_000.0;
    /// So many tries are over before the waits grow: about a second.
    const PATIENT_TRIES: u32 = 3;

    /// How long to wait before the next try, in milliseconds; `random` is in `0.0..1.0`.
    pub fn next_wait(&mut self, random: f64) -> u64 {
        let doublings = self.failures.saturating_sub(Self::PATIENT_TRIES).min(10);
        let most = (Self::FIRST_MS * 2f64.powi(doublings as i32)).min(Self::MOST_MS);
        self.failures += 1;
        (most * random.clamp(0.0, 1.0)) as u64
    }

    /// The conversation is live: the next loss starts from the beginning.
    pub fn reset(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_half_a_minute_and_start_again_after_success() {
        let mut backoff = Backoff::default();
        let most: Vec<u64> = (0..11).map(|_| backoff.next_wait(1.0)).collect();
        assert_eq!(most, [500, 500, 500, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
        assert_eq!(backoff.next_wait(0.0), 0);
        backoff.reset();
        assert_eq!(backoff.next_wait(0.5), 250);
    }
}

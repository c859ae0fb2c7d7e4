//! What it came to, in numbers that can be compared.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::Failure;
use super::socket::Shared;

/// What the server's process has used so far.
#[derive(Clone, Copy)]
pub(super) struct Cost {
    cpu_seconds: f64,
    memory_bytes: f64,
}

impl Cost {
    pub(super) fn of(pid: Option<u32>) -> Result<Self, Failure> {
        let Some(pid) = pid else { return Ok(Self { cpu_seconds: 0.0, memory_bytes: 0.0 }) };
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
        // The name in parentheses may hold anything, so fields count from behind it.
        let (_, fields) = stat.rsplit_once(") ").ok_or("no stat of the process")?;
        let field = |n: usize| fields.split(' ').nth(n).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
        // Ticks of 10 ms and pages of 4 KiB, as on every Linux of today.
        Ok(Self { cpu_seconds: (field(11) + field(12)) / 100.0, memory_bytes: field(21) * 4096.0 })
    }

    pub(super) fn until(self, later: Self) -> Self {
        Self { cpu_seconds: later.cpu_seconds - self.cpu_seconds, memory_bytes: later.memory_bytes - self.memory_bytes }
    }
}

/// One run.
pub(super) struct Report {
    pub(super) sockets: u64,
    pub(super) said: u64,
    pub(super) expected: u64,
    pub(super) took: Duration,
    /// The cost of talking, and of opening all sockets.
    pub(super) talk: Cost,
    pub(super) open: Cost,
    pub(super) opening: Duration,
}

impl Report {
    pub(super) fn print(&self, shared: &Shared) {
        let delivered = shared.delivered.load(Ordering::Relaxed);
        let mut delays = std::mem::take(&mut *shared.delays.lock().unwrap_or_else(PoisonError::into_inner));
        delays.sort_unstable();
        let at = |permille: usize| {
            let index = (delays.len() * permille / 1000).min(delays.len().saturating_sub(1));
            f64::from(delays.get(index).copied().unwrap_or(0)) / 1000.0
        };
        let count = |name: &str, counter: &std::sync::atomic::AtomicU64| {
            println!("{name:<28}{}", counter.load(Ordering::Relaxed));
        };
        let seconds = self.took.as_secs_f64();
        println!("{:<28}{} of {} expected, from {} said", "delivered", delivered, self.expected, self.said);
        println!("{:<28}{:.0} a second, in {seconds:.2} s", "deliveries", delivered as f64 / seconds);
        println!("{:<28}p50 {:.2}, p99 {:.2}, max {:.2}", "latency, ms", at(500), at(990), at(1000));
        println!(
            "{:<28}{:.2} s a million deliveries ({:.2} s in all)",
            "server CPU",
            self.talk.cpu_seconds / delivered.max(1) as f64 * 1e6,
            self.talk.cpu_seconds
        );
        println!("{:<28}{:.0} bytes a socket", "server memory", self.open.memory_bytes / self.sockets.max(1) as f64);
        println!(
            "{:<28}{:.0} a second, {:.0} µs of server CPU each",
            "sockets opened",
            self.sockets as f64 / self.opening.as_secs_f64(),
            self.open.cpu_seconds / self.sockets.max(1) as f64 * 1e6
        );
        count("lost", &shared.lost);
        count("repeated", &shared.repeated);
        count("resets", &shared.resets);
        count("refused", &shared.refused);
        count("sockets that ended", &shared.ended);
    }
}

//! One clock for all sockets, so that none needs a timer of its own: signs of life, dead and
//! stalled peers, sessions to be checked again, people who are gone.

use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval};

use super::outgoing::{Line, Outgoing};
use super::standing::Ending;
use super::{Frame, Hub, Settings};

/// The heartbeat in ticks, less the one in which something was last said.
const BEAT_TICKS: u16 = 9;

/// What happened on a socket since the last tick, and for how many ticks nothing has.
#[derive(Debug, Default)]
pub(super) struct Pulse {
    /// Something with words went out.
    pub(super) spoke: bool,
    /// A peer that was full took something.
    pub(super) drained: bool,
    quiet: u16,
    deaf: u16,
    stalled: u16,
    age: u16,
}

/// The settings in ticks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ticks {
    length: Duration,
    dead: u16,
    stalled: u16,
    session: u16,
}

impl Ticks {
    pub(super) fn new(settings: &Settings) -> Self {
        let length = (settings.heartbeat / u32::from(BEAT_TICKS + 1)).max(Duration::from_millis(1));
        let ticks = |time: Duration| {
            let ticks = time.as_nanos().div_ceil(length.as_nanos()).max(1);
            u16::try_from(ticks).unwrap_or(u16::MAX)
        };
        Self {
            length,
            dead: ticks(settings.dead_after),
            stalled: ticks(settings.stalled_after),
            session: ticks(settings.session_check),
        }
    }
}

impl Outgoing {
    /// A tick has passed, in which the peer said something (`heard`) or nothing.
    pub(super) fn tick(&mut self, heard: bool, ticks: &Ticks, line: &Line) {
        if self.ending.is_some() {
            return;
        }
        let (spoke, drained) = (std::mem::take(&mut self.pulse.spoke), std::mem::take(&mut self.pulse.drained));
        let is_clear = self.is_clear();
        let pulse = &mut self.pulse;
        // Whoever takes bytes off a full line is alive.
        pulse.deaf = if heard || drained { 0 } else { pulse.deaf.saturating_add(1) };
        pulse.quiet = if spoke { 0 } else { pulse.quiet.saturating_add(1) };
        pulse.stalled = if is_clear || drained { 0 } else { pulse.stalled.saturating_add(1) };
        pulse.age = pulse.age.saturating_add(1);
        if pulse.age >= ticks.session {
            pulse.age = 0;
            (self.session_due, self.attention) = (true, true);
        }
        let Pulse { deaf, quiet, stalled, .. } = self.pulse;
        if deaf >= ticks.dead {
            line.stream.abandon();
            self.end(Ending::Gone);
        } else if stalled >= ticks.stalled {
            line.stream.abandon();
            self.close(None, line.shared.notices.not_draining, line);
        } else if is_clear {
            if deaf > 0 && deaf.is_multiple_of(BEAT_TICKS) {
                self.send(&Frame::ping(&[]), line);
                self.pulse.spoke = false;
            }
            if quiet >= BEAT_TICKS {
                self.pulse.quiet = 0;
                self.send(&line.shared.notices.beat, line);
                // The beat itself is no reason to be quiet for longer than one heartbeat.
                self.pulse.spoke = false;
            }
        }
    }
}

/// Ticks until the hub stops, then ends every socket that is left.
pub(super) async fn keep(hub: Hub) {
    let ticks = Ticks::new(&hub.shared.settings);
    let mut clock = interval(ticks.length);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut beat = 0_u8;
    while hub.shared.stop.run_until_cancelled(clock.tick()).await.is_some() {
        for socket in hub.inner.people.sockets_and_departures(&hub, Instant::now()) {
            socket.tick(&ticks);
        }
        beat = (beat + 1) % 8;
        if beat == 0 {
            hub.topics().iter().for_each(|topic| topic.cool());
        }
    }
    for socket in hub.inner.people.all_sockets() {
        socket.with(|out, _| out.end(Ending::Gone));
    }
}

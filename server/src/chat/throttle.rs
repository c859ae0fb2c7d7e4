//! Guessing at the doors is slow: attempts are counted in the database, so that a restart
//! forgives nobody. An attempt counts before its password is looked at, so that many at once
//! are no way around; one that succeeds takes those at its account back.

use std::net::IpAddr;

use app::domain::{Timestamp, UserId};

use super::rates::Buckets;
use super::{Actor, Chat, ChatError, Rates, Result, Visitor, secret};
use crate::store::{Attempt, AttemptKind, Tx};

const MINUTE: i64 = 60_000;

const TOO_MANY: &str = "Too many attempts from here. Wait a little.";

/// How far back attempts at a door count.
fn window(kind: AttemptKind) -> i64 {
    match kind {
        AttemptKind::SignIn => 15 * MINUTE,
        AttemptKind::SignUp => 60 * MINUTE,
    }
}

/// An attempt of a visitor at an account.
pub(super) fn attempt(kind: AttemptKind, account: &str, visitor: &Visitor) -> Attempt {
    let account = secret::fingerprint(&account.trim().to_lowercase());
    Attempt { kind, address: network(visitor.ip), account }
}

/// Who has an IPv6 address has 2^64 of them.
fn network(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

impl Chat {
    /// Takes one out of somebody's bucket, or says in which words there is none.
    pub(super) fn count(&self, buckets: &Buckets<UserId>, user: UserId, message: &'static str) -> Result<()> {
        buckets.take(user, self.clock.now()).map_err(|after_ms| ChatError::RateLimited { message, after_ms })
    }

    /// Counts a command that came over HTTP, or refuses it.
    ///
    /// # Errors
    /// There were too many in a short time.
    pub fn count_command(&self, actor: &Actor) -> Result<()> {
        let message = "These are more commands than anyone needs. Wait a moment.";
        self.count(&self.commands, actor.user(), message)
    }

    /// Counts a page that a person asks for, or refuses it: each is read and rendered anew.
    ///
    /// # Errors
    /// The person asked for too many.
    pub fn count_page(&self, actor: &Actor) -> Result<()> {
        let message = "You are asking for pages faster than anyone can read. Wait a moment, then load this one again.";
        self.count(&self.pages, actor.user(), message)
    }

    /// Counts a change to a room, or refuses it: each is kept for ever and told to everyone there.
    pub(super) fn count_change(&self, actor: &Actor) -> Result<()> {
        let message = "You are changing things faster than others can follow. Wait a moment.";
        self.count(&self.changes, actor.user(), message)
    }

    /// Counts another name or picture, or refuses it: every room that may show the person is told.
    pub(super) fn count_look(&self, actor: &Actor) -> Result<()> {
        let message = "You have changed your name or picture often enough for now. Wait a few minutes.";
        self.count(&self.looks, actor.user(), message)
    }

    /// Counts a room that is archived or brought back, or refuses it: every thread of it is told.
    pub(super) fn count_archiving(&self, actor: &Actor) -> Result<()> {
        let message = "You have archived and brought back enough rooms for now. Wait a minute.";
        self.count(&self.archivings, actor.user(), message)
    }

    /// Counts a message that calls everybody, or refuses it.
    pub(super) fn count_call(&self, user: UserId) -> Result<()> {
        let message =
            "You have called everybody often enough for now. Say it without @room and @here, or wait a minute.";
        self.count(&self.calls, user, message)
    }

    /// Counts a change to a message, or refuses it.
    pub(super) fn count_touch(&self, actor: &Actor) -> Result<()> {
        let message = "You are changing messages faster than others can follow. Wait a moment.";
        self.count(&self.touches, actor.user(), message)
    }

    /// Counts an attempt, or refuses it.
    pub(super) async fn admit(&self, attempt: &Attempt) -> Result<()> {
        let now = self.clock.now();
        if attempt.kind == AttemptKind::SignIn
            && let Err(after_ms) = self.sign_ins.take((attempt.address.clone(), attempt.account), now)
        {
            return Err(ChatError::RateLimited { message: TOO_MANY, after_ms });
        }
        let (attempt, rates, now) = (attempt.clone(), self.rates, self.clock.now());
        self.store.write(move |tx| Box::pin(async move { admit(tx, &attempt, rates, now).await })).await
    }
}

async fn admit(tx: &mut Tx, attempt: &Attempt, rates: Rates, now: Timestamp) -> Result<()> {
    let window = window(attempt.kind);
    let since = Timestamp(now.0 - window);
    let mut reading = tx.read().await?;
    let from_here = reading.attempts(attempt, since).await?;
    let at_account = reading.attempts_at_account(attempt, since).await?;
    let (from_address, most_at_account) = match attempt.kind {
        AttemptKind::SignIn => (rates.sign_in_address, rates.sign_in_account),
        AttemptKind::SignUp => (rates.sign_up_address, rates.sign_up_address),
    };
    for ((attempts, oldest), most) in [(from_here, from_address), (at_account, most_at_account)] {
        if attempts >= u64::from(most) {
            let after_ms = u64::try_from(oldest.0 + window - now.0).unwrap_or(0).max(1_000);
            return Err(ChatError::RateLimited { message: TOO_MANY, after_ms });
        }
    }
    tx.add_attempt(attempt, now, Timestamp(now.0 - 60 * MINUTE)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn one_network_is_one_visitor() {
        let network = |ip: &str| network(ip.parse().unwrap());
        assert_eq!(network("192.0.2.7"), "192.0.2.7");
        assert_eq!(network("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::"), network("2001:db8:1:3::"));
    }
}

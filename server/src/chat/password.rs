//! Passwords: Argon2id, as many at a time as there are cores, away from the tasks that chat.

use std::sync::Arc;
use std::time::Duration;

use app::domain::Password;
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;

use super::{ChatError, Result, secret};

/// 19 MiB, two passes, one lane: what OWASP asks for, about 50 ms.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const TAG: usize = 32;

/// Nobody waits longer for a core.
const PATIENCE: Duration = Duration::from_secs(10);

/// Hashes and checks.
#[derive(Debug)]
pub(super) struct Passwords {
    cores: Arc<Semaphore>,
}

impl Passwords {
    pub(super) fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { cores: Arc::new(Semaphore::new(cores)) }
    }

    /// What is stored of a password.
    pub(super) async fn hash(&self, password: Password) -> Result<String> {
        let salt = secret::random::<16>()?;
        self.on_a_core(move || hash(password.expose(), &salt)).await
    }

    /// Whether what was typed is the password. Without a stored one it takes as long and is not.
    pub(super) async fn matches(&self, typed: String, stored: Option<String>) -> Result<bool> {
        self.on_a_core(move || match stored.as_deref().and_then(Stored::parse) {
            Some(stored) => stored.matches(&typed),
            None => hash(&typed, &[0; 16]).map(|_| false),
        })
        .await
    }

    async fn on_a_core<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce() -> std::result::Result<T, argon2::Error> + Send + 'static,
    {
        let cores = Arc::clone(&self.cores);
        let core = tokio::time::timeout(PATIENCE, cores.acquire_owned()).await;
        let Ok(Ok(core)) = core else { return Err(ChatError::Unavailable) };
        let work = move || {
            let _core = core;
            work()
        };
        let done = tokio::task::spawn_blocking(work).await.map_err(|error| ChatError::Internal(Box::new(error)))?;
        done.map_err(|error| ChatError::Internal(error.to_string().into()))
    }
}

/// `$argon2id$v=19$m=19456,t=2,p=1$salt$tag`
fn hash(password: &str, salt: &[u8]) -> std::result::Result<String, argon2::Error> {
    let tag = derive(password, salt, Params::new(MEMORY_KIB, PASSES, LANES, None)?)?;
    let [salt, tag] = [salt, tag.as_slice()].map(|bytes| STANDARD_NO_PAD.encode(bytes));
    Ok(format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${salt}${tag}"))
}

/// The same text typed on another keyboard is the same password.
fn derive(password: &str, salt: &[u8], params: Params) -> std::result::Result<[u8; TAG], argon2::Error> {
    let normal: String = password.nfkc().collect();
    let mut tag = [0; TAG];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(normal.as_bytes(), salt, &mut tag)?;
    Ok(tag)
}

/// A stored hash, with the cost it was made at.
struct Stored {
    params: Params,
    salt: Vec<u8>,
    tag: Vec<u8>,
}

impl Stored {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.strip_prefix("$argon2id$v=19$")?.split('$');
        let (costs, salt, tag) = (parts.next()?, parts.next()?, parts.next()?);
        let mut costs =
            costs.split(',').zip(["m=", "t=", "p="]).map(|(cost, name)| cost.strip_prefix(name)?.parse().ok());
        let mut cost = || costs.next().flatten();
        let params = Params::new(cost()?, cost()?, cost()?, None).ok()?;
        let [salt, tag] = [salt, tag].map(|bytes| STANDARD_NO_PAD.decode(bytes).ok());
        Some(Self { params, salt: salt?, tag: tag? })
    }

    fn matches(self, typed: &str) -> std::result::Result<bool, argon2::Error> {
        let tag = derive(typed, &self.salt, self.params)?;
        // Every byte is looked at, so that the time tells nothing.
        let differs = tag.iter().zip(&self.tag).fold(0, |differs, (a, b)| differs | (a ^ b));
        Ok(differs == 0 && self.tag.len() == TAG)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_matches_itself_however_it_was_typed() {
        let stored = hash("cafe\u{301} at nine", &[7; 16]).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$BwcHBwcHBwcHBwcHBwcHBw$"), "{stored}");
        assert_eq!(Stored::parse(&stored).unwrap().matches("caf\u{e9} at nine"), Ok(true));
        assert_eq!(Stored::parse(&stored).unwrap().matches("cafe at nine"), Ok(false));
    }

    #[test]
    fn another_program_made_this_hash() {
        // The reference implementation: argon2 "somesalt" -id -t 2 -m 16 -p 1, password "password".
        let stored = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assert_eq!(Stored::parse(stored).unwrap().matches("password"), Ok(true));
    }

    #[test]
    fn what_is_no_hash_matches_nothing() {
        for bad in ["", "x", "$argon2id$v=19$m=1,t=2$x$y", "$argon2i$v=19$m=19456,t=2,p=1$AAAA$AAAA"] {
            assert!(Stored::parse(bad).is_none(), "{bad}");
        }
    }
}

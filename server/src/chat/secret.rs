//! Secrets that nobody can guess, and how they are remembered without being kept.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::{ChatError, Result};

/// A fresh secret of so many random bytes, as text that fits into a cookie or an address.
pub(super) fn fresh<const BYTES: usize>() -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(random::<BYTES>()?))
}

/// So many random bytes.
pub(super) fn random<const BYTES: usize>() -> Result<[u8; BYTES]> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| ChatError::Internal(Box::new(error)))?;
    Ok(bytes)
}

/// What is stored of something that only its owner should know.
pub(super) fn fingerprint(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

//! Proofs of the store.

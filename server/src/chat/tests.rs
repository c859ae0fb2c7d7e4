//! Proofs of the chat.

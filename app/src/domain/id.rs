//! Ids are types, so that a room is never taken for a person.
//!
//! People, rooms and files have small numbers: they stand in every index, frame and address.
//! Only what a client makes up before the server knows it, a `Cid`, is a UUID.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

number_id! {
    /// A person's account. Positive, never used twice.
    UserId
}

number_id! {
    /// A room. Positive, never used twice.
    RoomId
}

number_id! {
    /// A file that was brought. Positive, never used twice.
    AttachmentId
}

number_id! {
    /// Something that will be said later. Positive, never used twice.
    ScheduledId
}

/// The client's name for one attempt to say something: a UUIDv7 made before sending.
///
/// A repeat with the same `Cid` by the same author is the same message, however often
/// and over whichever door it arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cid(pub Uuid);

impl fmt::Display for Cid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Cid {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Self)
    }
}

/// The random name of one history: it changes when a backup is restored, and no position
/// of another epoch means anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Epoch(pub String);

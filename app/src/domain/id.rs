//! Ids are types, so that a room is never taken for a person.
//!
//! People, rooms and files have small numbers: they stand in every index, frame and address.
//! Only what a client makes up before the server knows it, a `Cid`, is a UUID.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

use super::Invalid;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Cid(pub Uuid);

impl fmt::Display for Cid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Cid {
    type Err = Invalid;

    /// Reads 32 hexadecimal digits, with hyphens among them. The words of `uuid` about what is wrong would be a load for the
    /// browser that nobody reads.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = || text.chars().filter(|c| *c != '-');
        let value = digits().try_fold(0_u128, |value, c| Some(value << 4 | u128::from(c.to_digit(16)?)));
        match value {
            Some(value) if digits().count() == 32 => Ok(Self(Uuid::from_u128(value))),
            _ => Err(Invalid::new("cid", "A cid is a UUID.")),
        }
    }
}

impl<'de> Deserialize<'de> for Cid {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(|_| D::Error::custom("a cid is a UUID"))
    }
}

/// The random name of one history: it changes when a backup is restored, and no position
/// of another epoch means anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Epoch(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cid_is_a_uuid() {
        let cid = "0190f5a0-7c1e-7000-8000-00000000000b";
        assert_eq!(cid.parse::<Cid>().unwrap().to_string(), cid);
        assert_eq!(cid.replace('-', "").to_uppercase().parse::<Cid>().unwrap().to_string(), cid);
        for odd in [
            "",
            "-",
            "0190f5a0",
            "0190f5a0-7c1e-7000-8000-00000000000g",
            &cid.repeat(2),
            "0190f5a0-7c1e-7000-8000-0000000000b",
        ] {
            assert!(odd.parse::<Cid>().is_err(), "{odd}");
        }
    }
}

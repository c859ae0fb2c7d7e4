//! Reading what the server has written, in the browser. `serde_json` can do it, too, but says in words what is wrong
//! with what it reads, and brings for that whatever prints numbers with fractions: an eighth of the browser's program.
//! This reader says that it cannot read it, and nothing more. What people and strangers send is read by the server,
//! with `serde_json`.

mod deserializer;
mod reader;

use std::fmt;

use serde::Deserialize;
use serde::de::{Error, Expected, Unexpected};

/// Reads a value; what follows it may only be white space.
///
/// # Errors
/// It is not JSON, or not of this shape, or has a number with a fraction.
pub fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T> {
    let mut reader = reader::Reader::new(text);
    let value = T::deserialize(&mut reader)?;
    reader.ends()?;
    Ok(value)
}

type Result<T> = std::result::Result<T, Unreadable>;

/// It could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is not what was expected")
    }
}

impl std::error::Error for Unreadable {}

impl Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests;

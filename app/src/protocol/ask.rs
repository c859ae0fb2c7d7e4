//! How a command is made: a struct that knows its `op` and the type of its answer, and one `Command` of all of them.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A command that can be sent, and what its `ok` holds.
pub trait Ask: Serialize {
    /// The name on the wire, `noun.verb`.
    const OP: &'static str;
    /// The body of `ok`.
    type Ok: Serialize + DeserializeOwned;
}

/// Makes the structs of all commands, and `Command`.
macro_rules! commands {
    ($($(#[$doc:meta])* $op:literal $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty),* $(,)? } -> $ok:ty;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            pub struct $name { $($(#[$field_doc])* pub $field: $kind,)* }

            impl Ask for $name {
                const OP: &'static str = $op;
                type Ok = $ok;
            }

            impl From<$name> for Command {
                fn from(command: $name) -> Self {
                    Self::$name(command)
                }
            }
        )*

        /// Everything a client can ask; see the struct of the same name for each.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Command {
            $(#[doc = concat!("`", $op, "`")] $name($name),)*
        }

        impl Command {
            /// Every `op`, for documentation and tests.
            pub const OPS: &[&str] = &[$($op),*];

            /// The name on the wire.
            pub fn op(&self) -> &'static str {
                match self { $(Self::$name(_) => $op,)* }
            }

            /// Reads the body `d` of a command called `op`. A missing body is an empty one.
            ///
            /// # Errors
            /// The `op` is unknown, or the body is not of its shape.
            pub fn decode(op: &str, d: Option<&RawValue>) -> Result<Self, DecodeError> {
                let body = d.map_or("{}", RawValue::get);
                match op {
                    $($op => serde_json::from_str::<$name>(body)
                        .map(Self::$name)
                        .map_err(|error| DecodeError::Body { op: $op, error: error.to_string() }),)*
                    _ => Err(DecodeError::UnknownOp(op.chars().take(64).collect())),
                }
            }
        }
    };
}

pub(super) use commands;

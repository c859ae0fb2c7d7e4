//! People: who they are to others (`Person`), to themselves (`Account`), and what they
//! type to become one.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::case::upper;
use super::invalid::{Invalid, at_most, line};
use super::{Call, Role, Status, Timestamp, UserId};

/// How many hues a person's face can have; each is a rule in `style/components/avatar.css`.
pub const HUES: u8 = 12;

/// What others see of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Whose face this is.
    pub id: UserId,
    /// As the person wrote it, at most 64 characters.
    pub name: String,
    /// Which picture of theirs is shown; 0 for none. Another picture has another number.
    #[serde(default, skip_serializing_if = "is_none")]
    pub picture: u32,
}

fn is_none(picture: &u32) -> bool {
    *picture == 0
}

impl Person {
    /// The hue of the face and of the run rail, `0..HUES`; neighbours in age differ.
    pub fn hue(&self) -> u8 {
        u8::try_from((self.id.0.wrapping_mul(5)).rem_euclid(i64::from(HUES))).unwrap_or(0)
    }

    /// Where one reads about them.
    pub fn path(&self) -> String {
        format!("/people/{}", self.id)
    }

    /// Where their picture is, if they have one.
    pub fn picture(&self) -> Option<String> {
        (self.picture > 0).then(|| format!("/people/{}/picture/{}", self.id, self.picture))
    }

    /// One or two letters for the face.
    pub fn initials(&self) -> String {
        initials(&self.name)
    }
}

/// A person as lists have them: with the name to call them by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Who.
    pub id: UserId,
    /// As others see it.
    pub name: String,
    /// One word, which nobody else has: `@ada` calls Ada.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub handle: String,
    /// What they may do.
    #[serde(default, skip_serializing_if = "Role::is_plain")]
    pub role: Role,
    /// Which picture of theirs is shown; see [`Person::picture`].
    #[serde(default, skip_serializing_if = "is_none")]
    pub picture: u32,
    /// What they do here, in a few words of their own; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Where their clock stands, as an IANA name; empty where they have not said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub zone: String,
    /// What they are about at the moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
}

impl Profile {
    /// Lets go of a status that is over.
    pub fn settle(&mut self, now: Timestamp) {
        self.status.take_if(|status| status.is_over(now));
    }

    /// Without the handle.
    pub fn person(&self) -> Person {
        Person { id: self.id, name: self.name.clone(), picture: self.picture }
    }
}

/// Handles for somebody of this name, the best one first, without an end.
pub fn handles(name: &str) -> impl Iterator<Item = String> {
    const MOST: usize = 32;
    let words: Vec<String> = name
        .to_lowercase()
        .split_whitespace()
        .map(|word| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect();
    let cut = |word: &str| word.chars().take(MOST).collect::<String>();
    let first = words.first().map_or_else(|| "member".to_owned(), |word| cut(word));
    let whole = cut(&words.join("."));
    let numbered = (2..).map({
        let first = first.clone();
        move |no: u32| format!("{first}{no}")
    });
    // What calls several people is nobody's name.
    [first, whole].into_iter().filter(|handle| !handle.is_empty() && Call::named(handle).is_none()).chain(numbered)
}

/// What a person sees of themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// As others see them.
    pub person: Person,
    /// The name others call them by; see [`Profile::handle`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub handle: String,
    /// The address they sign in with.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// When the account was made.
    pub created_at: Timestamp,
}

macro_rules! text_line {
    ($(#[$doc:meta])* $name:ident, $field:literal, $what:literal, $most:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// Trims and checks the length.
            ///
            /// # Errors
            /// Empty, too long, or with control characters.
            pub fn parse(text: &str) -> Result<Self, Invalid> {
                line($field, $what, text, $most).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    };
}

/// Such a line that may be left empty.
macro_rules! or_nothing {
    ($(#[$doc:meta])* $name:ident, $field:literal, $most:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// Trims and checks the length.
            ///
            /// # Errors
            /// Too long, or with control characters.
            pub fn parse(text: &str) -> Result<Self, Invalid> {
                $crate::domain::user::checked_line($field, text, $most).map(Self)
            }

            /// The text, perhaps empty.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    };
}
pub(super) use or_nothing;

text_line! {
    /// A person's name as others see it: 1 to 64 characters.
    DisplayName, "name", "your name", 64
}

or_nothing! {
    /// What a person does here: one line of at most 80 characters, or nothing.
    Title, "title", 80
}

text_line! {
    /// The name of the workspace: 1 to 64 characters.
    WorkspaceName, "workspace", "a name for the workspace", 64
}

/// An address to sign in with, folded to lower case: one person, one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Checks the shape only: whether mail arrives is nobody's business here.
    ///
    /// # Errors
    /// Not `somebody@host`, or over 254 characters.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = line("email", "your email address", text, 254)?.to_lowercase();
        let sound = text.split_once('@').is_some_and(|(local, host)| {
            !local.is_empty() && !host.is_empty() && !host.contains('@') && !text.contains(char::is_whitespace)
        });
        if sound { Ok(Self(text)) } else { Err(Invalid::new("email", "Write an address like ada@example.org.")) }
    }

    /// The folded address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A new password, within limits. It never prints.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// Fewest characters for a member.
    pub const LEAST: usize = 8;
    /// Fewest characters for who owns the workspace.
    pub const LEAST_FOR_OWNER: usize = 12;
    /// Most characters; nothing is ever cut off.
    pub const MOST: usize = 128;

    /// Checks length and, roughly, how soon it would be guessed.
    ///
    /// # Errors
    /// Shorter than `least`, longer than 128 characters, or on every attacker's list.
    pub fn parse(text: &str, least: usize) -> Result<Self, Invalid> {
        let length = text.chars().count();
        if length < least {
            return Err(Invalid::new(
                "password",
                format!("Use at least {least} characters. A short sentence works well."),
            ));
        }
        if length > Self::MOST {
            return Err(Invalid::new("password", format!("Use at most {} characters.", Self::MOST)));
        }
        let first = text.chars().next();
        if text.chars().all(|c| Some(c) == first) || is_common(text) {
            return Err(Invalid::new("password", "This one is among the first that are guessed. Choose another."));
        }
        Ok(Self(text.to_owned()))
    }

    /// The text, for hashing only.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// The passwords of eight characters and more that lead every list of leaked ones, and
/// those with a few digits or marks behind them.
fn is_common(text: &str) -> bool {
    const COMMON: [&str; 36] = [
        "password",
        "passw0rd",
        "p@ssword",
        "p@ssw0rd",
        "12345678",
        "123456789",
        "1234567890",
        "87654321",
        "11223344",
        "qwertyui",
        "qwertyuiop",
        "qwerty12",
        "qwerty123",
        "1q2w3e4r",
        "1qaz2wsx",
        "asdfghjk",
        "asdfghjkl",
        "zxcvbnm1",
        "zaq12wsx",
        "iloveyou",
        "sunshine",
        "princess",
        "football",
        "baseball",
        "superman",
        "trustno1",
        "starwars",
        "whatever",
        "welcome1",
        "letmein1",
        "changeme",
        "computer",
        "michelle",
        "jennifer",
        "abcdefgh",
        "abcd1234",
    ];
    let folded = text.to_lowercase();
    let stem = folded.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation());
    COMMON.contains(&folded.as_str()) || COMMON.contains(&stem)
}

/// The first letters of the first and last word of a name, in capitals.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    upper(&first.into_iter().chain(last).collect::<String>())
}

/// A name that is shown to everyone and a line long; used by parsers of the domain.
pub(crate) fn checked_line(field: &str, text: &str, most: usize) -> Result<String, Invalid> {
    let text = text.trim();
    at_most(field, text, most)?;
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_come_from_the_first_and_last_word() {
        assert_eq!(initials("Noor Haddad"), "NH");
        assert_eq!(initials("ada"), "A");
        assert_eq!(initials("Ludwig van  Beethoven"), "LB");
        assert_eq!(initials("(Éa) ß"), "ÉSS");
        assert_eq!(initials("…"), "");
    }

    #[test]
    fn a_handle_is_a_first_name_if_it_can_be() {
        let of = |name: &str| handles(name).take(3).collect::<Vec<_>>();
        assert_eq!(of("Noor Haddad"), ["noor", "noor.haddad", "noor2"]);
        assert_eq!(of("Éa (ops)"), ["éa", "éa.ops", "éa2"]);
        assert_eq!(of("…"), ["member", "member2", "member3"]);
        assert_eq!(of("Here"), ["here2", "here3", "here4"]);
        assert_eq!(of(&"x".repeat(64))[0].len(), 32);
    }

    #[test]
    fn a_password_that_everyone_tries_first_is_refused() {
        for bad in ["password", "Password123!", "aaaaaaaaaaaa", "1234567890", "short"] {
            assert!(Password::parse(bad, Password::LEAST).is_err(), "{bad}");
        }
        assert!(Password::parse("low tide at nine", Password::LEAST_FOR_OWNER).is_ok());
        assert_eq!(format!("{:?}", Password::parse("low tide at nine", 8)), "Ok(Password(…))");
    }

    #[test]
    fn an_address_is_folded_and_has_two_sides() {
        assert_eq!(Email::parse(" Ada@Example.org ").map(|e| e.0), Ok("ada@example.org".to_owned()));
        for bad in ["", "ada", "@x", "ada@", "a b@c", "a@b@c"] {
            assert!(Email::parse(bad).is_err(), "{bad}");
        }
    }
}

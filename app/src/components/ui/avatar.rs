//! A person's face on a squircle: their picture, or initials in their hue.

use leptos::prelude::*;

use super::Drawn;
use crate::domain::Person;

/// Whether somebody is here; shown by shape as well as by colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Connected: a full disc.
    Here,
    /// Not connected: a ring.
    Away,
}

impl Presence {
    /// Of somebody who is, or is not, connected.
    pub fn of(is_online: bool) -> Self {
        if is_online { Self::Here } else { Self::Away }
    }

    /// In a word, for those who hear the page.
    pub fn word(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Away => "away",
        }
    }
}

/// A face among what is drawn; see [`Avatar`].
pub fn drawn_avatar(person: &Person, small: bool) -> Drawn {
    let face = Drawn::of_class("span", if small { "avatar avatar--small" } else { "avatar" })
        .with("data-hue", person.hue().to_string())
        .with("aria-hidden", "true");
    // The initials stay beneath, for as long as the picture has not come.
    let picture =
        person.picture().map(|path| Drawn::of_class("img", "avatar__picture").with("src", path).with("alt", ""));
    face.text(person.initials()).children(picture)
}

/// A face. It is for the eye alone: the name always stands beside it.
#[component]
pub fn Avatar(
    /// Whose.
    person: Person,
    /// Whether it stands in a line of text.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    drawn_avatar(&person, small)
}

/// The first few faces of many.
#[component]
pub fn AvatarStack(
    /// Whose; three at most are shown.
    #[prop(into)]
    people: Signal<Vec<Person>>,
) -> impl IntoView {
    move || {
        let faces = Drawn::of_class("span", "avatar-stack").with("aria-hidden", "true");
        people.with(|all| faces.children(all.iter().take(3).map(|person| drawn_avatar(person, true))))
    }
}

//! A person's face on a squircle: their picture, or initials in their hue.

use leptos::prelude::*;

use super::Drawn;
use crate::domain::{Person, Presence};

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

/// A face, and whether its person is here: by shape as well as by colour. The word for it has to stand beside it.
pub fn present_avatar(person: &Person, small: bool, presence: Option<Presence>) -> Drawn {
    drawn_avatar(person, small).with_some("data-presence", presence.map(Presence::word))
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

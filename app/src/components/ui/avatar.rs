//! A person's face: initials on a squircle in their hue.

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
    Drawn::of_class("span", if small { "avatar avatar--small" } else { "avatar" })
        .with("data-hue", person.hue().to_string())
        .with("aria-hidden", "true")
        .text(person.initials())
}

/// A face. It is for the eye alone: the name always stands beside it.
#[component]
pub fn Avatar(
    /// Whose.
    person: Person,
    /// Whether it stands in a line of text.
    #[prop(optional)]
    small: bool,
    /// Whether they are here, where that is shown.
    #[prop(optional, into)]
    presence: Option<Signal<Presence>>,
) -> impl IntoView {
    let presence = presence.map(|signal| move || signal.get().word());
    view! {
        <span
            class=if small { "avatar avatar--small" } else { "avatar" }
            data-hue=person.hue().to_string()
            data-presence=presence
            aria-hidden="true"
        >
            {person.initials()}
        </span>
    }
}

/// The first few faces of many.
#[component]
pub fn AvatarStack(
    /// Whose; three at most are shown.
    #[prop(into)]
    people: Signal<Vec<Person>>,
) -> impl IntoView {
    let first = move || people.with(|all| all.iter().take(3).cloned().collect::<Vec<_>>());
    view! {
        <span class="avatar-stack" aria-hidden="true">
            <For each=first key=|person| (person.id, person.name.clone()) let(person)>
                <Avatar person small=true />
            </For>
        </span>
    }
}

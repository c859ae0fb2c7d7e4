//! Names that one may be about to write: people behind `@`, rooms behind `#`, emoji behind `:`, offered while they are
//! typed. Everyone is asked for once, when the first name is begun; for emoji the server is asked each time.

use leptos::prelude::*;

use super::ChatState;
use crate::domain::{Call, Person, Profile, RoomKind, lower, room_slug, sort_by_key};
use crate::protocol::{FindEmoji, ListPeople};

/// Most names that are offered at once.
const MOST: usize = 6;

/// What is offered for the name before the caret.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestions {
    /// Where the name begins in the text, its sign included, and where it ends: in bytes.
    pub place: (usize, usize),
    /// The names, the best one first; at least one.
    pub offers: Vec<Offer>,
    /// Which one is chosen.
    pub chosen: usize,
}

/// A name that can be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// As it is written, with its sign.
    pub name: String,
    /// Whose it is, in full.
    pub meaning: String,
    /// The person, where it is one.
    pub person: Option<Person>,
}

/// The name that ends with `before`: where it begins, and the name in lower case, its sign included.
fn begun(before: &str) -> Option<(usize, String)> {
    let start = before.rfind(['@', '#', ':'])?;
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let is_inside = before[..start].chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | ':'));
    let name = &before[start..];
    // A colon is a colon, and with one letter more often a face.
    let is_name =
        name.len() <= 40 && name.chars().skip(1).all(is_part) && (!name.starts_with(':') || name.chars().count() > 2);
    (is_name && !is_inside).then(|| (start, lower(name)))
}

/// How well a person fits what is typed, the less the better.
fn rank(profile: &Profile, typed: &str) -> Option<u8> {
    let name = lower(&profile.name);
    let begins = name.split_whitespace().any(|word| word.starts_with(typed));
    if profile.handle.starts_with(typed) { Some(0) } else { begins.then_some(1) }
}

impl ChatState {
    /// The text up to the caret has changed: offers names for the one that is being typed, or none.
    pub fn suggest(&self, before: &str) {
        let found = begun(before);
        let Some((start, name)) = found else { return self.end_suggestions() };
        self.begun.set_value(Some(before.to_owned()));
        let (sign, typed) = name.split_at(1);
        let place = (start, before.len());
        let offers = match sign {
            "@" => self.people_called(typed),
            "#" => self.rooms_called(typed),
            _ => return self.ask_for_emoji(place, before, typed),
        };
        // What is there in full already needs no offer.
        let is_done = matches!(offers.as_slice(), [one] if one.name == name);
        self.offer(place, if is_done { Vec::new() } else { offers });
    }

    fn offer(&self, place: (usize, usize), offers: Vec<Offer>) {
        let next = (!offers.is_empty()).then_some(Suggestions { place, offers, chosen: 0 });
        if self.suggestions.with_untracked(|now| *now != next) {
            self.suggestions.set(next);
        }
    }

    /// Nothing is offered any more.
    pub fn end_suggestions(&self) {
        self.begun.set_value(None);
        if self.suggestions.with_untracked(Option::is_some) {
            self.suggestions.set(None);
        }
    }

    /// Chooses the next offer, or the one before. Returns whether there is any.
    pub fn choose(&self, forward: bool) -> bool {
        let is_open = self.suggestions.with_untracked(Option::is_some);
        if is_open {
            self.suggestions.update(|suggestions| {
                if let Some(Suggestions { offers, chosen, .. }) = suggestions {
                    *chosen = (*chosen + if forward { 1 } else { offers.len() - 1 }) % offers.len();
                }
            });
        }
        is_open
    }

    /// Takes the offer of this number, or the chosen one: which bytes of the text it replaces, and by what.
    pub fn take_offer(&self, number: Option<usize>) -> Option<((usize, usize), String)> {
        let Suggestions { place, offers, chosen } = self.suggestions.get_untracked()?;
        self.end_suggestions();
        let offer = offers.get(number.unwrap_or(chosen))?;
        Some((place, format!("{} ", offer.name)))
    }

    fn people_called(&self, typed: &str) -> Vec<Offer> {
        if self.everyone.with_value(Option::is_none) {
            self.ask_for_everyone();
        }
        let me = self.me();
        let mut found: Vec<(u8, Profile)> = self.everyone.with_value(|everyone| {
            let all = everyone.iter().flatten().filter(|profile| profile.id != me);
            all.filter_map(|profile| Some((rank(profile, typed)?, profile.clone()))).collect()
        });
        sort_by_key(&mut found, |(rank, _)| *rank);
        let people = found.into_iter().map(|(_, profile)| Offer {
            name: format!("@{}", profile.handle),
            meaning: profile.name.clone(),
            person: Some(profile.person()),
        });
        let calls = [(Call::Room, "Everyone in the room"), (Call::Here, "Everyone in the room who is online")];
        let calls = calls.into_iter().filter(|(call, _)| call.name().starts_with(typed));
        let calls = calls.map(|(call, meaning)| Offer {
            name: format!("@{}", call.name()),
            meaning: meaning.to_owned(),
            person: None,
        });
        people.take(MOST - 2).chain(calls).collect()
    }

    fn rooms_called(&self, typed: &str) -> Vec<Offer> {
        self.sidebar.with_untracked(|s| {
            let open = s.rooms.iter().filter(|room| room.kind == RoomKind::Open);
            let named = open.map(|room| (room_slug(&room.name), &room.name));
            let fitting = named.filter(|(slug, _)| slug.starts_with(typed)).take(MOST);
            fitting
                .map(|(slug, name)| Offer { name: format!("#{slug}"), meaning: name.clone(), person: None })
                .collect()
        })
    }

    /// Until the answer is there nothing is offered: Enter must not take what fitted fewer letters.
    fn ask_for_emoji(&self, place: (usize, usize), before: &str, typed: &str) {
        self.offer(place, Vec::new());
        let (this, before) = (*self, before.to_owned());
        self.ask(&FindEmoji { typed: typed.to_owned() }, move |outcome| {
            if this.begun.with_value(|begun| begun.as_deref() == Some(&before)) {
                let found = outcome.unwrap_or_default().into_iter();
                let offers = found.map(|one| Offer { name: one.emoji, meaning: one.name, person: None });
                this.offer(place, offers.collect());
            }
        });
    }

    fn ask_for_everyone(&self) {
        // Once is enough while the answer is under way.
        self.everyone.set_value(Some(Vec::new()));
        let this = *self;
        self.ask(&ListPeople {}, move |outcome| {
            let is_known = outcome.is_ok();
            this.everyone.set_value(outcome.ok());
            if let Some(before) = this.begun.get_value().filter(|_| is_known) {
                this.suggest(&before);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::UserId;

    #[test]
    fn a_name_is_begun_by_its_sign_alone() {
        assert_eq!(begun("Ask @Pr"), Some((4, "@pr".to_owned())));
        assert_eq!(begun("@"), Some((0, "@".to_owned())));
        assert_eq!(begun("(#rel"), Some((1, "#rel".to_owned())));
        assert_eq!(begun("Yes :+1"), Some((4, ":+1".to_owned())));
        for nothing in [
            "",
            "@pr ",
            "ada@pr",
            "@pr, ",
            "https://x/#a",
            "at 10:30",
            ":",
            ":D",
            ":-)",
            "https://x",
            ":tada:",
            "Vec::new",
        ] {
            assert_eq!(begun(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn handles_come_before_names() {
        let priya = Profile {
            id: UserId(1),
            name: "Priya van Nair".to_owned(),
            handle: "priya".to_owned(),
            role: crate::domain::Role::Member,
            picture: 0,
            title: String::new(),
            zone: String::new(),
            status: None,
        };
        assert_eq!(["pr", "nai", "va", "ya"].map(|typed| rank(&priya, typed)), [Some(0), Some(1), Some(1), None]);
    }
}

//! Reactions: an emoji each, and who gave it.

use serde::{Deserialize, Serialize};

use super::Person;

/// Everyone who reacted with one emoji, by id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reaction {
    /// One emoji, as Unicode writes it.
    pub emoji: String,
    /// Who, the oldest account first.
    pub by: Vec<Person>,
}

/// An emoji that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedEmoji {
    /// The emoji itself.
    pub emoji: String,
    /// What it is called: what stands between colons where there is such a name, and words else.
    pub name: String,
}

/// All reactions to a message. Their order is that of the emoji, so that nothing on the screen changes its place
/// when a number does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reactions(Vec<Reaction>);

impl Reactions {
    /// Most different emoji on one message.
    pub const KINDS: usize = 20;

    /// Whether nobody reacted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each emoji with who gave it.
    pub fn all(&self) -> &[Reaction] {
        &self.0
    }

    /// Somebody looks otherwise than before.
    pub fn know_as(&mut self, person: &Person) {
        let by = self.0.iter_mut().flat_map(|reaction| &mut reaction.by);
        by.filter(|known| known.id == person.id).for_each(|known| known.clone_from(person));
    }

    /// `person` reacts with `emoji`, or takes it back; twice is once.
    pub fn set(&mut self, emoji: &str, person: &Person, on: bool) {
        match self.0.binary_search_by(|reaction| reaction.emoji.as_str().cmp(emoji)) {
            Ok(at) => {
                let by = &mut self.0[at].by;
                match by.binary_search_by_key(&person.id, |other| other.id) {
                    Ok(_) if on => {}
                    Ok(place) => drop(by.remove(place)),
                    Err(place) if on => by.insert(place, person.clone()),
                    Err(_) => {}
                }
                if by.is_empty() {
                    self.0.remove(at);
                }
            }
            Err(at) if on => self.0.insert(at, Reaction { emoji: emoji.to_owned(), by: vec![person.clone()] }),
            Err(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::UserId;

    #[test]
    fn reacting_twice_is_reacting_once_and_nothing_is_left_of_what_is_taken_back() {
        let person = |id| Person { id: UserId(id), name: format!("{id}"), picture: 0 };
        let mut all = Reactions::default();
        for (emoji, who, on) in [("b", 2, true), ("a", 1, true), ("b", 1, true), ("b", 2, true), ("a", 2, false)] {
            all.set(emoji, &person(who), on);
        }
        let seen: Vec<_> =
            all.all().iter().map(|r| (r.emoji.as_str(), r.by.iter().map(|p| p.id.0).collect::<Vec<_>>())).collect();
        assert_eq!(seen, [("a", vec![1]), ("b", vec![1, 2])]);
        for who in [1, 2, 2] {
            all.set("b", &person(who), false);
        }
        all.set("a", &person(1), false);
        assert!(all.is_empty());
    }
}

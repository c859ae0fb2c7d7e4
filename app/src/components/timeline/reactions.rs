//! Who reacted to a message: one chip for each emoji. With script a chip is a switch; the page listens for all of
//! them at once.

use crate::components::ui::Drawn;
use crate::domain::{Reaction, Reactions, UserId};

/// The chips under a message, as `me` sees them; nothing where nobody reacted.
pub fn reaction_chips(reactions: &Reactions, me: UserId) -> Option<Drawn> {
    let list = Drawn::of_class("ul", "reactions").with("role", "list").with("aria-label", "Reactions");
    let chips = reactions.all().iter().map(|reaction| Drawn::new("li").child(chip(reaction, me)));
    (!reactions.is_empty()).then(|| list.children(chips))
}

fn chip(reaction: &Reaction, me: UserId) -> Drawn {
    let is_mine = reaction.by.iter().any(|person| person.id == me);
    let who = format!("{} reacted with ", names(reaction));
    Drawn::of_class("button", "reactions__chip")
        .with("type", "button")
        .with("aria-pressed", is_mine.to_string())
        .with("title", format!("{who}{}", reaction.emoji))
        .with("data-emoji", &reaction.emoji)
        .child(Drawn::of_class("span", "visually-hidden").text(who))
        .child(Drawn::of_class("span", "reactions__emoji").text(&reaction.emoji))
        .child(
            Drawn::of_class("span", "reactions__count").with("aria-hidden", "true").text(reaction.by.len().to_string()),
        )
}

/// “Ada, Bo and 3 others”.
fn names(reaction: &Reaction) -> String {
    let names: Vec<&str> = reaction.by.iter().map(|person| person.name.as_str()).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] if names.len() <= 12 => format!("{} and {last}", first.join(", ")),
        _ => format!("{} and {} others", names[..11].join(", "), names.len() - 11),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Person;

    #[test]
    fn names_are_listed_while_there_are_not_too_many() {
        let reaction = |many: i64| Reaction {
            emoji: "👍".into(),
            by: (1..=many).map(|id| Person { id: UserId(id), name: format!("P{id}"), picture: 0 }).collect(),
        };
        assert_eq!(names(&reaction(1)), "P1");
        assert_eq!(names(&reaction(3)), "P1, P2 and P3");
        assert!(names(&reaction(20)).ends_with("P11 and 9 others"));
    }
}

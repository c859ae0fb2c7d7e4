//! Who is writing right now. Its height is reserved, and it is never read out.

use leptos::prelude::*;

use crate::components::ui::Drawn;
use crate::domain::Person;
use crate::state::ChatState;

/// The line above the composer.
#[component]
pub fn TypingLine() -> impl IntoView {
    let state = expect_context::<ChatState>();
    let words = move || state.room.typing.with(|people| sentence(people));
    move || {
        let line = Drawn::of_class("p", "typing-line");
        let dots = Drawn::of_class("span", "typing-line__dots").with("aria-hidden", "true");
        match words() {
            Some(words) => line
                .child(dots.child(Drawn::of_class("span", "typing-line__dot")))
                .child(Drawn::of_class("span", "truncate").text(words)),
            None => line,
        }
    }
}

fn sentence(people: &[Person]) -> Option<String> {
    match people {
        [] => None,
        [one] => Some(format!("{} is writing", one.name)),
        [one, two] => Some(format!("{} and {} are writing", one.name, two.name)),
        [one, two, three] => Some(format!("{}, {} and {} are writing", one.name, two.name, three.name)),
        _ => Some("Several people are writing".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::UserId;

    #[test]
    fn more_than_three_are_several() {
        let people: Vec<Person> = ["Jun", "Mara", "Lev", "Noor"]
            .iter()
            .map(|n| Person { id: UserId(1), name: (*n).to_owned(), picture: 0 })
            .collect();
        let lines: Vec<Option<String>> = (0..=4).map(|n| sentence(&people[..n])).collect();
        let lines: Vec<Option<&str>> = lines.iter().map(Option::as_deref).collect();
        assert_eq!(
            lines,
            [
                None,
                Some("Jun is writing"),
                Some("Jun and Mara are writing"),
                Some("Jun, Mara and Lev are writing"),
                Some("Several people are writing"),
            ]
        );
    }
}

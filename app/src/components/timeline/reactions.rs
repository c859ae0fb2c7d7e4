//! Who reacted to a message: one chip for each emoji. With script a chip is a switch.

use leptos::prelude::*;

use crate::domain::{Message, Reaction, UserId};
use crate::state::ChatState;

/// The chips under a message; nothing where nobody reacted.
#[component]
pub fn ReactionChips(
    /// The message.
    message: ArcRwSignal<Message>,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let me = state.me();
    let reactions = Memo::new(move |_| message.with(|m| (m.no, m.reactions.clone())));
    move || {
        let (no, reactions) = reactions.get();
        (!reactions.is_empty()).then(|| {
            let chips = reactions.all().iter().map(|reaction| chip(state, no, reaction, me)).collect_view();
            view! {
                <ul class="reactions" role="list" aria-label="Reactions">
                    {chips}
                </ul>
            }
        })
    }
}

fn chip(state: ChatState, no: u64, reaction: &Reaction, me: UserId) -> impl IntoView + use<> {
    let is_mine = reaction.by.iter().any(|person| person.id == me);
    let names = names(reaction);
    let emoji = reaction.emoji.clone();
    view! {
        <li>
            <button
                class="reactions__chip"
                type="button"
                aria-pressed=is_mine.to_string()
                aria-label=format!("{names} reacted with {emoji}")
                title=format!("{names} reacted with {emoji}")
                on:click={
                    let emoji = emoji.clone();
                    move |_| state.react(no, &emoji, !is_mine)
                }
            >
                <span class="reactions__emoji">{emoji.clone()}</span>
                <span class="reactions__count">{reaction.by.len().to_string()}</span>
            </button>
        </li>
    }
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
            by: (1..=many).map(|id| Person { id: UserId(id), name: format!("P{id}") }).collect(),
        };
        assert_eq!(names(&reaction(1)), "P1");
        assert_eq!(names(&reaction(3)), "P1, P2 and P3");
        assert!(names(&reaction(20)).ends_with("P11 and 9 others"));
    }
}

//! All emoji, for a reaction: by groups, or looked for.

use leptos::prelude::*;

use crate::components::layout::{AppFrame, Sheet};
use crate::components::timeline::message_card;
use crate::components::ui::{Drawn, Pictogram, empty, moment};
use crate::domain::{Message, NamedEmoji};
use crate::state::ChatState;

/// A group of emoji.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmojiGroup {
    /// In an address.
    pub name: &'static str,
    /// For people.
    pub words: &'static str,
    /// Whether it is the one that is shown.
    pub is_open: bool,
}

/// Posts `on` or `off`, an emoji, to `/r/{room}/{no}/react`.
#[component]
pub fn ReactPage(
    /// The address of the room.
    path: String,
    /// The message.
    message: Message,
    /// What is looked for; empty where a group is shown.
    typed: String,
    /// All groups.
    groups: Vec<EmojiGroup>,
    /// The emoji to choose from.
    emoji: Vec<NamedEmoji>,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let card = message_card(&message, &path, &moment(&state.clock, message.at), state.me());
    let back = format!("{path}/{no}#m{no}", no = message.no);
    let action = format!("{path}/{}/react", message.no);
    let (is_empty, is_typed) = (emoji.is_empty(), !typed.is_empty());
    let given = |emoji: &NamedEmoji| {
        message.reactions.all().iter().any(|r| r.emoji == emoji.emoji && r.by.iter().any(|p| p.id == state.me()))
    };
    let grid = Drawn::of_class("form", "emoji-grid")
        .with("method", "post")
        .with("action", action.clone())
        .children(emoji.iter().map(|emoji| choice(emoji, given(emoji))));
    let tabs = groups.iter().map(|group| tab(&action, group));
    let tabs = Drawn::of_class("nav", "emoji-groups").with("aria-label", "Groups").children(tabs);
    view! {
        <AppFrame>
            <Sheet title="React" tide=is_empty>
                {Drawn::of_class("ul", "person-rows").with("role", "list").child(card)}
                <form class="search" action=action>
                    <input
                        class="field__input"
                        type="search"
                        name="q"
                        value=typed
                        aria-label="What the emoji is called"
                        placeholder="party, heart, wave …"
                        autocomplete="off"
                        autocapitalize="none"
                        maxlength="60"
                        autofocus=is_typed
                    />
                    <button class="button" type="submit">
                        "Look for it"
                    </button>
                </form>
                {tabs}
                {is_empty.then(|| empty(Pictogram::Smile, "No emoji has a name like that. Try another word."))}
                {(!is_empty).then_some(grid)}
                <div class="sheet__actions">
                    <a class="button button--quiet" href=back>
                        "Back to the message"
                    </a>
                </div>
            </Sheet>
        </AppFrame>
    }
    .into_any()
}

fn tab(action: &str, EmojiGroup { name, words, is_open }: &EmojiGroup) -> Drawn {
    let class = if *is_open { "button button--small button--act" } else { "button button--small button--quiet" };
    Drawn::of_class("a", class)
        .with("href", format!("{action}?group={name}"))
        .with_some("aria-current", is_open.then_some("true"))
        .text(*words)
}

fn choice(NamedEmoji { emoji, name }: &NamedEmoji, given: bool) -> Drawn {
    let words = name.replace('_', " ");
    Drawn::of_class("button", "emoji-grid__one")
        .with("type", "submit")
        .with("name", if given { "off" } else { "on" })
        .with("value", emoji.clone())
        .with("aria-label", if given { format!("Take {words} back") } else { words.clone() })
        .with("aria-pressed", given.to_string())
        .with("title", words)
        .text(emoji)
}

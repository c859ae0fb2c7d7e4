//! The messages that somebody keeps for later.

use leptos::prelude::*;

use super::older::older;
use super::place::place_of;
use crate::components::layout::{AppFrame, Sheet};
use crate::components::timeline::message_card;
use crate::components::ui::{Drawn, Pictogram, drawn_icon, empty, moment};
use crate::protocol::Saved;
use crate::state::ChatState;

const NOTHING_YET: &str = "You keep nothing yet. Beside a message, under “More”, you can save it or be reminded of it.";

/// The newest first; `before` leads to a further page.
#[component]
pub fn SavedPage(
    /// The messages, the newest first.
    saved: Vec<Saved>,
    /// The position before which the next page begins, where there is one.
    #[prop(optional_no_strip)]
    before: Option<i64>,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let is_empty = saved.is_empty();
    let cards = saved.into_iter().map(move |one| kept(state, &one)).collect::<Vec<_>>();
    view! {
        <AppFrame>
            <Sheet title="Saved" tide=is_empty>
                <p class="sheet__lead">"What you keep for later. Only you see it."</p>
                {is_empty.then(|| empty(Pictogram::Save, NOTHING_YET))}
                {Drawn::of_class("ul", "mentions").with("role", "list").children(cards)}
                {older("/saved", before)}
            </Sheet>
        </AppFrame>
    }
    .into_any()
}

fn kept(state: ChatState, Saved { room, no, remind_at, rings, root, message, .. }: &Saved) -> Drawn {
    let when = remind_at.map(|at| {
        let words = moment(&state.clock, at);
        if *rings { format!("Reminder of {words}") } else { format!("Reminder: {words}") }
    });
    let note = when.map(|words| {
        let class = if *rings { "mentions__new" } else { "later__when" };
        Drawn::of_class("span", class).child(drawn_icon(Pictogram::Bell, true)).text(words)
    });
    let head = Drawn::of_class("div", "mentions__place");
    let mine = format!("/r/{room}/{no}");
    let (Some((place, path)), Some(message)) = (place_of(state, *room, *root), message) else {
        let words = "This message is in a room that you are not in any more.";
        let head = head.child(Drawn::of_class("span", "later__gone").text(words)).children(note);
        return Drawn::new("li")
            .child(head)
            .child(Drawn::of_class("div", "later__ways").child(let_go(&mine, "a message that is out of reach")));
    };
    let head = head.child(place).children(note);
    let remind = Drawn::of_class("a", "button button--small")
        .with("href", format!("{mine}/remind"))
        .with("aria-label", format!("Remind me: {}", message.excerpt(60)))
        .text("Remind me");
    let ways = Drawn::of_class("div", "later__ways").child(remind).child(let_go(&mine, &message.excerpt(60)));
    let card = message_card(message, &path, &moment(&state.clock, message.at), state.me());
    Drawn::new("li").child(head).child(Drawn::new("ul").with("role", "list").child(card)).child(ways)
}

/// `of` is what it is about, for those who do not see where it stands.
fn let_go(path: &str, of: &str) -> Drawn {
    let button = Drawn::of_class("button", "button button--small")
        .with("type", "submit")
        .with("name", "save")
        .with("aria-label", format!("Done: {of}"));
    Drawn::new("form")
        .with("method", "post")
        .with("action", format!("{path}/save"))
        .child(Drawn::new("input").with("type", "hidden").with("name", "back").with("value", "saved"))
        .child(button.with("value", "off").text("Done"))
}

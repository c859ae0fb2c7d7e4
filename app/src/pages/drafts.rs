//! What was typed and not sent, and what will be said later.

use leptos::prelude::*;

use super::place::place_of;
use crate::components::layout::{AppFrame, Sheet};
use crate::components::ui::{Drawn, Notice, Pictogram, drawn_icon, empty, moment};
use crate::domain::{RoomId, Root};
use crate::protocol::{Draft, Scheduled};
use crate::state::ChatState;

const NOTHING_HERE: &str = "There is nothing here. What you type and do not send is kept for you, on all your devices.";

/// Scheduled messages come first: they will happen by themselves.
#[component]
pub fn DraftsPage(
    /// What was typed and not sent, the newest first.
    drafts: Vec<Draft>,
    /// What will be said later, the next first.
    scheduled: Vec<Scheduled>,
    /// What has just happened.
    #[prop(optional_no_strip)]
    notice: Option<String>,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let is_empty = drafts.is_empty() && scheduled.is_empty();
    let later: Vec<_> = scheduled.iter().map(|one| waiting(state, one)).collect();
    let begun: Vec<_> = drafts.iter().map(|draft| typed(state, draft)).collect();
    let section = |words: &str, items: Vec<Drawn>| {
        (!items.is_empty()).then(|| {
            let list = Drawn::of_class("ul", "mentions").with("role", "list").children(items);
            Drawn::of_class("section", "later").child(Drawn::of_class("h2", "sheet__heading").text(words)).child(list)
        })
    };
    view! {
        <AppFrame>
            <Sheet title="Drafts" tide=is_empty>
                <Notice text=notice />
                {is_empty.then(|| empty(Pictogram::Edit, NOTHING_HERE))}
                {section("Will be sent", later)}
                {section("Not sent yet", begun)}
            </Sheet>
        </AppFrame>
    }
    .into_any()
}

/// The way to a room; without one where the person is not in it.
fn head(state: ChatState, room: RoomId, root: Option<Root>) -> (Drawn, Option<String>) {
    let head = Drawn::of_class("div", "mentions__place");
    match place_of(state, room, root) {
        Some((place, path)) => (head.child(place), Some(path)),
        None => (head.child(Drawn::of_class("span", "later__gone").text("A room that you are not in any more")), None),
    }
}

fn body(text: &str) -> Drawn {
    Drawn::of_class("p", "later__text").with("dir", "auto").text(text)
}

/// `of` is what it is about, for those who do not see where it stands.
fn button(value: &str, words: &str, of: &str) -> Drawn {
    Drawn::of_class("button", "button button--small")
        .with("aria-label", format!("{words}: {}", of.chars().take(60).collect::<String>()))
        .with("type", "submit")
        .with("name", "act")
        .with("value", value)
        .text(words)
}

fn typed(state: ChatState, Draft { room, body: text, at, root }: &Draft) -> Drawn {
    let (head, path) = head(state, *room, *root);
    let when = Drawn::of_class("span", "later__when").text(moment(&state.clock, *at));
    let on = path.map(|path| {
        let link = |to: String, words: &str| Drawn::of_class("a", "button button--small").with("href", to).text(words);
        [link(format!("{path}#write"), "Go on writing"), link(format!("{path}/later"), "Send it later")]
    });
    let ways = Drawn::of_class("form", "later__ways").with("method", "post").with("action", format!("/drafts/{room}"));
    let ways = ways.children(on.into_iter().flatten()).child(button("discard", "Discard", text));
    Drawn::new("li").child(head.child(when)).child(body(text)).child(ways)
}

fn waiting(state: ChatState, Scheduled { id, room, body: text, at, root, problem }: &Scheduled) -> Drawn {
    let (head, path) = head(state, *room, *root);
    let when = moment(&state.clock, *at);
    let when = match problem {
        Some(_) => Drawn::of_class("span", "mentions__new").text(format!("Not sent {when}")),
        None => Drawn::of_class("span", "later__when").child(drawn_icon(Pictogram::Clock, true)).text(when),
    };
    let problem = problem.as_ref().map(|words| Drawn::of_class("p", "later__problem").text(words));
    let ways = Drawn::of_class("form", "later__ways").with("method", "post").with("action", format!("/scheduled/{id}"));
    let ways = ways
        .children(path.map(|_| button("send", "Send it now", text)))
        .child(button("change", "Back to drafts", text))
        .child(button("discard", "Discard", text));
    Drawn::new("li").child(head.child(when)).children(problem).child(body(text)).child(ways)
}

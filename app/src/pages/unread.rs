//! What is unread in all rooms, and why: the first messages of each.

use leptos::prelude::*;

use crate::components::layout::{AppFrame, Sheet};
use crate::components::timeline::{mark_all_as_read, mark_as_read, message_card};
use crate::components::ui::{Drawn, Pictogram, drawn_icon, empty, moment};
use crate::domain::room_path;
use crate::protocol::Waiting;
use crate::state::ChatState;

/// Rooms in the order of the sidebar.
#[component]
pub fn UnreadPage(
    /// The rooms in which something waits.
    waiting: Vec<Waiting>,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let is_empty = waiting.is_empty();
    let all = mark_all_as_read("unread", waiting.iter().map(|room| &room.entry));
    let rooms = waiting.into_iter().map(move |room| unread_room(state, &room)).collect_view();
    view! {
        <AppFrame>
            <Sheet title="Unread" tide=is_empty>
                {is_empty.then(|| empty(Pictogram::Unread, "You have read everything."))}
                {all}
                {rooms}
            </Sheet>
        </AppFrame>
    }
    .into_any()
}

fn unread_room(state: ChatState, Waiting { entry, messages }: &Waiting) -> Drawn {
    let path = room_path(entry.id, &entry.name);
    let first = entry.first_unread().unwrap_or(entry.msg_no);
    let more = entry.unread().saturating_sub(messages.len() as u64);
    let name = Drawn::of_class("a", "waiting__name")
        .with("href", format!("{path}/{first}#m{first}"))
        .child(drawn_icon(Pictogram::of_room(entry.kind), true))
        .child(
            Drawn::of_class("span", "truncate")
                .with("dir", "auto")
                .text(state.sidebar.with_untracked(|s| s.name_of(entry))),
        );
    let count = match entry.unread() {
        1 => "1 message".to_owned(),
        100 => "100 messages or more".to_owned(),
        several => format!("{several} messages"),
    };
    let head = Drawn::of_class("h2", "waiting__head").child(name);
    let bar = Drawn::of_class("div", "waiting__bar")
        .child(head)
        .child(Drawn::of_class("p", "waiting__count").text(count))
        .child(mark_as_read("waiting__read", &path, entry.msg_no));
    let cards =
        messages.iter().map(|message| message_card(message, &path, &moment(&state.clock, message.at), state.me()));
    let rest = (more > 0).then(|| {
        let words = if more == 1 { "and 1 more".to_owned() } else { format!("and {more} more") };
        let link = Drawn::new("a").with("href", format!("{path}/{first}#m{first}")).text(words);
        Drawn::of_class("p", "waiting__more").child(link)
    });
    Drawn::of_class("section", "waiting")
        .child(bar)
        .child(Drawn::new("ul").with("role", "list").children(cards))
        .children(rest)
}

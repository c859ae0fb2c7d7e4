//! The threads that somebody follows, and what was said there last.

use leptos::prelude::*;

use super::older::older;
use crate::components::layout::{AppFrame, Sheet};
use crate::components::timeline::{mark_all_as_read, message_card, thread_link};
use crate::components::ui::{Drawn, Pictogram, drawn_icon, empty, moment};
use crate::domain::{Message, room_path};
use crate::protocol::Followed;
use crate::state::ChatState;

/// The newest first; `before` leads to a further page.
#[component]
pub fn ThreadsPage(
    /// The threads, the newest first.
    threads: Vec<Followed>,
    /// The position before which the next page begins, where there is one.
    #[prop(optional_no_strip)]
    before: Option<i64>,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let is_empty = threads.is_empty();
    let all = mark_all_as_read("threads", threads.iter().map(|thread| &thread.entry));
    let sections = threads.into_iter().map(move |thread| followed(state, &thread)).collect::<Vec<_>>();
    view! {
        <AppFrame>
            <Sheet title="Threads" tide=is_empty>
                <p class="sheet__lead">"You follow a thread when you reply, when you are called there, or when it began beneath what you said."</p>
                {is_empty.then(|| empty(Pictogram::Thread, "You follow no thread yet. Reply to a message in a thread, and it stands here."))}
                {all}
                {Drawn::of_class("ul", "mentions").with("role", "list").children(sections)}
                {older("/threads", before)}
            </Sheet>
        </AppFrame>
    }
    .into_any()
}

fn followed(state: ChatState, Followed { entry, root, latest, .. }: &Followed) -> Drawn {
    let (home, name) = entry.root.map(|root| state.place(root.room)).unwrap_or_default();
    let place = Drawn::of_class("a", "mentions__room")
        .with("href", room_path(entry.id, &entry.name))
        .child(drawn_icon(Pictogram::Thread, true))
        .child(Drawn::of_class("span", "truncate").text("Thread in ").child(Drawn::new("bdi").text(name)));
    let new = (entry.unread() > 0).then(|| Drawn::of_class("span", "mentions__new").text("New"));
    let head = Drawn::of_class("p", "mentions__place").child(place).children(new);
    let card =
        |message: &Message, path: &str| message_card(message, path, &moment(&state.clock, message.at), state.me());
    let path = room_path(entry.id, &entry.name);
    let link = root.thread.as_ref().map(|thread| {
        Drawn::new("li").child(thread_link(thread, entry.unread(), &moment(&state.clock, thread.last_at)))
    });
    let cards = Drawn::new("ul").with("role", "list").child(card(root, &home)).children(link);
    let replies = Drawn::of_class("ul", "mentions__replies").with("role", "list");
    let replies = replies.children(latest.iter().map(|message| card(message, &path)));
    Drawn::new("li").child(head).child(cards).child(replies)
}

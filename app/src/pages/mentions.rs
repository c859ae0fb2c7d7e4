//! The messages that call somebody, from all their rooms.

use leptos::prelude::*;

use super::older::older;
use super::place::place;
use crate::components::layout::{AppFrame, Sheet};
use crate::components::timeline::message_card;
use crate::components::ui::{Drawn, Pictogram, empty, moment};
use crate::domain::room_path;
use crate::protocol::Mention;
use crate::state::ChatState;

/// The newest first; `before` leads to a further page.
#[component]
pub fn MentionsPage(
    /// The messages, the newest first.
    mentions: Vec<Mention>,
    /// The position before which the next page begins, where there is one.
    #[prop(optional_no_strip)]
    before: Option<i64>,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let handle = state.sidebar.with_untracked(|s| s.me.handle.clone());
    let is_empty = mentions.is_empty();
    let cards = mentions.into_iter().map(move |mention| mentioned(state, &mention)).collect::<Vec<_>>();
    view! {
        <AppFrame>
            <Sheet title="Mentions" tide=is_empty>
                <p class="sheet__lead">"Whoever writes " <b>"@" {handle}</b> " calls you, and so do @room and @here."</p>
                {is_empty.then(|| empty(Pictogram::Call, "Nobody has called you yet."))}
                {Drawn::of_class("ul", "mentions").with("role", "list").children(cards)}
                {older("/mentions", before)}
            </Sheet>
        </AppFrame>
    }
    .into_any()
}

fn mentioned(state: ChatState, Mention { room, message, .. }: &Mention) -> Drawn {
    let name = state.sidebar.with_untracked(|s| s.name_of(room));
    let is_new = room.mentions.contains(&message.no);
    let path = room_path(room.id, &room.name);
    let place = place(Pictogram::of_room(room.kind), name, &path);
    let new = is_new.then(|| Drawn::of_class("span", "mentions__new").text("New"));
    let head = Drawn::of_class("p", "mentions__place").child(place).children(new);
    let card = message_card(message, &path, &moment(&state.clock, message.at), state.me());
    Drawn::new("li").child(head).child(Drawn::new("ul").with("role", "list").child(card))
}

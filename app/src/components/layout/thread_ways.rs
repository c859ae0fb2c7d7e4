//! What the bar of a thread has instead of a topic: the way back to its message, and whether one follows it.

use leptos::prelude::*;

use crate::components::ui::{Drawn, Pictogram, drawn_icon};
use crate::domain::{Room, Root};
use crate::state::ChatState;

/// Beside the name of a thread; reactive. To follow is a plain form: it is done so rarely that a new page is no burden.
pub fn thread_ways(state: ChatState, root: Root) -> [Drawn; 2] {
    let (path, name) = state.place(root.room);
    let name = Drawn::of_class("span", "truncate").text("in ").child(Drawn::new("bdi").text(name));
    let back = Drawn::of_class("a", "thread-ways__room")
        .with("href", format!("{path}/{no}#m{no}", no = root.no))
        .with("title", "Back to the message")
        .child(drawn_icon(Pictogram::Back, true))
        .child(name);
    let follows = state.room.follows.get();
    let (way, words) = if follows { ("leave", "Following") } else { ("join", "Follow") };
    let button = Drawn::of_class("button", "button button--small")
        .with("type", "submit")
        .with_some("data-on", follows.then_some(""))
        .with("title", "Who follows a thread is told of every reply")
        .child(drawn_icon(Pictogram::Bell, true))
        .child(Drawn::of_class("span", "thread-ways__word").text(words));
    let form = Drawn::of_class("form", "thread-ways__follow")
        .with("method", "post")
        .with("action", format!("{}/{way}", state.room.head.with(Room::path)));
    [back, form.child(button)]
}

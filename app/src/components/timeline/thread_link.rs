//! The way from a message into the thread beneath it: who speaks there, how much, and what is new.

use crate::components::ui::{Drawn, drawn_avatar};
use crate::domain::{THREAD_NAME, Thread, room_path};

/// Under a message; `last` are the words for the time of the newest reply.
pub fn thread_link(thread: &Thread, unread: u64, last: &str) -> Drawn {
    let faces = Drawn::of_class("span", "avatar-stack").with("aria-hidden", "true");
    let replies = match thread.replies {
        1 => "1 reply".to_owned(),
        several => format!("{several} replies"),
    };
    let end = if unread > 0 {
        Drawn::of_class("span", "thread-link__new").text(format!("{} new", unread.min(99)))
    } else {
        Drawn::of_class("span", "thread-link__last").text(format!("last {last}"))
    };
    Drawn::of_class("a", "thread-link")
        .with("href", room_path(thread.room, THREAD_NAME))
        .child(faces.children(thread.people.iter().map(|person| drawn_avatar(person, true))))
        .child(Drawn::of_class("span", "thread-link__replies").text(replies))
        .child(end)
}

//! A message outside its room: in a panel or a list. The time leads to where it was said.

use super::{attachments, message_text};
use crate::components::ui::{Drawn, drawn_avatar, utc};
use crate::domain::{Message, UserId};

/// An item of a list: who, when, and what, as `me` reads it. `path` is that of the room, `when` the words for the time.
pub fn message_card(message: &Message, path: &str, when: &str, me: UserId) -> Drawn {
    let Message { no, by, at, body, nodes, files, .. } = message;
    let time = Drawn::new("time").with("datetime", utc(*at)).text(when);
    let head = Drawn::of_class("p", "message-card__head")
        .child(drawn_avatar(by, true))
        .child(Drawn::of_class("b", "truncate").with("dir", "auto").text(&by.name))
        .child(Drawn::of_class("a", "message-card__time").with("href", format!("{path}/{no}#m{no}")).child(time));
    let text = message_text(format!("card{no}"), body, nodes, me);
    Drawn::of_class("li", "message-card").child(head).child(text).children(attachments(files, me))
}

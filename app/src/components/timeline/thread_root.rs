//! Where a thread begins: the message that it hangs from.

use leptos::prelude::*;

use super::attachments;
use super::message::run_head;
use super::message_body::message_text;
use crate::components::ui::{Drawn, lately};
use crate::domain::{Message, Root};
use crate::state::ChatState;

/// The message as it stands above its thread. The time leads to where it was said.
pub fn thread_root(state: ChatState, message: &Message, root: Root) -> Drawn {
    let (path, _) = state.place(root.room);
    let link = format!("{path}/{no}#m{no}", no = message.no);
    let (face, head) = run_head(&message.by, None, Some(link), message.at, lately(&state.clock, message.at));
    let text = if message.deleted {
        Drawn::of_class("p", "message__body").text("This message was deleted.")
    } else {
        message_text("root".to_owned(), &message.body, &message.nodes, state.me())
    };
    let class = if message.deleted { "message message--first message--deleted" } else { "message message--first" };
    let article = Drawn::of_class("article", class).with("data-hue", message.by.hue().to_string());
    let words = "Nobody has replied yet. The first word is yours.";
    let empty = (state.room.msg_no.get() == 0).then(|| Drawn::of_class("p", "thread-root__empty").text(words));
    Drawn::of_class("div", "thread-root")
        .child(article.child(face).child(head).child(text).children(attachments(&message.files, state.me())))
        .children(empty)
}

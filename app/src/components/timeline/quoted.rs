//! What a message answers, in one line above it.

use leptos::prelude::*;

use crate::components::ui::{Icon, Pictogram};
use crate::domain::Quotation;
use crate::state::ChatState;

/// A link to the message that is quoted.
#[component]
pub fn Quoted(
    /// The beginning of it.
    reply: Quotation,
) -> impl IntoView {
    let room = expect_context::<ChatState>().room;
    let no = reply.no;
    let href = room.head.with_untracked(|head| format!("{}/{no}#m{no}", head.path()));
    let words = if reply.text.is_empty() { "This message was deleted.".to_owned() } else { reply.text };
    view! {
        <a class="quoted" href=href>
            <Icon of=Pictogram::Reply small=true />
            <span class="visually-hidden">"In answer to "</span>
            <b class="quoted__by">
                <bdi>{reply.by.name}</bdi>
            </b>
            <span class="truncate" dir="auto">
                {words}
            </span>
        </a>
    }
}

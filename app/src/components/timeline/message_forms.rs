//! What one can do with a message, by forms: on the page of the message alone, where no script runs.

use leptos::prelude::*;

use super::toolbar::{LET_GO, MORE, QUICK, SAVE};
use crate::components::ui::Drawn;
use crate::domain::{Message, Room};
use crate::state::ChatState;

/// The forms under the message that an address leads to. A browser with a program has no use for them.
pub fn message_forms(message: ArcRwSignal<Message>) -> Drawn {
    let around = Drawn::of_class("div", "message-forms only-without-script");
    around.only_from_server(move || view! { <MessageForms message /> })
}

#[component]
fn MessageForms(
    /// Which.
    message: ArcRwSignal<Message>,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let Message { no, by, pinned, edited, reactions, .. } = message.get_untracked();
    let (me, role) = state.sidebar.with_untracked(|s| (s.me.person.id, s.me.role));
    let (is_mine, may_delete) = (by.id == me, by.id == me || role.leads());
    let (path, is_thread) =
        state.room.head.with_untracked(|head| (format!("{}/{no}", Room::path(head)), head.root.is_some()));
    let (is_lively, may_say) = (state.is_lively(), state.may_say());
    let emoji = QUICK.into_iter().chain(MORE).map(|emoji| {
        let given = reactions.all().iter().any(|r| r.emoji == emoji && r.by.iter().any(|p| p.id == me));
        let label = if given { format!("Take {emoji} back") } else { format!("React with {emoji}") };
        view! {
            <button
                class="reactions__chip"
                type="submit"
                name=if given { "off" } else { "on" }
                value=emoji
                aria-label=label
                aria-pressed=given.to_string()
            >
                <span class="reactions__emoji">{emoji}</span>
            </button>
        }
    });
    let emoji = is_lively.then(|| {
        view! {
            <form class="reactions" method="post" action=format!("{path}/react")>
                {emoji.collect_view()}
                <a class="reactions__chip" href=format!("{path}/react")>
                    "All emoji"
                </a>
            </form>
        }
    });
    let is_saved = state.sidebar.with_untracked(|s| s.later.has(state.room.id(), no));
    let save = if is_saved { ("off", LET_GO) } else { ("on", SAVE) };
    let pin = if pinned { ("off", "Take the pin off") } else { ("on", "Pin it in this room") };
    view! {
        <>
            {emoji}
            <div class="message-forms__line">
                {may_say.then(|| view! {
                    <a class="button button--small" href=format!("{path}?reply#write")>
                        "Reply"
                    </a>
                })}
                {(is_mine && may_say).then(|| view! {
                    <a class="button button--small" href=format!("{path}/edit")>
                        "Change the text"
                    </a>
                })}
                {(!is_thread && is_lively).then(|| view! {
                    <form method="post" action=format!("{path}/thread")>
                        <button class="button button--small" type="submit">
                            "Reply in a thread"
                        </button>
                    </form>
                })}
                {(!is_thread && may_say).then(|| view! {
                    <form method="post" action=format!("{path}/pin")>
                        <button class="button button--small" type="submit" name="pin" value=pin.0>
                            {pin.1}
                        </button>
                    </form>
                })}
                <form method="post" action=format!("{path}/save")>
                    <button class="button button--small" type="submit" name="save" value=save.0>
                        {save.1}
                    </button>
                </form>
                <a class="button button--small" href=format!("{path}/remind")>
                    "Remind me"
                </a>
                <form method="post" action=format!("{path}/unread")>
                    <button class="button button--small" type="submit">
                        "Mark as unread from here"
                    </button>
                </form>
                {edited.map(|_| view! {
                    <a class="button button--small" href=format!("{path}/history")>
                        "What it said before"
                    </a>
                })}
                {may_delete.then(|| view! {
                    <form method="post" action=format!("{path}/delete")>
                        <button class="button button--small button--danger" type="submit">
                            "Delete for everyone"
                        </button>
                    </form>
                })}
            </div>
        </>
    }
}

//! What stands under the timeline: who is writing, and the composer.

use leptos::prelude::*;

use super::Composer;
use crate::components::timeline::TypingLine;
use crate::components::ui::{erased, shown};
use crate::domain::Room;
use crate::protocol::RoomEntry;
use crate::state::{ChatState, LinkStatus};

/// The foot of a room that the reader is in.
#[component]
pub fn Dock(
    /// The name that a form without script gives its message.
    cid: String,
    /// Text that came back, with what is wrong about it.
    draft: String,
    /// What is wrong with the draft.
    problem: Option<String>,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let room = state.room;
    let unread = move || state.sidebar.with(|s| s.room(room.head.with(|head| head.id)).map_or(0, RoomEntry::unread));
    erased(view! {
        <div class="dock">
            <p class="visually-hidden" id="announcer" role="log" aria-live="polite">
                {state.announcement}
            </p>
            <div class="dock__line">
                <TypingLine />
                {shown(
                    move || unread() > 0 && !room.has_newer(),
                    move || {
                        view! {
                            <form
                                class="only-without-script"
                                method="post"
                                action=move || format!("{}/read", room.head.with(Room::path))
                            >
                                <input type="hidden" name="no" value=move || room.msg_no.get().to_string() />
                                <button class="button button--small" type="submit">
                                    "Mark as read"
                                </button>
                            </form>
                        }
                    },
                )}
                {shown(move || state.status.get() == LinkStatus::Live, move || view! {
                    <p class="dock__hint only-wide">
                        <kbd>"Enter"</kbd>
                        " send · "
                        <kbd>"Shift Enter"</kbd>
                        " new line"
                    </p>
                })}
            </div>
            <Composer cid draft problem />
        </div>
    })
}

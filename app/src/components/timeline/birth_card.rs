//! Where the history of a room or thread begins.

use leptos::prelude::*;

use super::thread_root;
use crate::components::ui::{Drawn, Pictogram, drawn_icon};
use crate::state::ChatState;

/// The card above a room's first message, or alone in a room where nothing was said yet.
#[component]
pub fn BirthCard(
    /// Whether nothing was said yet.
    #[prop(into)]
    is_empty: Signal<bool>,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let room = state.room;
    let words = move || match (is_empty.get(), room.head.with(|head| head.topic.clone())) {
        (_, topic) if !topic.is_empty() => topic,
        (true, _) => "Nothing has been said here yet. The first word is yours.".to_owned(),
        (false, _) => "This is where it begins.".to_owned(),
    };
    move || {
        if let (Some(root), Some(message)) = (room.head.with(|head| head.root), room.root()) {
            return thread_root(state, &message, root);
        }
        let mark = Drawn::of_class("span", "mark mark--own mark--large").with("aria-hidden", "true");
        let name = room.head.with(|head| head.name.clone());
        let title = Drawn::of_class("h2", "birth-card__title").text("The beginning of ");
        let invite = Drawn::of_class("a", "button").with("href", "/invite");
        let invite = invite.child(drawn_icon(Pictogram::Invite, false)).text("Invite people");
        Drawn::of_class("div", "birth-card")
            .child(mark.child(drawn_icon(Pictogram::of_room(room.head.with(|head| head.kind)), false)))
            .child(title.child(Drawn::new("bdi").text(name)))
            .child(Drawn::of_class("p", "birth-card__text").child(Drawn::new("bdi").text(words())))
            .children(is_empty.get().then(|| Drawn::new("p").child(invite)))
    }
}

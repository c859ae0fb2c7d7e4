//! Where a room's history begins.

use leptos::prelude::*;

use crate::components::ui::{Icon, Mark, Pictogram, shown};
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
    view! {
        <div class="birth-card">
            <Mark of=Pictogram::Hash own=true large=true />
            <h2 class="birth-card__title">
                "The beginning of " <bdi>{move || room.head.with(|head| head.name.clone())}</bdi>
            </h2>
            <p class="birth-card__text">
                <bdi>{words}</bdi>
            </p>
            {shown(move || is_empty.get(), move || view! {
                <p>
                    <a class="button" href="/invite">
                        <Icon of=Pictogram::Invite />
                        "Invite people"
                    </a>
                </p>
            })}
        </div>
    }
}

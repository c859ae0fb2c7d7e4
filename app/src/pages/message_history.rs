//! Every text that a message had.

use leptos::prelude::*;

use crate::components::layout::{AppFrame, Sheet};
use crate::components::ui::Moment;
use crate::domain::Revision;

/// The newest text comes first.
#[component]
pub fn MessageHistoryPage(
    /// The address of the message.
    path: String,
    /// The texts, the oldest first.
    revisions: Vec<Revision>,
) -> impl IntoView {
    let newest = revisions.len().saturating_sub(1);
    let all = revisions.into_iter().enumerate().rev().map(move |(n, revision)| {
        let label = match n {
            0 => "At first",
            n if n == newest => "Now",
            _ => "Then",
        };
        view! {
            <li class="revision">
                <p class="revision__head">
                    <b>{label}</b>
                    <Moment at=revision.at />
                </p>
                <p class="revision__text" dir="auto">
                    {revision.body}
                </p>
            </li>
        }
    });
    view! {
        <AppFrame>
            <Sheet title="What it said before">
                <ol class="revisions" role="list">
                    {all.collect_view()}
                </ol>
                <div class="sheet__actions">
                    <a class="button" href=path>
                        "Back to the message"
                    </a>
                </div>
            </Sheet>
        </AppFrame>
    }
}

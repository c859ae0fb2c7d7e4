//! Something said here that the server has not confirmed: shown at once, in paler ink.

use leptos::prelude::*;

use super::message::{class_of, run_head};
use super::{attachments, message_text, quoted};
use crate::components::ui::{Icon, Pictogram, erased};
use crate::domain::{Place, RUN_GAP};
use crate::state::{ChatState, Delivery, Pending};

/// Stands where the message will stand, so that its confirmation moves nothing.
#[component]
pub fn PendingMessage(
    /// What was said, and how far it has come.
    pending: Pending,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let (kept, delivery) = (pending.kept, pending.state);
    let (cid, at) = (kept.cid, kept.at);
    let me = state.sidebar.with_untracked(|s| s.me.person.clone());
    let id = me.id;
    // What stands directly above: an earlier unsettled message, or the newest of the room.
    let opens_run = Memo::new(move |_| {
        let earlier = state.pending().iter().any(|other| other.kept.at < at);
        let joins = |row: &crate::state::Row| row.by == id && at.0 - row.at.0 < RUN_GAP;
        !earlier && !state.room.rows.with(|rows| rows.last().is_some_and(joins))
    });
    let place = move || Place { opens_run: opens_run.get(), ..Place::default() };
    let (shown, failure) = (delivery.clone(), delivery);
    let is_settled = move || matches!(shown.get(), Delivery::Stored);
    let hue = me.hue();
    let author = move || opens_run.get().then(|| run_head(&me, None, None, at, state.clock.zone_time(at).clock()));
    let failed = move || {
        let Delivery::Failed(reason) = failure.get() else { return None };
        Some(view! {
            <p class="message__failure" role="alert">
                <Icon of=Pictogram::Warning small=true />
                <span>"Not sent. " {reason}</span>
                <button class="message__retry" type="button" on:click=move |_| state.retry(cid)>
                    "Try again"
                </button>
                <button class="message__retry" type="button" on:click=move |_| state.discard(cid)>
                    "Discard"
                </button>
            </p>
        })
    };
    erased(view! {
        <li>
            <article class=move || class_of(place()) class:message--pending=move || !is_settled() data-hue=hue.to_string()>
                {author}
                {kept.reply.map(|reply| state.room.head.with_untracked(|head| quoted(&reply, &head.path())))}
                {message_text(format!("p{cid}"), &kept.body, &[], id)}
                {attachments(&kept.files, id)}
                {failed}
            </article>
        </li>
    })
}

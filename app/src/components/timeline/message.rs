//! One message, with the lines above it: of its day, and of what is new.

use leptos::either::Either;
use leptos::prelude::*;

use super::{DayDivider, UnreadDivider, message_forms, message_text, quoted, reaction_chips};
use crate::components::ui::{Avatar, Drawn, erased, utc};
use crate::domain::{Message, Place, Reactions};
use crate::state::{ChatState, Row};

/// The head of a run shows face, name and time; those that follow show the time on demand.
#[component]
pub fn MessageRow(
    /// Which message, and how it stands among its neighbours.
    row: Row,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let Row { no, by, at, message, place, .. } = row;
    let flash = state.room.flash.get_untracked() == Some(no);
    let (days, news, heads, class) = (place.clone(), place.clone(), place.clone(), place);
    let hue = by.hue();
    // The number leads the path, so a link made before a renaming still leads here; the
    // fragment brings the message into view without script.
    let link = move || state.room.head.with_untracked(|head| format!("{}/{no}#m{no}", head.path()));
    let author = move || {
        let time = move || state.clock.zone_time(at).clock();
        if heads.get().opens_run {
            let by = by.clone();
            Either::Left(view! {
                <Avatar person=by.clone() />
                <header class="message__head" id=format!("a{no}")>
                    <b class="message__author" dir="auto">
                        {by.name}
                    </b>
                    <a class="message__time" href=link()>
                        <time datetime=utc(at)>{time}</time>
                    </a>
                </header>
            })
        } else {
            Either::Right(view! {
                <a class="message__stamp" href=link() tabindex="-1" aria-hidden="true">
                    {time}
                </a>
                <span class="visually-hidden" id=format!("a{no}")>
                    {by.name.clone()}
                    ", "
                    {time}
                </span>
            })
        }
    };
    let (deleted, pinned, reacted, forms) = (message.clone(), message.clone(), message.clone(), message.clone());
    let reactions = Memo::new(move |_| reacted.with(|m| m.reactions.clone()));
    let me = state.me();
    erased(view! {
        {move || days.get().opens_day.then(|| view! { <DayDivider at /> })}
        {move || news.get().opens_new.then(|| view! { <UnreadDivider /> })}
        <li id=format!("m{no}")>
            <article
                class=move || class_of(class.get())
                class:message--deleted=move || deleted.with(|m| m.deleted)
                class:message--pinned=move || pinned.with(|m| m.pinned)
                tabindex="-1"
                data-no=no.to_string()
                data-hue=hue.to_string()
                data-flash=flash.then_some("")
                aria-labelledby=format!("a{no} b{no}")
            >
                {author}
                {content(state, message)}
                {move || reactions.with(|all| reaction_chips(all, me))}
                {flash.then(|| message_forms(forms))}
            </article>
        </li>
    })
}

/// What is said, and what it answers: drawn anew only when that changes.
fn content(state: ChatState, message: ArcRwSignal<Message>) -> impl IntoView {
    let content = Memo::new(move |_| message.with(|m| Message { reactions: Reactions::default(), ..m.clone() }));
    move || {
        content.with(|message| {
            let id = format!("b{}", message.no);
            let reply = message.reply.as_ref();
            let quoted = reply.map(|reply| state.room.head.with_untracked(|head| quoted(reply, &head.path())));
            let text = if message.deleted {
                Drawn::of_class("p", "message__body").with("id", id).text("This message was deleted.")
            } else {
                message_text(id, &message.body, &message.nodes)
            };
            (quoted, text, marks(message))
        })
    }
}

fn marks(message: &Message) -> Option<Drawn> {
    let pinned = message.pinned.then(|| Drawn::of_class("span", "message__mark message__mark--pin").text("pinned"));
    let edited = message.edited.map(|_| Drawn::of_class("span", "message__mark").text("changed"));
    let is_marked = pinned.is_some() || edited.is_some();
    is_marked.then(|| Drawn::of_class("p", "message__marks").children(pinned).children(edited))
}

/// The classes of a message by its place in a run.
pub(super) fn class_of(place: Place) -> &'static str {
    match (place.opens_run, place.run_goes_on) {
        (true, false) => "message message--first",
        (true, true) => "message message--first message--run",
        (false, true) => "message message--run",
        (false, false) => "message message--run message--last",
    }
}

//! One message, with the lines above it: of its day, and of what is new.

use leptos::prelude::*;

use super::{
    attachments, day_divider, message_forms, message_text, preview_card, quoted, reaction_chips, thread_link,
    unread_divider,
};
use crate::components::ui::{Drawn, drawn_avatar, erased, lately, utc};
use crate::domain::{Message, Person, Place, Reactions, Room, Thread, Timestamp};
use crate::protocol::RoomEntry;
use crate::state::{ChatState, Row};

/// The head of a run shows face, name and time; those that follow show the time on demand.
#[component]
pub fn MessageRow(
    /// Which message, and how it stands among its neighbours.
    row: Row,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let Row { no, at, message, place, .. } = row;
    let flash = state.room.flash.get_untracked() == Some(no);
    let (days, news, heads, class) = (place.clone(), place.clone(), place.clone(), place);
    let (hue, said) = (message.with_untracked(|m| m.by.hue()), message.clone());
    let by = Memo::new(move |_| said.with(|m| m.by.clone()));
    let author = move || {
        // The number leads the path, so a link made before a renaming still leads here; the
        // fragment brings the message into view without script.
        let link = state.room.head.with_untracked(|head| format!("{}/{no}#m{no}", head.path()));
        let time = state.clock.zone_time(at).clock();
        let by = by.get();
        if heads.get().opens_run {
            run_head(&by, Some(format!("a{no}")), Some(link), at, time)
        } else {
            let stamp = Drawn::of_class("a", "message__stamp").with("href", link).with("tabindex", "-1");
            let heard = Drawn::of_class("span", "visually-hidden").with("id", format!("a{no}"));
            (stamp.with("aria-hidden", "true").text(&time), heard.text(format!("{}, {time}", by.name)))
        }
    };
    let (deleted, pinned, below, forms) = (message.clone(), message.clone(), message.clone(), message.clone());
    let room = state.room.id();
    let saved = Memo::new(move |_| state.sidebar.with(|s| s.later.has(room, no)));
    let below = Memo::new(move |_| below.with(|m| (m.reactions.clone(), m.thread.clone())));
    erased(view! {
        {move || days.get().opens_day.then(|| day_divider(state.clock.day_label(at)))}
        {move || news.get().opens_new.then(|| new_line(state))}
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
                {move || saved.get().then(saved_mark)}
                {move || below.with(|(reactions, thread)| feet(state, reactions, thread.as_ref()))}
                {flash.then(|| message_forms(forms))}
            </article>
        </li>
    })
}

fn new_line(state: ChatState) -> Drawn {
    let path = state.room.head.with_untracked(Room::path);
    unread_divider(&path, state.room.msg_no.get_untracked())
}

/// Face, name and time, as a run begins; the time leads to the message where it has an address yet.
pub(super) fn run_head(
    by: &Person,
    id: Option<String>,
    link: Option<String>,
    at: Timestamp,
    time: String,
) -> (Drawn, Drawn) {
    let name = Drawn::of_class("a", "message__author").with("href", by.path()).with("dir", "auto").text(&by.name);
    let when = Drawn::new("time").with("datetime", utc(at)).text(time);
    let when = match link {
        Some(link) => Drawn::of_class("a", "message__time").with("href", link).child(when),
        None => Drawn::of_class("span", "message__time").child(when),
    };
    let head = Drawn::of_class("header", "message__head").with_some("id", id).child(name).child(when);
    (drawn_avatar(by, false), head)
}

/// Who reacted, and the way into the thread.
fn feet(state: ChatState, reactions: &Reactions, thread: Option<&Thread>) -> (Option<Drawn>, Option<Drawn>) {
    let link = thread.map(|thread| {
        let unread = state.sidebar.with(|s| s.room(thread.room).map_or(0, RoomEntry::unread));
        thread_link(thread, unread, &lately(&state.clock, thread.last_at))
    });
    (reaction_chips(reactions, state.me()), link)
}

/// What is said, and what it answers: drawn anew only when that changes.
fn content(state: ChatState, message: ArcRwSignal<Message>) -> impl IntoView {
    let content =
        Memo::new(move |_| message.with(|m| Message { reactions: Reactions::default(), thread: None, ..m.clone() }));
    move || {
        content.with(|message| {
            let id = format!("b{}", message.no);
            let reply = message.reply.as_ref();
            let quoted = reply.map(|reply| state.room.head.with_untracked(|head| quoted(reply, &head.path())));
            let text = if message.deleted {
                Drawn::of_class("p", "message__body").with("id", id).text("This message was deleted.")
            } else {
                message_text(id, &message.body, &message.nodes, state.me())
            };
            let preview = message.preview.as_deref().map(preview_card);
            (quoted, text, preview, attachments(&message.files, state.me()), marks(message))
        })
    }
}

fn saved_mark() -> Drawn {
    let link = Drawn::of_class("a", "message__mark message__mark--saved").with("href", "/saved").text("saved");
    Drawn::of_class("p", "message__marks").child(link)
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

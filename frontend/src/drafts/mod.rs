//! What is typed and not sent. The server keeps it for all screens of a person; until it has it, this browser does.
//!
//! Every text that is told to the server goes with the time of the draft that it was begun from, so that what changed
//! meanwhile on another screen is not written over: the server puts both together then.

mod seen;

use std::time::Duration;

use app::domain::{MessageBody, RoomId, Timestamp};
use app::protocol::{Draft, Page, Problem};
use app::state::{ChatState, LinkStatus, Mode};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlTextAreaElement, MouseEvent};

use seen::{DOUBT, IS_TELLING, SEEN, Seen, THEN, TYPED};

use crate::events::{on, target};
use crate::storage;

/// How long the keys rest before the server is told.
const REST: u64 = 1_000;

/// Instead of the time of a draft: the server does not take it, so it stays in this browser.
const HERE_ONLY: Timestamp = Timestamp(-1);

/// The box, unless a message that was said already is being changed in it.
fn composer(state: ChatState) -> Option<HtmlTextAreaElement> {
    let is_edit = state.mode.with_untracked(|mode| matches!(mode, Mode::Edit { .. }));
    document().get_element_by_id("write").filter(|_| !is_edit)?.dyn_into().ok()
}

/// Puts back what the server does not have yet, and follows what is typed from now on.
pub(crate) fn listen(state: ChatState, page: &Page) {
    begin(state, page);
    // Not every change of the text is told as input: a name that is chosen from a list is not. Pages of one browser share what
    // they have not told yet: another one may have told what stands here, or something in its place.
    for name in ["input", "keyup", "pointerup", "storage"] {
        on(name, move |_: Event| {
            look(state);
            let untold =
                SEEN.with_borrow(|seen| seen.room.filter(|_| seen.untold).map(|room| (room, seen.text.clone())));
            if name == "storage"
                && let Some((room, text)) = untold
                && storage::draft(state.me(), room).is_none()
            {
                note(state, room, &text);
                push(state);
            }
        });
    }
    on("click", move |event: MouseEvent| {
        let target = target(&event);
        if let Some(way) = target.and_then(|target| target.closest("[data-later]").ok().flatten()) {
            event.prevent_default();
            go_later(state, way.get_attribute("data-later").unwrap_or_default());
        }
    });
    // A box that comes later, in a room that one has joined or may write in again, begins with what was typed there, and
    // not with what the page was born with.
    let born = page.written().to_owned();
    Effect::new(move |before: Option<bool>| {
        let is_there = state.has_room.get() && state.room.joined.get() && state.may_say();
        if is_there && before == Some(false) {
            let born = born.clone();
            set_timeout(move || appeared(state, &born), Duration::ZERO);
        }
        is_there
    });
    Effect::new(move || {
        if state.status.get() == LinkStatus::Live {
            push(state);
            if !SEEN.with_borrow(|seen| seen.text.is_empty())
                || state.room_id().is_some_and(|room| is_kept(state, room))
            {
                load(state);
            }
        }
    });
    Effect::new(move || {
        let is_level = SEEN.with_borrow(|seen| seen.latest == seen.base);
        if state.mode.get() == Mode::Say && !is_level {
            load(state);
        }
    });
}

fn begin(state: ChatState, page: &Page) {
    let (Some(room), Some(text)) = (state.room_id(), composer(state)) else { return };
    let base = page.draft.as_ref().map_or(Timestamp(0), |draft| draft.at);
    let (born, mut value) = (page.written(), text.value());
    let untold = storage::draft(state.me(), room);
    // Pages are not to be filled in with what stood in them when they were left.
    let _ = text.set_attribute("autocomplete", "off");
    SEEN.set(Seen { room: Some(room), text: value.clone(), base, latest: base, untold: false });
    // A text box drops the line end that it begins with.
    let is_typed = value != born && value != born.trim_start_matches('\n');
    if is_typed || page.refused.is_some() {
        if let Some((base, before)) = untold {
            SEEN.with_borrow_mut(|seen| seen.base = base);
            if !holds(&value, &before) {
                value = format!("{before}\n\n{value}");
            }
        }
        show(&text, &value);
        note(state, room, &value);
    } else if let Some((base, before)) = untold {
        show(&text, &before);
        SEEN.with_borrow_mut(|seen| (seen.base, seen.untold) = (base, true));
    }
}

/// Whether `part` stands somewhere in `text`. By bytes: what looks for words in the program would be larger.
fn holds(text: &str, part: &str) -> bool {
    part.is_empty() || text.as_bytes().windows(part.len()).any(|window| window == part.as_bytes())
}

/// There is a box now where there was none.
fn appeared(state: ChatState, born: &str) {
    let (Some(room), Some(text)) = (state.room_id(), composer(state)) else { return };
    SEEN.set(Seen::default());
    let value = text.value();
    if value.is_empty() || value == born {
        change_room(state, room);
    } else {
        // Somebody types quickly.
        SEEN.set(Seen { room: Some(room), ..Seen::default() });
        look(state);
    }
}

/// Puts a text into the box.
fn show(text: &HtmlTextAreaElement, words: &str) {
    if text.value() != words {
        text.set_value(words);
    }
    SEEN.with_borrow_mut(|seen| words.clone_into(&mut seen.text));
}

/// Whether the server has something for this room.
fn is_kept(state: ChatState, room: RoomId) -> bool {
    state.sidebar.with_untracked(|s| s.later.drafts.contains(&room))
}

/// The text in the box may be another one.
fn look(state: ChatState) {
    let (Some(room), Some(text)) = (state.room_id(), composer(state)) else { return };
    let value = text.value();
    if SEEN.with_borrow(|seen| seen.room != Some(room) || seen.text == value) {
        return;
    }
    note(state, room, &value);
    let now = TYPED.get().wrapping_add(1);
    TYPED.set(now);
    push_in(state, REST, move || TYPED.get() == now);
}

/// What stands in the box is to be told.
fn note(state: ChatState, room: RoomId, value: &str) {
    THEN.take();
    let base = SEEN.with_borrow_mut(|seen| {
        (seen.text, seen.untold) = (value.to_owned(), true);
        if seen.base == HERE_ONLY {
            seen.base = Timestamp(0);
        }
        seen.base
    });
    storage::keep_draft(state.me(), room, base, value);
}

fn push_in(state: ChatState, ms: u64, still: impl Fn() -> bool + 'static) {
    let rested = move || {
        if still() {
            push(state);
        }
    };
    set_timeout(rested, Duration::from_millis(ms));
}

/// Tells the server what it does not have, one text after the other.
pub(crate) fn push(state: ChatState) {
    if state.status.get_untracked() != LinkStatus::Live {
        return;
    }
    let me = state.me();
    let next = storage::drafted(me).into_iter().find_map(|room| {
        let (base, body) = storage::draft(me, room)?;
        (base != HERE_ONLY && body.len() <= MessageBody::MOST).then_some((room, base, body))
    });
    let Some((room, base, body)) = next.filter(|_| !IS_TELLING.get()) else { return };
    IS_TELLING.set(true);
    let told = body.clone();
    state.keep_draft(room, &body, base, move |outcome| {
        IS_TELLING.set(false);
        match outcome {
            Ok(kept) => has_it(state, &told, &kept),
            Err(problem) => refuses(state, room, told, &problem),
        }
    });
}

/// The server keeps `kept`, after it was told `told`.
fn has_it(state: ChatState, told: &str, kept: &Draft) {
    look(state);
    let (me, room) = (state.me(), kept.room);
    let doubt = DOUBT.with_borrow_mut(|doubt| doubt.take_if(|(of, _)| *of == room));
    let here = SEEN.with_borrow(|seen| seen.room == Some(room));
    let own = SEEN.with_borrow(|seen| (here && seen.untold).then(|| seen.text.clone()));
    match storage::draft(me, room) {
        // Another page of this browser has something to tell, too.
        Some((_, text)) if own.as_ref().is_some_and(|own| *own != text) => {
            if own.as_deref() == Some(told) {
                SEEN.with_borrow_mut(|seen| seen.untold = false);
                load(state);
            } else {
                note(state, room, &own.unwrap_or_default());
            }
        }
        // More was typed meanwhile.
        Some((base, text)) if text != told => {
            let goes_on = text.strip_prefix(told).map(|rest| format!("{}{rest}", kept.body));
            let sent = kept.body.strip_suffix(told).filter(|_| text.is_empty());
            let area = composer(state).filter(|_| here);
            let (base, text) = match (goes_on, sent) {
                _ if kept.body == told => (kept.at, text),
                (Some(whole), _) if area.is_some() || !here => (kept.at, whole),
                // What it was put together with stays, without what is a message now.
                (_, Some(rest)) => (kept.at, rest.trim_end().to_owned()),
                _ => (base, text),
            };
            storage::keep_draft(me, room, base, &text);
            if here {
                SEEN.with_borrow_mut(|seen| seen.base = base);
            }
            if let Some(area) = area {
                show(&area, &text);
            }
        }
        // It had the text that is a message now, though its answer was lost.
        _ if told.is_empty() && doubt.is_some_and(|(_, text)| text == kept.body) => {
            storage::keep_draft(me, room, kept.at, "");
            if here {
                SEEN.with_borrow_mut(|seen| seen.base = kept.at);
            }
        }
        _ => {
            storage::forget_draft(me, room);
            if here {
                let area = composer(state);
                let value = area.as_ref().map_or_else(|| kept.body.clone(), HtmlTextAreaElement::value);
                SEEN.with_borrow_mut(|seen| {
                    (seen.untold, seen.latest) = (false, seen.latest.max(kept.at));
                    if value == told {
                        seen.base = kept.at;
                    }
                });
                match area {
                    // Spaces are kept nowhere else, and stay in the box.
                    Some(area) if value == told && !kept.body.is_empty() => show(&area, &kept.body),
                    Some(_) if value != told => load(state),
                    _ => {}
                }
                if let Some(path) = THEN.take() {
                    let _ = window().location().assign(&path);
                }
                if SEEN.with_borrow(|seen| seen.latest > seen.base) {
                    load(state);
                }
            }
        }
    }
    push(state);
}

fn refuses(state: ChatState, room: RoomId, told: String, problem: &Problem) {
    if problem.retry && !told.is_empty() {
        DOUBT.set(Some((room, told.clone())));
    }
    if SEEN.with_borrow(|seen| seen.room == Some(room)) && THEN.take().is_some() {
        state.notice.set(Some(problem.message.clone()));
    }
    if let Some(after) = problem.after_ms {
        push_in(state, after, || true);
    } else if !problem.retry {
        // It stays here, until something else is typed.
        if storage::draft(state.me(), room).is_some_and(|(_, text)| text == told) {
            storage::keep_draft(state.me(), room, HERE_ONLY, &told);
        }
        push(state);
    }
}

/// The draft of a room is of another time now.
pub(crate) fn changed(state: ChatState, room: RoomId, at: Timestamp) {
    let is_news = SEEN.with_borrow_mut(|seen| {
        let is_here = seen.room == Some(room);
        if is_here {
            seen.latest = at;
        }
        is_here && !seen.untold && seen.base != at
    });
    if is_news {
        load(state);
    }
}

/// Shows what the server has, unless something newer stands here.
fn load(state: ChatState) {
    let Some(room) = SEEN.with_borrow(|seen| seen.room.filter(|_| !seen.untold)) else { return };
    state.load_draft(room, move |kept| {
        look(state);
        let is_here = SEEN.with_borrow(|seen| seen.room == Some(room) && !seen.untold);
        if let Some(text) = composer(state).filter(|_| is_here) {
            show(&text, &kept.body);
            SEEN.with_borrow_mut(|seen| (seen.base, seen.latest) = (kept.at, kept.at));
        }
    });
}

/// The text of the box is a message now.
pub(crate) fn said(state: ChatState, room: RoomId) {
    let (text, is_known) = SEEN.with_borrow_mut(|seen| {
        seen.untold = false;
        (std::mem::take(&mut seen.text), seen.base != Timestamp(0))
    });
    let is_doubted = DOUBT.with_borrow(|doubt| doubt.as_ref().is_some_and(|(of, _)| *of == room));
    if is_known || is_doubted || IS_TELLING.get() {
        note(state, room, "");
        push(state);
    } else {
        if storage::draft(state.me(), room).is_some_and(|(_, untold)| untold == text) {
            storage::forget_draft(state.me(), room);
        }
        if SEEN.with_borrow(|seen| seen.latest != seen.base) {
            load(state);
        }
    }
}

/// Once the server has what stands in the box, the page that asks for the time shows it.
fn go_later(state: ChatState, path: String) {
    look(state);
    let (Some(room), text) = (state.room_id(), SEEN.with_borrow(|seen| seen.text.clone())) else { return };
    if !SEEN.with_borrow(|seen| seen.untold) {
        let _ = window().location().assign(&path);
        return;
    }
    note(state, room, &text);
    let can_tell = state.status.get_untracked() == LinkStatus::Live && storage::draft(state.me(), room).is_some();
    let problem = match MessageBody::parse(&text) {
        Err(invalid) => Some(invalid.message),
        Ok(_) if can_tell => None,
        Ok(_) => {
            Some("This cannot be sent later right now. What you typed stays here; try again in a moment.".to_owned())
        }
    };
    if problem.is_none() {
        THEN.set(Some(path));
        push(state);
    }
    state.notice.set(problem);
}

/// Another room is in view: its own draft stands in the box.
pub(crate) fn change_room(state: ChatState, room: RoomId) {
    push(state);
    if SEEN.with_borrow(|seen| seen.room == Some(room)) {
        return;
    }
    THEN.take();
    let untold = storage::draft(state.me(), room);
    let (base, text) = untold.clone().unwrap_or((Timestamp(0), String::new()));
    SEEN.set(Seen { room: Some(room), text: String::new(), base, latest: base, untold: untold.is_some() });
    if let Some(area) = composer(state) {
        show(&area, &text);
    }
    if is_kept(state, room) {
        load(state);
    }
}

//! A form with a text that grows. With script, Enter sends and Shift+Enter begins a line;
//! under a thumb, Enter begins a line and the button sends.

use leptos::ev::{KeyboardEvent, MouseEvent, PointerEvent, SubmitEvent};
use leptos::prelude::*;
use leptos::{html, web_sys};

use crate::components::ui::{Icon, Pictogram, Written};
use crate::domain::{Room, RoomId};
use crate::state::{ChatState, Mode};

use super::ModeLine;
use super::suggestions::suggestion_list;
use super::upload_tray::upload_tray;

/// Rows that the text grows to where the browser does not fit it by itself.
const MOST_ROWS: usize = 10;

/// The text is the browser's own, so that what was typed before the page came alive stays.
#[component]
pub fn Composer(
    /// The name that a form without script gives its message.
    cid: String,
    /// Text that came back.
    draft: String,
    /// What is wrong with it.
    problem: Option<String>,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let room = state.room;
    let text = NodeRef::<html::Textarea>::new();
    let by_touch = StoredValue::new(false);
    let words = move || state.notice.get().or_else(|| problem.clone());
    let label = move || {
        room.head.with(|head| {
            if head.root.is_some() { "Reply in this thread".to_owned() } else { format!("Message {}", head.name) }
        })
    };
    let send = move || {
        if let Some(text) = text.get_untracked()
            && state.send(&text.value())
        {
            state.end_suggestions();
            text.set_value("");
            text.set_rows(1);
            // Under a thumb the button took the focus, and with it the keyboard.
            let _ = text.focus();
        }
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        send();
    };
    let take = move |number| {
        let (Some(text), Some((place, name))) = (text.get_untracked(), state.take_offer(number)) else { return false };
        replace(&text, place, &name);
        true
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" | "ArrowUp" if state.choose(event.key() == "ArrowDown") => event.prevent_default(),
        "Enter" | "Tab" if is_send(&event) && take(None) => event.prevent_default(),
        "Escape" if state.suggestions.with_untracked(Option::is_some) => state.end_suggestions(),
        "Enter" if is_send(&event) && !by_touch.get_value() => {
            event.prevent_default();
            send();
        }
        "Escape" if state.mode.with_untracked(|mode| *mode != Mode::Say) => state.end_mode(),
        "Escape" => state.jump_to_latest(),
        "ArrowUp" if is_empty(text) && state.edit_last() => event.prevent_default(),
        _ => {}
    };
    follow_mode(state, text);
    let reply_no = move || match state.mode.get() {
        Mode::Reply(quotation) => Some(quotation.no.to_string()),
        Mode::Say | Mode::Edit { .. } => None,
    };
    let on_input = move |_| {
        if let Some(text) = text.get_untracked() {
            fit(&text);
            state.suggest(&before_caret(&text));
        }
        state.typing();
    };
    // What is pressed in the list must not take the focus from the text.
    let on_press = move |event: MouseEvent| {
        let offer = event_target::<web_sys::Element>(&event).closest("[data-offer]").ok().flatten();
        if let Some(offer) = offer {
            event.prevent_default();
            take(offer.get_attribute("data-offer").and_then(|number| number.parse().ok()));
        }
    };
    let chosen = move || state.suggestions.with(|all| all.as_ref().map(|all| format!("offer{}", all.chosen)));
    view! {
        {move || {
            words()
                .map(|words| {
                    view! {
                        <p class="composer__problem" role="alert">
                            {words}
                        </p>
                    }
                })
        }}
        <ModeLine />
        <form
            class="composer"
            method="post"
            action=move || format!("{}/messages", room.head.with(Room::path))
            enctype="multipart/form-data"
            aria-label="Write a message"
            on:submit=on_submit
            on:mousedown=on_press
        >
            {move || upload_tray(&state.uploads_here())}
            {move || state.suggestions.with(|all| all.as_ref().map(suggestion_list))}
            <input type="hidden" name="cid" value=cid />
            <input type="hidden" name="reply" value=reply_no />
            <label class="tool composer__attach" title="Attach files">
                <Icon of=Pictogram::Clip />
                <input class="composer__files" id="files" type="file" name="files" multiple aria-label="Attach files" />
            </label>
            <label class="visually-hidden" for="write">
                {label}
            </label>
            <textarea
                class="composer__text"
                id="write"
                name="body"
                rows="1"
                dir="auto"
                placeholder=label
                aria-autocomplete="list"
                aria-controls=move || chosen().map(|_| "suggestions")
                aria-activedescendant=chosen
                node_ref=text
                on:keydown=on_key
                on:input=on_input
                on:blur=move |_| state.end_suggestions()
                on:pointerdown=move |event: PointerEvent| by_touch.set_value(event.pointer_type() == "touch")
            >
                {Written(draft)}
            </textarea>
            <button class="composer__send" type="submit" aria-label="Send">
                <Icon of=Pictogram::Send />
            </button>
            // The browser's program gives the text to the server first, and goes there by itself.
            <button
                class="tool composer__later"
                type="submit"
                formaction=move || format!("{}/draft", room.head.with(Room::path))
                formenctype="application/x-www-form-urlencoded"
                data-later=move || format!("{}/later", room.head.with(Room::path))
                aria-label="Send later, or keep as a draft"
                title="Send later, or keep as a draft"
            >
                <Icon of=Pictogram::Clock />
            </button>
        </form>
    }
}

/// The text up to the caret, which browsers count in units of UTF-16.
fn before_caret(text: &web_sys::HtmlTextAreaElement) -> String {
    let caret = text.selection_start().ok().flatten().unwrap_or(0) as usize;
    let mut units = 0;
    let up_to = |c: &char| {
        units += c.len_utf16();
        units <= caret
    };
    text.value().chars().take_while(up_to).collect()
}

/// Puts words in the place of others; the caret stands behind them.
fn replace(text: &web_sys::HtmlTextAreaElement, (start, end): (usize, usize), words: &str) {
    let value = text.value();
    let (Some(before), Some(after)) = (value.get(..start), value.get(end..)) else { return };
    let caret = u32::try_from(before.encode_utf16().count() + words.encode_utf16().count()).unwrap_or(u32::MAX);
    text.set_value(&format!("{before}{words}{after}"));
    let _ = text.set_selection_range(caret, caret);
    fit(text);
}

fn is_empty(text: NodeRef<html::Textarea>) -> bool {
    text.get_untracked().is_some_and(|text| text.value().is_empty())
}

/// The text to be changed comes into the box, and what was being written comes back after it.
fn follow_mode(state: ChatState, text: NodeRef<html::Textarea>) {
    let put_by = StoredValue::new(None::<(RoomId, String)>);
    Effect::new(move |before: Option<bool>| {
        let mode = state.mode.get();
        let Some(text) = text.get_untracked() else { return false };
        let was_edit = before == Some(true);
        let is_edit = matches!(mode, Mode::Edit { .. });
        if let Mode::Edit { body, .. } = &mode {
            if !was_edit {
                put_by.set_value(Some((state.room.id(), text.value())));
            }
            text.set_value(body);
        } else if was_edit
            && let Some((room, before)) = put_by.try_update_value(Option::take).flatten()
            && room == state.room.id()
        {
            text.set_value(&before);
        }
        fit(&text);
        if mode != Mode::Say || was_edit {
            let _ = text.focus();
        }
        is_edit
    });
}

/// Whether this Enter says “send”: never while a word is still being composed.
fn is_send(event: &KeyboardEvent) -> bool {
    let composes = event.is_composing() || event.key_code() == 229;
    !composes && !event.shift_key() && !event.alt_key()
}

fn fit(text: &web_sys::HtmlTextAreaElement) {
    let lines = text.value().lines().count().clamp(1, MOST_ROWS);
    text.set_rows(u32::try_from(lines).unwrap_or(1));
}

//! Tells a person who looks elsewhere that they are wanted: on the desktop, by a sound. What for is decided in `app`.

use std::cell::Cell;

use app::domain::{Message, RoomId, Timestamp, room_path};
use app::state::{ChatState, LinkStatus, Ring};
use js_sys::{Function, Promise};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Event, HtmlAudioElement, HtmlElement, HtmlInputElement, Notification, NotificationOptions, NotificationPermission,
};

use crate::events::on;
use crate::{browser, storage};

/// The sound, loaded when it is first played.
const SOUND: &str = "/ring.wav";

/// Somebody who looked so many milliseconds ago at another page of Snug in this browser still does.
const GLANCE: i64 = 2_500;

const DESKTOP: &str = "snug.desktop";
const SILENT: &str = "snug.silent";
const LOOKED: &str = "snug.looked";

thread_local! {
    static HAS_BELL: Cell<bool> = const { Cell::new(false) };
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request, catch)]
    fn request_lock(name: &str, hold: &Function) -> Result<Promise, JsValue>;
}

/// Rings from now on, and answers the page of settings.
pub(crate) fn listen(state: ChatState) {
    Effect::new(move || {
        // What came with a connection is looked up over it.
        if state.status.get() != LinkStatus::Live {
            return;
        }
        let mut rang = false;
        for ring in state.rings() {
            rang |= announce(state, &ring);
        }
        if rang {
            sound();
        }
    });
    take_bell(state);
    show_settings();
    for name in ["change", "click"] {
        on(name, |event: Event| {
            let Some(part) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else { return };
            let of = part.get_attribute("data-notify").unwrap_or_default();
            let is_checked = part.dyn_ref::<HtmlInputElement>().is_some_and(HtmlInputElement::checked);
            match (event.type_().as_str(), of.as_str()) {
                ("change", "sound") => storage::put(SILENT, (!is_checked).then_some("on")),
                ("change", "desktop") => spawn_local(switch(is_checked)),
                ("click", "try") => {
                    sound();
                    show(
                        "It works",
                        "This is how Snug tells you that you are wanted.",
                        "snug",
                        "/settings/notifications",
                    );
                }
                _ => {}
            }
        });
    }
}

/// Of the pages of one person in this browser, one rings: the one that holds this lock, for as long as it lives. Browsers
/// know no locks on pages that came without https, and no notifications either: there each page plays its sound.
fn take_bell(state: ChatState) {
    let hold = Closure::once_into_js(|| {
        HAS_BELL.set(true);
        Promise::new(&mut |_, _| {})
    });
    if request_lock(&format!("snug.bell.{}", state.me()), hold.unchecked_ref()).is_err() {
        HAS_BELL.set(true);
    }
}

/// Once a second, while the page lives: whoever looks here needs no bell from another page.
pub(crate) fn tick(now: Timestamp) {
    if browser::is_looking() {
        storage::put(LOOKED, Some(&now.0.to_string()));
    }
}

fn is_looked_at(now: Timestamp) -> bool {
    let looked = storage::get(LOOKED).and_then(|at| at.parse::<i64>().ok()).unwrap_or(0);
    browser::is_looking() || now.0.saturating_sub(looked) < GLANCE
}

/// Answers whether the person is to hear it.
fn announce(state: ChatState, ring: &Ring) -> bool {
    if !HAS_BELL.get() || state.is_quiet() || is_looked_at(Timestamp(js_sys::Date::now() as i64)) {
        return false;
    }
    match ring {
        _ if !is_on() => {}
        Ring::Message(room, no) => {
            let (room, no) = (*room, *no);
            state.load_message(room, no, move |message| tell(state, room, no, message.as_ref()));
        }
        Ring::Later => {
            show("Reminder", "Something that you saved, or wanted to send, asks for you.", "later", "/saved")
        }
    }
    true
}

fn tell(state: ChatState, room: RoomId, no: u64, message: Option<&Message>) {
    let Some((name, path)) = state.sidebar.with_untracked(|s| {
        let entry = s.room(room)?;
        Some((s.name_of(entry), room_path(room, &entry.name)))
    }) else {
        return;
    };
    let (title, words) = match message {
        Some(message) if message.by.name == name => (name, message.excerpt(200)),
        Some(message) => (format!("{} · {name}", message.by.name), message.excerpt(200)),
        None => (name, "You are wanted here.".to_owned()),
    };
    show(&title, &words, &room.to_string(), &format!("{path}/{no}#m{no}"));
}

/// Whether notifications are wanted, and allowed.
fn is_on() -> bool {
    storage::get(DESKTOP).is_some() && may_show()
}

/// Not every browser knows of them, and none without https but on this machine.
fn may_show() -> bool {
    js_sys::Reflect::has(&window(), &"Notification".into()).unwrap_or(false)
        && Notification::permission() == NotificationPermission::Granted
}

fn show(title: &str, body: &str, tag: &str, path: &str) {
    if !may_show() {
        return;
    }
    let options = NotificationOptions::new();
    options.set_body(body);
    options.set_tag(tag);
    // Another one takes the place of the first, and is no quieter.
    options.set_renotify(true);
    options.set_icon("/favicon.svg");
    let Ok(shown) = Notification::new_with_options(title, &options) else { return };
    let (path, own) = (path.to_owned(), shown.clone());
    let go = Closure::once_into_js(move || {
        own.close();
        let _ = window().focus();
        let _ = window().location().assign(&path);
    });
    shown.set_onclick(Some(go.unchecked_ref()));
}

fn sound() {
    if storage::get(SILENT).is_none()
        && let Ok(sound) = HtmlAudioElement::new_with_src(SOUND)
        && let Ok(playing) = sound.play()
    {
        // A page that nobody has touched yet may not play; then it is silent.
        spawn_local(async move { drop(JsFuture::from(playing).await) });
    }
}

/// Asks for what the browser wants to be asked for, which it only lets a click do.
async fn switch(on: bool) {
    if on
        && js_sys::Reflect::has(&window(), &"Notification".into()).unwrap_or(false)
        && let Ok(asked) = Notification::request_permission()
    {
        let _ = JsFuture::from(asked).await;
    }
    storage::put(DESKTOP, (on && may_show()).then_some("on"));
    show_settings();
    if let Some(denied) = part("denied") {
        denied.set_hidden(!on || may_show());
    }
}

fn part(name: &str) -> Option<HtmlElement> {
    document().query_selector(&format!("[data-notify={name}]")).ok()??.dyn_into().ok()
}

/// The page of settings, as it is in this browser.
fn show_settings() {
    for (name, on) in [("desktop", is_on()), ("sound", storage::get(SILENT).is_none())] {
        if let Some(input) = part(name).and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
            input.set_checked(on);
            input.set_disabled(false);
        }
    }
    if let Some(button) = part("try") {
        let _ = button.remove_attribute("disabled");
    }
}

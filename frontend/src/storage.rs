//! What outlives the page: unsettled messages, and drafts that the server does not have yet, each under a key of its own, so
//! that two tabs never overwrite one another.

use app::domain::{Cid, RoomId, Timestamp, UserId, sort_by_key};
use app::json::read;
use app::state::Kept;
use leptos::prelude::window;
use web_sys::Storage;

/// The browser's storage; `None` where the person has switched it off.
fn local() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// What is kept under a key of the browser as a whole.
pub(crate) fn get(key: &str) -> Option<String> {
    local()?.get_item(key).ok().flatten()
}

/// Keeps something under a key of the browser as a whole, or nothing.
pub(crate) fn put(key: &str, value: Option<&str>) {
    if let Some(local) = local() {
        // Where there is no space, an older value is worse than none.
        if value.is_none_or(|value| local.set_item(key, value).is_err()) {
            let _ = local.remove_item(key);
        }
    }
}

fn outbox_prefix(who: UserId) -> String {
    format!("snug.outbox.{who}.")
}

/// Keeps an unsettled message.
pub(crate) fn keep(who: UserId, kept: &Kept) {
    if let Ok(json) = serde_json::to_string(kept) {
        put(&format!("{}{}", outbox_prefix(who), kept.cid), Some(&json));
    }
}

/// Lets a settled message go.
pub(crate) fn forget(who: UserId, cid: Cid) {
    put(&format!("{}{cid}", outbox_prefix(who)), None);
}

/// All unsettled messages, in the order in which they were said.
pub(crate) fn kept(who: UserId) -> Vec<Kept> {
    let mut all: Vec<Kept> = keys(&outbox_prefix(who))
        .into_iter()
        .filter_map(|(key, _)| get(&key))
        .filter_map(|json| read(&json).ok())
        .collect();
    // A `Cid` begins with its time, so it breaks ties in the order of making.
    sort_by_key(&mut all, |kept| (kept.at, kept.cid));
    all
}

fn draft_prefix(who: UserId) -> String {
    format!("snug.typed.{who}.")
}

fn draft_key(who: UserId, room: RoomId) -> String {
    format!("{}{room}", draft_prefix(who))
}

/// Keeps what is typed until the server has it, with the time of the draft that it was begun from. Nothing typed is
/// something to tell, too.
pub(crate) fn keep_draft(who: UserId, room: RoomId, base: Timestamp, text: &str) {
    put(&draft_key(who, room), Some(&format!("{} {text}", base.0)));
}

/// What is typed in this room and the server does not have yet, and what it was begun from.
pub(crate) fn draft(who: UserId, room: RoomId) -> Option<(Timestamp, String)> {
    let kept = get(&draft_key(who, room))?;
    let (base, text) = kept.split_once(' ')?;
    Some((Timestamp(base.parse().ok()?), text.to_owned()))
}

/// The server has it.
pub(crate) fn forget_draft(who: UserId, room: RoomId) {
    put(&draft_key(who, room), None);
}

/// The rooms of which the server does not have what is typed.
pub(crate) fn drafted(who: UserId) -> Vec<RoomId> {
    keys(&draft_prefix(who)).into_iter().filter_map(|(_, rest)| rest.parse().ok()).collect()
}

/// The keys that begin so, whole and what follows the beginning.
fn keys(prefix: &str) -> Vec<(String, String)> {
    let Some(local) = local() else { return Vec::new() };
    let all = (0..local.length().unwrap_or(0)).filter_map(|at| local.key(at).ok().flatten());
    all.filter_map(|key| key.strip_prefix(prefix).map(str::to_owned).map(|rest| (key, rest))).collect()
}

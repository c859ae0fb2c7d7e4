//! What outlives the page: unsettled messages, and drafts that the server does not have yet, each under a key of its own, so
//! that two tabs never overwrite one another.

use app::domain::{Cid, RoomId, UserId, sort_by_key};
use app::json::read;
use app::state::Kept;
use leptos::prelude::window;
use web_sys::Storage;

/// The browser's storage; `None` where the person has switched it off.
fn local() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn outbox_prefix(who: UserId) -> String {
    format!("snug.outbox.{who}.")
}

/// Keeps an unsettled message.
pub(crate) fn keep(who: UserId, kept: &Kept) {
    if let (Some(local), Ok(json)) = (local(), serde_json::to_string(kept)) {
        let _ = local.set_item(&format!("{}{}", outbox_prefix(who), kept.cid), &json);
    }
}

/// Lets a settled message go.
pub(crate) fn forget(who: UserId, cid: Cid) {
    if let Some(local) = local() {
        let _ = local.remove_item(&format!("{}{cid}", outbox_prefix(who)));
    }
}

/// All unsettled messages, in the order in which they were said.
pub(crate) fn kept(who: UserId) -> Vec<Kept> {
    let Some(local) = local() else { return Vec::new() };
    let mut all: Vec<Kept> = keys(&outbox_prefix(who))
        .into_iter()
        .filter_map(|(key, _)| local.get_item(&key).ok().flatten())
        .filter_map(|json| read(&json).ok())
        .collect();
    // A `Cid` begins with its time, so it breaks ties in the order of making.
    sort_by_key(&mut all, |kept| (kept.at, kept.cid));
    all
}

fn draft_prefix(who: UserId) -> String {
    format!("snug.draft.{who}.")
}

/// Keeps what is typed until the server has it. Nothing typed is something to tell, too.
pub(crate) fn keep_draft(who: UserId, room: RoomId, text: &str) {
    if let Some(local) = local() {
        let _ = local.set_item(&format!("{}{room}", draft_prefix(who)), text);
    }
}

/// What is typed in this room and the server does not have yet.
pub(crate) fn draft(who: UserId, room: RoomId) -> Option<String> {
    local()?.get_item(&format!("{}{room}", draft_prefix(who))).ok().flatten()
}

/// The server has it.
pub(crate) fn forget_draft(who: UserId, room: RoomId) {
    if let Some(local) = local() {
        let _ = local.remove_item(&format!("{}{room}", draft_prefix(who)));
    }
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

//! What outlives the page: unsettled messages and drafts, each under a key of its own, so
//! that two tabs never overwrite one another.

use app::domain::{Cid, RoomId, UserId};
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
    let prefix = outbox_prefix(who);
    let mut all: Vec<Kept> = (0..local.length().unwrap_or(0))
        .filter_map(|at| local.key(at).ok().flatten())
        .filter(|key| key.starts_with(&prefix))
        .filter_map(|key| local.get_item(&key).ok().flatten())
        .filter_map(|json| read(&json).ok())
        .collect();
    // A `Cid` begins with its time, so it breaks ties in the order of making.
    all.sort_by_key(|kept| (kept.at, kept.cid));
    all
}

fn draft_key(who: UserId, room: RoomId) -> String {
    format!("snug.draft.{who}.{room}")
}

/// Keeps what is typed and not sent; nothing typed means nothing kept.
pub(crate) fn keep_draft(who: UserId, room: RoomId, text: &str) {
    let Some(local) = local() else { return };
    let _ = if text.is_empty() {
        local.remove_item(&draft_key(who, room))
    } else {
        local.set_item(&draft_key(who, room), text)
    };
}

/// What was typed in this room and never sent.
pub(crate) fn draft(who: UserId, room: RoomId) -> String {
    local().and_then(|local| local.get_item(&draft_key(who, room)).ok().flatten()).unwrap_or_default()
}

//! [`Link`], made of a browser.

use std::cell::RefCell;
use std::time::Duration;

use app::domain::{Cid, Room, RoomId, Timestamp, UserId};
use app::state::{ChatState, Kept, Link};
use futures_channel::mpsc::UnboundedSender;
use js_sys::Date;
use leptos::prelude::*;
use uuid::Builder;
use wasm_bindgen::JsValue;

use crate::{drafts, scrolling, storage};

thread_local! {
    static OUTGOING: RefCell<Option<UnboundedSender<String>>> = const { RefCell::new(None) };
    static STATE: RefCell<Option<ChatState>> = const { RefCell::new(None) };
}

/// The browser, as `app` sees it.
pub(crate) struct Browser;

impl Browser {
    /// From now on frames go here; `None` while there is no socket.
    pub(crate) fn connect(outgoing: Option<UnboundedSender<String>>) {
        OUTGOING.with_borrow_mut(|slot| *slot = outgoing);
    }

    /// The screen of this tab.
    pub(crate) fn show(state: ChatState) {
        STATE.with_borrow_mut(|slot| *slot = Some(state));
    }
}

/// Whether the person has the page before them: visible and with the focus.
pub(crate) fn is_looking() -> bool {
    !document().hidden() && document().has_focus().unwrap_or(false)
}

fn state() -> Option<ChatState> {
    STATE.with_borrow(|slot| *slot)
}

impl Link for Browser {
    fn send(&self, frame: String) {
        OUTGOING.with_borrow(|slot| {
            if let Some(outgoing) = slot {
                let _ = outgoing.unbounded_send(frame);
            }
        });
    }

    fn now(&self) -> Timestamp {
        Timestamp(Date::now() as i64)
    }

    fn new_cid(&self) -> Cid {
        let mut random = [0; 10];
        // Without `crypto` the clock alone has to tell two messages of one person apart.
        if let Ok(crypto) = window().crypto() {
            let _ = crypto.get_random_values_with_u8_array(&mut random);
        }
        Cid(Builder::from_unix_timestamp_millis(Date::now() as u64, &random).into_uuid())
    }

    fn keep(&self, who: UserId, kept: &Kept) {
        storage::keep(who, kept);
    }

    fn forget(&self, who: UserId, cid: Cid) {
        storage::forget(who, cid);
    }

    fn kept(&self, who: UserId) -> Vec<Kept> {
        storage::kept(who)
    }

    fn flush_in(&self, ms: u64) {
        set_timeout(
            || {
                if let Some(state) = state() {
                    state.flush();
                }
            },
            Duration::from_millis(ms),
        );
    }

    fn entered(&self, room: &Room, push: bool) {
        let Some(state) = state() else { return };
        let workspace = state.sidebar.with_untracked(|s| s.workspace.clone());
        document().set_title(&format!("{} · {workspace}", room.title()));
        if push && let Ok(history) = window().history() {
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&room.path()));
        }
        drafts::change_room(state, room.id);
    }

    fn drafted(&self, room: RoomId, at: Timestamp) {
        if let Some(state) = state() {
            drafts::changed(state, room, at);
        }
    }

    fn said(&self, room: RoomId) {
        if let Some(state) = state() {
            drafts::said(state, room);
        }
    }

    fn go(&self, path: &str) {
        let _ = window().location().assign(path);
    }

    fn is_looking(&self) -> bool {
        is_looking()
    }

    fn scroll_to_latest(&self) {
        scrolling::to_latest();
    }

    fn hold_place(&self) {
        scrolling::hold_place();
    }
}

//! The tab's title: a mark in front of it says that something waits, wherever one looks.

use app::state::ChatState;
use leptos::prelude::*;

const MARK: &str = "• ";

/// Keeps the mark true, whatever title the page and its rooms give themselves.
pub(crate) fn follow(state: ChatState) {
    Effect::new(move || {
        state.room.head.track();
        let waits = state.sidebar.with(|s| s.later.calls() > 0 || s.all().any(|room| room.stands_out() > 0));
        let title = document().title();
        let bare = title.strip_prefix(MARK).unwrap_or(&title);
        document().set_title(&if waits { format!("{MARK}{bare}") } else { bare.to_owned() });
    });
}

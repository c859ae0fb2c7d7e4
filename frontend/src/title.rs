//! The tab: a mark before its title says that something waits, or how often one is wanted, wherever one looks; and so
//! does its icon.

use std::cell::RefCell;

use app::state::ChatState;
use leptos::prelude::*;

thread_local! {
    /// What stands before the title now.
    static MARK: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps the marks true, whatever title the page and its rooms give themselves.
pub(crate) fn follow(state: ChatState) {
    Effect::new(move || {
        state.room.head.track();
        let (calls, waits) = state.sidebar.with(|s| (s.calls(), s.stands_out()));
        let (calls, waits) = if state.is_quiet() { (0, false) } else { (calls, waits) };
        let mark = match (calls, waits) {
            (0, false) => String::new(),
            (0, true) => "• ".to_owned(),
            (calls, _) => format!("({calls}) "),
        };
        let title = document().title();
        let bare = MARK.with_borrow(|mark| title.strip_prefix(mark.as_str()).unwrap_or(&title).to_owned());
        document().set_title(&format!("{mark}{bare}"));
        MARK.set(mark);
        if let Ok(Some(icon)) = document().query_selector("link[rel=icon]") {
            let _ = icon.set_attribute("href", if calls > 0 { "/favicon-calls.svg" } else { "/favicon.svg" });
        }
    });
}

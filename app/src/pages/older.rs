//! The way to what is older, under a list that is read page by page.

use crate::components::ui::Drawn;

/// A link to the page that begins before a position; nothing where there is none.
pub(super) fn older(path: &str, before: Option<i64>) -> Option<Drawn> {
    let link = Drawn::of_class("a", "button").with("href", format!("{path}?before={}", before?)).text("Older");
    Some(Drawn::of_class("div", "sheet__actions").child(link))
}

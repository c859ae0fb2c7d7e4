//! The line where unread messages begin. It stays where it is while one is in the room.

use crate::components::ui::Drawn;

/// A row of the list; `#new` leads to it. Where no script tells what was seen, a button marks everything up to
/// message `no` of the room at `path` as read.
pub fn unread_divider(path: &str, no: u64) -> Drawn {
    let number = Drawn::new("input").with("type", "hidden").with("name", "no").with("value", no.to_string());
    let button = Drawn::of_class("button", "button button--small").with("type", "submit").text("Mark as read");
    let form = Drawn::of_class("form", "unread-divider__read only-without-script")
        .with("method", "post")
        .with("action", format!("{path}/read"))
        .child(number)
        .child(button);
    Drawn::of_class("li", "unread-divider")
        .with("id", "new")
        .text("New")
        .child(Drawn::of_class("span", "visually-hidden").text(" messages begin here"))
        .child(form)
}

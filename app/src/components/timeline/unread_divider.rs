//! The line where unread messages begin. It stays where it is while one is in the room.

use crate::components::ui::Drawn;

/// A row of the list; `#new` leads to it.
pub fn unread_divider(path: &str, no: u64) -> Drawn {
    Drawn::of_class("li", "unread-divider")
        .with("id", "new")
        .text("New")
        .child(Drawn::of_class("span", "visually-hidden").text(" messages begin here"))
        .child(mark_as_read("unread-divider__read only-without-script", path, no))
}

/// Where no script tells what was seen, a button marks everything up to message `no` of the room at `path` as read.
pub fn mark_as_read(class: &'static str, path: &str, no: u64) -> Drawn {
    let number = Drawn::new("input").with("type", "hidden").with("name", "no").with("value", no.to_string());
    let button = Drawn::of_class("button", "button button--small").with("type", "submit").text("Mark as read");
    Drawn::of_class("form", class)
        .with("method", "post")
        .with("action", format!("{path}/read"))
        .child(number)
        .child(button)
}

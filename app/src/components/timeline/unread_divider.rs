//! The line where unread messages begin. It stays where it is while one is in the room.

use crate::components::ui::Drawn;
use crate::protocol::RoomEntry;

/// A row of the list; `#new` leads to it.
pub fn unread_divider(path: &str, no: u64) -> Drawn {
    Drawn::of_class("li", "unread-divider")
        .with("id", "new")
        .text("New")
        .child(Drawn::of_class("span", "visually-hidden").text(" messages begin here"))
        .child(mark_as_read("unread-divider__read only-without-script", path, no))
}

/// A button that marks everything as read that waits in these rooms, up to what the page knows of; nothing where there are
/// fewer than two. It leads back to the page `back`.
pub fn mark_all_as_read<'a>(back: &str, entries: impl IntoIterator<Item = &'a RoomEntry>) -> Option<Drawn> {
    let waits = entries.into_iter().filter(|entry| entry.unread() > 0);
    let places: Vec<String> = waits.map(|entry| format!("{}:{}", entry.id, entry.msg_no)).collect();
    let field = |name: &'static str, value: &str| {
        Drawn::new("input").with("type", "hidden").with("name", name).with("value", value.to_owned())
    };
    let button = Drawn::of_class("button", "button button--small").with("type", "submit").text("Mark all as read");
    let form = Drawn::of_class("form", "waiting__all").with("method", "post").with("action", "/unread");
    (places.len() > 1).then(|| form.child(field("places", &places.join(","))).child(field("back", back)).child(button))
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

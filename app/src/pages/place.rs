//! Where a message in a list was said, above it.

use crate::components::ui::{Drawn, Pictogram, drawn_icon};

/// The way to a room.
pub(super) fn place(of: Pictogram, name: impl Into<String>, path: &str) -> Drawn {
    Drawn::of_class("a", "mentions__room")
        .with("href", path)
        .child(drawn_icon(of, true))
        .child(Drawn::of_class("span", "truncate").with("dir", "auto").text(name))
}

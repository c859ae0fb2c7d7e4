//! The line where a day begins, on the reader's calendar. It stays in view while the day does.

use crate::components::ui::Drawn;

/// A row of the list, with a heading to jump to.
pub fn day_divider(label: String) -> Drawn {
    Drawn::of_class("li", "day-divider").child(Drawn::of_class("h2", "day-divider__label").text(label))
}

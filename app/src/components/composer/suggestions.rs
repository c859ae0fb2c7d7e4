//! Names to choose from, above the composer, while one is typed.

use crate::components::ui::{Drawn, Pictogram, drawn_avatar, drawn_icon};
use crate::state::{Offer, Suggestions};

/// The list that the text box points to. `data-offer` is the number of each.
pub(super) fn suggestion_list(Suggestions { offers, chosen, .. }: &Suggestions) -> Drawn {
    Drawn::of_class("ul", "suggestions")
        .with("id", "suggestions")
        .with("role", "listbox")
        .with("aria-label", "Names")
        .children(offers.iter().enumerate().map(|(no, offer)| option(no, offer, no == *chosen)))
}

fn option(no: usize, Offer { name, meaning, person }: &Offer, is_chosen: bool) -> Drawn {
    let picture = match person {
        Some(person) => Some(drawn_avatar(person, true)),
        None if name.starts_with('#') => Some(drawn_icon(Pictogram::Hash, true)),
        None => name.starts_with('@').then(|| drawn_icon(Pictogram::People, true)),
    };
    Drawn::of_class("li", "suggestions__offer")
        .with("id", format!("offer{no}"))
        .with("role", "option")
        .with("aria-selected", is_chosen.to_string())
        .with("data-offer", no.to_string())
        .children(picture)
        .child(Drawn::new("b").text(name))
        .child(Drawn::of_class("span", "suggestions__meaning truncate").with("dir", "auto").text(meaning))
}

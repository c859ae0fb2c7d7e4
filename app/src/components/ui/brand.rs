//! The waves of Snug.

use leptos::prelude::*;

use super::{Icon, Pictogram};

/// The mark, small in the sidebar and large at a door.
#[component]
pub fn Brand(
    /// Whether it stands alone.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    view! {
        <span class=if large { "brand brand--large" } else { "brand" } aria-hidden="true">
            <Icon of=Pictogram::Tide />
        </span>
    }
}

//! A pictogram on a squircle: what stands where a thing has no face.

use leptos::prelude::*;

use super::{Icon, Pictogram};

/// Spruce when it is the reader's own, larger when it stands alone.
#[component]
pub fn Mark(
    /// Which pictogram.
    of: Pictogram,
    /// Whether it is the reader's own, or open to them.
    #[prop(optional)]
    own: bool,
    /// Whether it stands alone.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let class = match (own, large) {
        (false, false) => "mark",
        (true, false) => "mark mark--own",
        (false, true) => "mark mark--large",
        (true, true) => "mark mark--own mark--large",
    };
    view! {
        <span class=class aria-hidden="true">
            <Icon of />
        </span>
    }
}

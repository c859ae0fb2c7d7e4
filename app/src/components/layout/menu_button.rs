//! Opens the sidebar where it is a drawer. A native popover: it needs no script.

use leptos::prelude::*;

use crate::components::ui::{Icon, Pictogram};

/// The button in the bar of every sheet; a dot on it says that another room has news.
#[component]
pub fn MenuButton() -> impl IntoView {
    view! {
        <button class="tool menu-button only-narrow" type="button" popovertarget="sidebar" aria-label="Open rooms">
            <Icon of=Pictogram::Menu />
        </button>
    }
}

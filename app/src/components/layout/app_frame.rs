//! Sidebar, sheet, and perhaps a panel beside it.

use leptos::prelude::*;

use super::Sidebar;

/// The frame; `children` are the sheet and what stands beside it.
#[component]
pub fn AppFrame(
    /// Where the skip link leads: an id without its `#`.
    #[prop(default = "main")]
    skip_to: &'static str,
    /// What the skip link says.
    #[prop(default = "Skip to the page")]
    skip_label: &'static str,
    /// The sheet, and perhaps a panel.
    children: Children,
) -> impl IntoView {
    view! {
        <a class="skip-link" href=format!("#{skip_to}")>
            {skip_label}
        </a>
        <div class="app-frame">
            <Sidebar />
            {children()}
        </div>
    }
}

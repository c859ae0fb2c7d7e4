//! A page inside the frame that is not a room: a bar with its title, and a column.

use leptos::prelude::*;

use super::MenuButton;

/// The sheet around a page's content.
#[component]
pub fn Sheet(
    /// The page's one h1.
    #[prop(into)]
    title: String,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! {
        <main class="sheet" id="main" tabindex="-1">
            <header class="sheet__bar">
                <MenuButton />
                <h1 class="sheet__title truncate" dir="auto">
                    {title}
                </h1>
            </header>
            <div class="sheet__body">
                <div class="sheet__column">{children()}</div>
            </div>
        </main>
    }
    .into_any()
}

//! A page inside the frame that is not a room: a bar with its title, and a column.

use leptos::prelude::*;

use super::MenuButton;

/// The sheet around a page's content.
#[component]
pub fn Sheet<C: IntoView + 'static>(
    /// The page's one h1.
    #[prop(into)]
    title: String,
    /// Whether the tide line is drawn at its foot: there is nothing to show.
    #[prop(optional)]
    tide: bool,
    /// The content.
    children: TypedChildren<C>,
) -> impl IntoView {
    view! {
        <main class="sheet" class:tide=tide id="main" tabindex="-1">
            <header class="sheet__bar">
                <MenuButton />
                <h1 class="sheet__title truncate" dir="auto">
                    {title}
                </h1>
            </header>
            <div class="sheet__body">
                <div class="sheet__column">{children.into_inner()()}</div>
            </div>
        </main>
    }
}

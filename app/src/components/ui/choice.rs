//! Something to choose, with what it means.

use leptos::prelude::*;

/// A box to tick, or one of several of which one is chosen.
#[component]
pub fn Choice(
    /// The name in the form.
    name: &'static str,
    /// What the form says when it is chosen; with a value it is one of several.
    #[prop(optional)]
    value: Option<&'static str>,
    /// Whether it is chosen.
    checked: bool,
    /// What it is called.
    title: &'static str,
    /// What it means.
    meaning: &'static str,
) -> impl IntoView {
    view! {
        <label class="field__tick">
            <input type=if value.is_some() { "radio" } else { "checkbox" } name=name value=value checked=checked />
            <span>
                <b>{title}</b>
                <span class="field__help">{meaning}</span>
            </span>
        </label>
    }
}

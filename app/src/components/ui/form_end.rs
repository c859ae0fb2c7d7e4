//! The end of a form: go on, or go back.

use leptos::prelude::*;

/// The button that sends the form, and the way out of it.
#[component]
pub fn FormEnd(
    /// What the button says.
    #[prop(default = "Save")]
    words: &'static str,
    /// Where one goes who changes nothing.
    #[prop(into)]
    cancel: String,
) -> impl IntoView {
    view! {
        <div class="sheet__actions">
            <button class="button button--primary" type="submit">
                {words}
            </button>
            <a class="button button--quiet" href=cancel>
                "Cancel"
            </a>
        </div>
    }
}

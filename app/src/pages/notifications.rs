//! How this browser tells that somebody is wanted: set by the program, and kept in the browser.

use leptos::prelude::*;

use crate::components::layout::{AppFrame, Sheet};

/// What the program looks for is `data-notify`.
#[component]
pub fn NotificationsPage() -> impl IntoView {
    let choice = |of: &'static str, title: &'static str, meaning: &'static str| {
        view! {
            <label class="field__tick">
                <input type="checkbox" data-notify=of disabled />
                <span>
                    <b>{title}</b>
                    <span class="field__help">{meaning}</span>
                </span>
            </label>
        }
    };
    view! {
        <AppFrame>
            <Sheet title="Notifications">
                <p class="sheet__lead">
                    "This is about this browser. It tells you when somebody calls you or writes to you alone, and when a reminder is due, \
                     while you look elsewhere. What of a room reaches you, you say in the room."
                </p>
                <p class="notice only-without-script">"Notifications need the program of this page, and script is switched off."</p>
                <form class="sheet__form">
                    <div class="field field--choices">
                        {choice("desktop", "Show them on the desktop", "With who says what. The browser asks you whether it may.")}
                        {choice("sound", "Play a sound", "A short one, once, however many pages of Snug are open.")}
                    </div>
                    <p class="field__error" data-notify="denied" role="alert" hidden>
                        "The browser does not let this site show notifications. Allow them beside the address, then choose this again."
                    </p>
                    <div class="sheet__actions">
                        <button class="button" type="button" data-notify="try" disabled>
                            "Try it"
                        </button>
                    </div>
                </form>
                <p class="sheet__lead">
                    "While your " <a href="/settings/profile">"status"</a> " says “Do not disturb”, nothing rings and nothing is marked; it all waits."
                </p>
            </Sheet>
        </AppFrame>
    }
    .into_any()
}

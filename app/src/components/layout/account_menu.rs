//! Who is signed in, and what they can do about it. A native popover: it needs no script.

use leptos::prelude::*;

use crate::components::ui::{Icon, Pictogram, drawn_avatar};
use crate::domain::Availability;
use crate::state::ChatState;

/// The foot of the sidebar.
#[component]
pub fn AccountMenu() -> impl IntoView {
    let state = expect_context::<ChatState>();
    // How one is seen where that is not what is so, then what one says of oneself.
    let how = move || {
        state.sidebar.with(|s| match (s.availability, &s.status) {
            (Availability::Away, _) => "Shown as away".to_owned(),
            (Availability::Invisible, _) => "Invisible to others".to_owned(),
            (Availability::Auto, Some(status)) => status.line(),
            (Availability::Auto, None) => s.me.email.clone(),
        })
    };
    let me = move || state.sidebar.with(|s| s.me.person.clone());
    let name = move || me().name;
    view! {
        <div class="account-menu">
            {move || drawn_avatar(&me(), false)}
            <p class="account-menu__who">
                <span class="account-menu__line truncate" dir="auto">
                    {name}
                </span>
                <span class="account-menu__line account-menu__how truncate" dir="auto">{how}</span>
            </p>
            <button class="tool" type="button" popovertarget="account" aria-label="Your account">
                <Icon of=Pictogram::More />
            </button>
            <ul class="account-menu__list" id="account" popover="auto" role="list">
                <li>
                    <a class="account-menu__item" href="/settings/profile">
                        <Icon of=Pictogram::Smile />
                        "Profile and status"
                    </a>
                </li>
                <li>
                    <a class="account-menu__item" href="/settings/notifications">
                        <Icon of=Pictogram::Bell />
                        "Notifications"
                    </a>
                </li>
                <li>
                    <a class="account-menu__item" href="/settings/sessions">
                        <Icon of=Pictogram::Device />
                        "Your devices"
                    </a>
                </li>
                <li>
                    <form method="post" action="/sign-out">
                        <button class="account-menu__item" type="submit">
                            <Icon of=Pictogram::Leave />
                            "Sign out"
                        </button>
                    </form>
                </li>
            </ul>
        </div>
    }
}

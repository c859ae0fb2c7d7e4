//! Says when the conversation stands still, and what happens to one's words meanwhile.

use leptos::prelude::*;

use crate::components::ui::{Drawn, Pictogram, drawn_icon};
use crate::state::{ChatState, LinkStatus, Verdict};

/// A slim bar; nothing at all while everything arrives.
#[component]
pub fn ConnectionBanner() -> impl IntoView {
    let state = expect_context::<ChatState>();
    let words = move || match state.status.get() {
        LinkStatus::Connecting | LinkStatus::Live if state.outdated.get() => {
            Some(("There is a newer Snug here.", Some(("Reload", ""))))
        }
        LinkStatus::Connecting | LinkStatus::Live => None,
        LinkStatus::Reconnecting => Some(("Reconnecting… What you write is kept and sent.", None)),
        LinkStatus::Offline => {
            Some(("You are offline. What you write is kept and sent when the connection returns.", None))
        }
        LinkStatus::Stopped(Verdict::SignedOut) => Some(("You are signed out.", Some(("Sign in", "/sign-in")))),
        LinkStatus::Stopped(Verdict::Banned) => Some(("This account is closed here.", None)),
        LinkStatus::Stopped(Verdict::Outdated) => Some(("This page is too old for the server.", Some(("Reload", "")))),
    };
    view! {
        <div role="status">
            {move || {
                words().map(|(text, way_on)| {
                    let link = Drawn::of_class("a", "connection-banner__link");
                    Drawn::of_class("p", "connection-banner")
                        .child(drawn_icon(Pictogram::Warning, false))
                        .child(Drawn::new("span").text(text))
                        .children(way_on.map(|(label, href)| link.with("href", href).text(label)))
                })
            }}
        </div>
    }
}

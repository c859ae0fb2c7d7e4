//! Where one is signed in, and how to end it.

use leptos::either::Either;
use leptos::prelude::*;

use crate::components::layout::{AppFrame, Sheet};
use crate::components::ui::{Mark, Moment, Notice, Pictogram};
use crate::domain::Timestamp;

/// A session as its person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Which session.
    pub id: i64,
    /// On which device, such as “Firefox on Linux”.
    pub device: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_seen_at: Timestamp,
    /// Whether it is the one that looks.
    pub is_current: bool,
}

/// Each is ended by a form to `/settings/sessions/{id}/revoke`.
#[component]
pub fn SessionsPage(
    /// All of them, the current one first.
    sessions: Vec<SessionRow>,
    /// What has just happened, such as “That device is signed out.”
    #[prop(optional_no_strip)]
    notice: Option<String>,
) -> impl IntoView {
    view! {
        <AppFrame>
            <Sheet title="Your devices">
                <Notice text=notice />
                <p class="sheet__lead">
                    "These are signed in as you. If you do not know one of them, sign it out: it is out at once."
                </p>
                <ul class="session-list" role="list">
                    {sessions.into_iter().map(|session| view! { <SessionItem session /> }).collect_view()}
                </ul>
            </Sheet>
        </AppFrame>
    }
}

#[component]
fn SessionItem(session: SessionRow) -> impl IntoView {
    let device = if session.device.is_empty() { "An unknown device".to_owned() } else { session.device };
    let way_out = if session.is_current {
        Either::Left(view! {
            <form method="post" action="/sign-out">
                <button class="button button--small" type="submit">"Sign out"</button>
            </form>
        })
    } else {
        Either::Right(view! {
            <form method="post" action=format!("/settings/sessions/{}/revoke", session.id)>
                <button class="button button--small button--danger" type="submit" aria-label=format!("Sign out {device}")>
                    "Sign out"
                </button>
            </form>
        })
    };
    view! {
        <li class="session-list__item">
            <Mark of=Pictogram::Device own=session.is_current />
            <div class="session-list__about">
                <p class="session-list__name" dir="auto">
                    {device.clone()}
                </p>
                <p class="session-list__detail">
                    {if session.is_current {
                        Either::Left("This device, here and now")
                    } else {
                        Either::Right(view! { "Last seen " <Moment at=session.last_seen_at /> })
                    }}
                </p>
                <p class="session-list__detail">"Signed in " <Moment at=session.created_at /></p>
            </div>
            {way_out}
        </li>
    }
}

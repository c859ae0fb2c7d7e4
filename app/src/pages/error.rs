//! What a person sees instead of the page they meant: what happened, and one way on.

use leptos::prelude::*;

use crate::components::ui::{Brand, Written};

/// A page for an HTTP status of 400 and above.
#[component]
pub fn ErrorPage(
    /// The status.
    status: u16,
    /// What is known about it, in words for a person.
    #[prop(optional_no_strip)]
    message: Option<String>,
    /// Under which name the fault stands in the server's log.
    #[prop(optional_no_strip)]
    request_id: Option<String>,
    /// What was written and not taken: it is lost nowhere else.
    #[prop(optional_no_strip)]
    kept: Option<String>,
) -> impl IntoView {
    let words = Words::of(status);
    let message = message.unwrap_or_else(|| words.message.to_owned());
    view! {
        <main class="door tide">
            <div class="door__card">
                <Brand large=true />
                <div>
                    <p class="door__status">"Error " {status}</p>
                    <h1 class="door__title">{words.title}</h1>
                    <p class="door__lead">{message}</p>
                </div>
                {kept
                    .map(|text| {
                        view! {
                            <div class="field">
                                <label class="field__label" for="kept">
                                    "What you wrote, to copy"
                                </label>
                                <textarea
                                    class="field__input"
                                    id="kept"
                                    rows="6"
                                    dir="auto"
                                    readonly=true
                                >
                                    {Written(text)}
                                </textarea>
                            </div>
                        }
                    })}
                {request_id
                    .map(|id| {
                        view! {
                            <p class="door__foot">
                                "If it happens again, tell whoever runs this server: " <code class="door__code">{id}</code>
                            </p>
                        }
                    })}
                <a class="button button--primary" href=words.href>
                    {words.action}
                </a>
            </div>
        </main>
    }
}

struct Words {
    title: &'static str,
    message: &'static str,
    action: &'static str,
    href: &'static str,
}

impl Words {
    fn of(status: u16) -> Self {
        let (title, message) = match status {
            401 => return Self::sign_in(),
            403 => ("Not for this account", "You are signed in, but this is not open to you."),
            404 => ("Nothing here", "This page is gone, or it was never open to you. The two are not told apart."),
            405 => ("That does not work here", "This page does not take what was sent to it."),
            413 => ("Too much at once", "What you sent is larger than this server takes. Send it in parts."),
            429 => ("A moment, please", "That was very much in a short time. Wait a little, and it works again."),
            400..=499 => ("This did not make sense", "What arrived here was not what the form would send."),
            503 => ("Back in a moment", "The server is busy or restarting. Nothing that was sent is lost."),
            _ => ("Something broke here", "It is our fault, not yours, and it was written down."),
        };
        Self { title, message, action: "Back to your rooms", href: "/" }
    }

    fn sign_in() -> Self {
        Self {
            title: "Sign in first",
            message: "Your session is over, or there was none.",
            action: "Sign in",
            href: "/sign-in",
        }
    }
}

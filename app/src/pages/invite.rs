//! The link that brings people in.

use leptos::prelude::*;

use crate::components::layout::{AppFrame, Sheet};
use crate::components::ui::{Notice, Written};

/// Anyone may pass the link on; the owner and admins may make a new one at `/invite/renew`.
#[component]
pub fn InvitePage(
    /// The whole address, with scheme and host.
    link: String,
    /// Whether the reader looks after the workspace.
    leads: bool,
    /// What has just happened, such as “The old link no longer works.”
    #[prop(optional_no_strip)]
    notice: Option<String>,
) -> impl IntoView {
    view! {
        <AppFrame>
            <Sheet title="Invite people">
                <Notice text=notice />
                <p class="sheet__lead">
                    "Whoever has this link can make an account here. Send it to the people you want, and to nobody else."
                </p>
                <div class="field">
                    <label class="field__label" for="link">
                        "Link to join"
                    </label>
                    <textarea
                        class="field__input field__input--code"
                        id="link"
                        rows="2"
                        readonly=true
                        dir="ltr"
                    >
                        {Written(link)}
                    </textarea>
                    <p class="field__help only-without-script">"Select it and copy it."</p>
                </div>
                <div class="sheet__actions only-with-script">
                    <button class="button button--primary" type="button" data-copies="link" aria-live="polite">
                        "Copy the link"
                    </button>
                </div>
                {leads
                    .then(|| {
                        view! {
                            <form class="sheet__form" method="post" action="/invite/renew">
                                <p class="sheet__lead">"Has it gone too far? A new link makes the old one useless."</p>
                                <div class="sheet__actions">
                                    <button class="button" type="submit">"Make a new link"</button>
                                </div>
                            </form>
                        }
                    })}
            </Sheet>
        </AppFrame>
    }
}

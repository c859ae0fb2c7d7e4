//! The door for people who have an account.

use leptos::prelude::*;

use super::door::{Door, FormProblem};
use crate::components::ui::{Field, Notice};
use crate::protocol::Problem;

/// Posts `email`, `password` and perhaps `next` to `/sign-in`.
#[component]
pub fn SignInPage(
    /// What the workspace is called.
    workspace: String,
    /// The address that was typed.
    #[prop(optional)]
    email: String,
    /// Where the person was going; a path of this server, checked again when it is used.
    #[prop(optional_no_strip)]
    next: Option<String>,
    /// What has just happened, such as “You are signed out.”
    #[prop(optional_no_strip)]
    notice: Option<String>,
    /// What is wrong with what was typed.
    #[prop(optional_no_strip)]
    problem: Option<Problem>,
) -> impl IntoView {
    let notice = notice.filter(|_| problem.is_none());
    let knows_email = !email.is_empty();
    view! {
        <Door title="Good to see you again" lead=format!("Sign in to {workspace}.")>
            <form class="door__form" method="post" action="/sign-in">
                <Notice text=notice />
                <FormProblem problem=problem.clone() fields=&["email", "password"] />
                {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
                <Field
                    name="email"
                    label="Email"
                    kind="email"
                    autocomplete="username"
                    value=email
                    problem=problem.clone()
                    first=!knows_email
                />
                <Field
                    name="password"
                    label="Password"
                    kind="password"
                    autocomplete="current-password"
                    problem
                    first=knows_email
                />
                <button class="button button--primary" type="submit">"Sign in"</button>
            </form>
            <p class="door__foot">"New here? Ask a member for the link to join."</p>
        </Door>
    }
}

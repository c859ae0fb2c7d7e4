//! The door that a join link leads to.

use leptos::prelude::*;

use super::door::{Door, FormProblem};
use crate::components::ui::Field;
use crate::protocol::Problem;

/// What was typed before the form came back; never the password.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JoinForm {
    /// The new member's name.
    pub name: String,
    /// The new member's address.
    pub email: String,
}

/// Posts `name`, `email` and `password` to `/join/{token}`.
#[component]
pub fn JoinPage(
    /// What the workspace is called.
    workspace: String,
    /// Who made the link.
    invited_by: String,
    /// The secret of the link.
    token: String,
    /// What was typed.
    #[prop(optional)]
    form: JoinForm,
    /// What is wrong with it.
    #[prop(optional_no_strip)]
    problem: Option<Problem>,
) -> impl IntoView {
    view! {
        <Door title=format!("Join {workspace}") lead=format!("{invited_by} invites you. Make an account, and you are in.")>
            <form class="door__form" method="post" action=format!("/join/{token}")>
                <FormProblem problem=problem.clone() fields=&["name", "email", "password"] />
                <Field
                    name="name"
                    label="Your name"
                    autocomplete="name"
                    value=form.name
                    problem=problem.clone()
                    most=64
                    first=true
                />
                <Field
                    name="email"
                    label="Email"
                    kind="email"
                    autocomplete="username"
                    value=form.email
                    problem=problem.clone()
                />
                <Field
                    name="password"
                    label="Password"
                    kind="password"
                    autocomplete="new-password"
                    help="At least 8 characters. A short sentence works well."
                    problem
                />
                <button class="button button--primary" type="submit">"Join"</button>
            </form>
            <p class="door__foot">
                "You have an account here? " <a class="door__link" href="/sign-in">"Sign in"</a>
            </p>
        </Door>
    }
}

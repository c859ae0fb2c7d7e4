//! The very first page: it makes the workspace and its owner.

use leptos::prelude::*;

use super::door::{Door, FormProblem};
use crate::components::ui::Field;
use crate::protocol::Problem;

/// What was typed before the form came back; never the password.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirstRunForm {
    /// The name of the workspace.
    pub workspace: String,
    /// The owner's name.
    pub name: String,
    /// The owner's address.
    pub email: String,
}

/// Posts `workspace`, `name`, `email` and `password` to `/setup`.
#[component]
pub fn FirstRunPage(
    /// What was typed.
    #[prop(optional)]
    form: FirstRunForm,
    /// What is wrong with it.
    #[prop(optional_no_strip)]
    problem: Option<Problem>,
) -> impl IntoView {
    view! {
        <Door title="Make this place yours" lead="You are the first one in, so this account owns the workspace.">
            <form class="door__form" method="post" action="/setup">
                <FormProblem problem=problem.clone() fields=&["workspace", "name", "email", "password"] />
                <Field
                    name="workspace"
                    label="Workspace name"
                    autocomplete="organization"
                    value=form.workspace
                    problem=problem.clone()
                    most=64
                    first=true
                />
                <Field name="name" label="Your name" autocomplete="name" value=form.name problem=problem.clone() most=64 />
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
                    help="At least 12 characters. A short sentence works well."
                    problem
                />
                <button class="button button--primary" type="submit">"Create workspace"</button>
            </form>
        </Door>
    }
}

//! A line to fill in, with its help or what is wrong with it.

use leptos::prelude::*;

use crate::protocol::Problem;

/// A labelled input. What was typed comes back with what is wrong about it.
#[component]
pub fn Field(
    /// The name in the form, and the id on the page.
    name: &'static str,
    /// What it asks for.
    label: &'static str,
    /// `text`, `email` or `password`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What a password manager may put here.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// What was typed before.
    #[prop(optional, into)]
    value: String,
    /// What to know before typing.
    #[prop(optional)]
    help: &'static str,
    /// The form's problem; it is shown here when it is about this field.
    #[prop(optional_no_strip)]
    problem: Option<Problem>,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// Whether a person begins here; a field that is wrong comes first in any case.
    #[prop(optional)]
    first: bool,
    /// Most characters, where the browser should stop.
    #[prop(optional)]
    most: Option<u32>,
) -> impl IntoView {
    let error = error_of(problem.as_ref(), name);
    let begins = error.is_some() || (first && problem.is_none());
    let note = (error.is_some() || !help.is_empty()).then(|| format!("{name}-note"));
    let is_name = matches!(name, "name" | "topic" | "workspace");
    view! {
        <div class="field">
            <label class="field__label" for=name>
                {label}
            </label>
            <input
                class="field__input"
                id=name
                name=name
                type=kind
                value=(!value.is_empty()).then_some(value)
                autocomplete=autocomplete
                autocapitalize=(!is_name).then_some("none")
                spellcheck=(!is_name).then_some("false")
                dir=is_name.then_some("auto")
                maxlength=most
                required=!optional
                autofocus=begins
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=note.clone()
            />
            {match error {
                Some(error) => view! { <p class="field__error" id=note>{error}</p> }.into_any(),
                None if help.is_empty() => ().into_any(),
                None => view! { <p class="field__help" id=note>{help}</p> }.into_any(),
            }}
        </div>
    }
}

/// What `problem` says about the field called `name`.
pub fn error_of(problem: Option<&Problem>, name: &str) -> Option<String> {
    problem.filter(|problem| problem.field.as_deref() == Some(name)).map(|problem| problem.message.clone())
}

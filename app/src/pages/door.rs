//! What every door looks like: the waves, a greeting, what to do, and the tide line.

use leptos::prelude::*;

use crate::components::ui::{Brand, Notice};
use crate::protocol::Problem;

/// A door around its form.
#[component]
pub(super) fn Door(
    /// The greeting.
    #[prop(into)]
    title: String,
    /// What the greeting means.
    #[prop(into)]
    lead: String,
    /// What is to be done.
    children: Children,
) -> impl IntoView {
    view! {
        <main class="door tide">
            <div class="door__card">
                <Brand large=true />
                <div>
                    <h1 class="door__title">{title}</h1>
                    <p class="door__lead">{lead}</p>
                </div>
                {children()}
            </div>
        </main>
    }
}

/// What is wrong with a form as a whole: a problem that belongs to none of its `fields`.
#[component]
pub(super) fn FormProblem(
    /// What came back, if anything.
    problem: Option<Problem>,
    /// The fields that show their problems themselves.
    fields: &'static [&'static str],
) -> impl IntoView {
    let of_a_field = |p: &Problem| p.field.as_deref().is_some_and(|field| fields.contains(&field));
    let text = problem.filter(|p| !of_a_field(p)).map(|p| p.message);
    view! { <Notice text problem=true /> }
}

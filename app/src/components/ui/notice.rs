//! One sentence above a form: what has happened, or what stands in the way.

use leptos::prelude::*;

use super::{Icon, Pictogram};

/// Good news is a status, a problem an alert; without words there is nothing.
#[component]
pub fn Notice(
    /// What there is to say.
    #[prop(into)]
    text: Option<String>,
    /// Whether it stands in the way.
    #[prop(optional)]
    problem: bool,
) -> impl IntoView {
    text.map(|text| {
        let class = if problem { "notice notice--problem" } else { "notice" };
        view! {
            <p class=class role=if problem { "alert" } else { "status" }>
                {problem.then(|| view! { <Icon of=Pictogram::Warning /> })}
                <span>{text}</span>
            </p>
        }
    })
}

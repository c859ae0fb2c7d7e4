//! Everyone in the workspace, and writing to some of them alone.

use leptos::prelude::*;

use super::door::FormProblem;
use crate::components::layout::{AppFrame, Sheet};
use crate::components::ui::{Avatar, Icon, Pictogram};
use crate::domain::{Account, Profile, Role, Status};
use crate::protocol::Problem;

/// Posts each `person` that is ticked to `/people`.
#[component]
pub fn PeoplePage(
    /// Everyone, by name.
    people: Vec<Profile>,
    /// Who looks.
    me: Account,
    /// What is wrong with the choice.
    #[prop(optional_no_strip)]
    problem: Option<Problem>,
) -> impl IntoView {
    let rows = people.into_iter().map(move |profile| {
        let status = profile.status.as_ref().map(Status::line);
        let about = [status.unwrap_or_default(), profile.title.clone()].into_iter().filter(|words| !words.is_empty());
        let about = about.collect::<Vec<_>>().join(" · ");
        let (person, handle, role) = (profile.person(), profile.handle, profile.role);
        let (id, is_me) = (person.id, person.id == me.person.id);
        let gives = !is_me && me.role.given(role).next().is_some();
        let change = gives.then(|| {
            view! {
                <a
                    class="button button--small button--quiet"
                    href=format!("/people/{id}/role")
                    aria-label=format!("Change the role of {}", person.name)
                >
                    "Role"
                </a>
            }
        });
        view! {
            <li class="person-rows__row">
                <label class="person-row">
                    <input class="person-row__tick" type="checkbox" name="person" value=id.to_string() />
                    <Avatar person=person.clone() />
                    <span class="person-row__name">
                        <span dir="auto">{person.name}</span>
                        {(!about.is_empty()).then(|| view! { <bdi class="person-row__about truncate">{about}</bdi> })}
                    </span>
                    <span class="person-row__tag">"@" {handle}</span>
                    {is_me.then(|| view! { <span class="person-row__tag">"you"</span> })}
                    {(role != Role::Member)
                        .then(|| view! { <span class="person-row__tag person-row__role">{role.title()}</span> })}
                </label>
                {change}
            </li>
        }
    });
    view! {
        <AppFrame>
            <Sheet title="People">
                <p class="sheet__lead">
                    "Tick whom you want to write to. What you say there is for these people alone, and you always find it again under their names."
                </p>
                <form class="sheet__form" method="post" action="/people">
                    <FormProblem problem fields=&[] />
                    <ul class="person-rows" role="list">
                        {rows.collect_view()}
                    </ul>
                    <div class="sheet__actions sheet__actions--stay">
                        <button class="button button--primary" type="submit">
                            <Icon of=Pictogram::Send small=true />
                            "Write to them"
                        </button>
                    </div>
                </form>
            </Sheet>
        </AppFrame>
    }
    .into_any()
}

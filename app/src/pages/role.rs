//! Gives somebody a role.

use leptos::prelude::*;

use crate::components::layout::{AppFrame, Sheet};
use crate::components::ui::{Avatar, Choice, FormEnd};
use crate::domain::{Profile, Role};

/// What each of them means.
fn meaning(role: Role) -> &'static str {
    match role {
        Role::Owner => "Made this workspace.",
        Role::Admin => {
            "Looks after the workspace: makes new join links, takes people out of rooms, deletes what others said."
        }
        Role::Member => "Finds and joins open rooms, makes rooms, and brings people in.",
        Role::Guest => {
            "Only where they were invited to, among the people they meet there. As they know the join link, there will be another one."
        }
    }
}

/// Posts a `role` to `/people/{id}/role`.
#[component]
pub fn RolePage(
    /// Whom.
    profile: Profile,
    /// The roles that the reader can give them.
    roles: Vec<Role>,
) -> impl IntoView {
    let action = format!("/people/{}/role", profile.id);
    let name = profile.name.clone();
    let now = profile.role;
    let choices = roles.into_iter().map(move |role| {
        view! {
            <Choice
                name="role"
                value=role.name()
                checked=role == now
                title=role.title()
                meaning=meaning(role)
            />
        }
    });
    view! {
        <AppFrame>
            <Sheet title="Role">
                <div class="person-rows">
                    <p class="person-row">
                        <Avatar person=profile.person() />
                        <span class="person-row__name" dir="auto">
                            {name}
                        </span>
                        <span class="person-row__tag">"@" {profile.handle}</span>
                    </p>
                </div>
                <form class="sheet__form" method="post" action=action>
                    <fieldset class="field field--choices">
                        <legend class="field__label">"What they may do"</legend>
                        {choices.collect_view()}
                    </fieldset>
                    <p class="field__help">"It holds at once. They stay in the rooms they are in."</p>
                    <FormEnd cancel="/people" />
                </form>
            </Sheet>
        </AppFrame>
    }
    .into_any()
}

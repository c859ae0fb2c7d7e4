//! What somebody says of themselves, for the others.

use leptos::prelude::*;

use crate::components::layout::{AppFrame, Sheet};
use crate::components::ui::{Icon, Moment, Pictogram, present_avatar};
use crate::domain::{Presence, Profile, Role};

/// Face, name and handle, and what else they say.
#[component]
pub fn ProfilePage(
    /// Who.
    profile: Profile,
    /// Whether they are here.
    presence: Option<Presence>,
    /// What their clock shows, like “14:05, 3 hours ahead of yours”, where they say where they are.
    clock: Option<String>,
    /// Whether it is who looks.
    is_me: bool,
    /// Whether who looks can give them another role.
    gives_role: bool,
) -> impl IntoView {
    let (id, role) = (profile.id, profile.role);
    let status = profile.status.as_ref().map(|status| {
        let until = status.until;
        view! {
            <p class="profile__status">
                <bdi>{status.line()}</bdi>
                {until.map(|at| view! { <span class="profile__until">" until " <Moment at /></span> })}
            </p>
        }
    });
    let row = |label: &'static str, value: String| {
        (!value.is_empty()).then(|| {
            view! {
                <div class="profile__row">
                    <dt>{label}</dt>
                    <dd dir="auto">{value}</dd>
                </div>
            }
        })
    };
    view! {
        <AppFrame>
            <Sheet title=profile.name.clone()>
                <div class="profile">
                    <span class="profile__face">
                        {present_avatar(&profile.person(), false, presence)}
                    </span>
                    <div class="profile__about">
                        <p class="profile__handle">
                            "@" {profile.handle.clone()}
                            {presence.map(|presence| format!(" · {}", presence.word()))}
                        </p>
                        {status}
                    </div>
                </div>
                <dl class="profile__rows">
                    {row("What they do", profile.title.clone())}
                    {row("Their clock", clock.unwrap_or_default())}
                    {(role != Role::Member).then(|| row("In this workspace", role.title().to_owned()))}
                </dl>
                <div class="sheet__actions">
                    {is_me.then(|| view! {
                        <a class="button button--primary" href="/settings/profile">
                            "Change it"
                        </a>
                    })}
                    <form method="post" action="/people">
                        <button class="button" type="submit" name="person" value=id.to_string()>
                            <Icon of=Pictogram::Send small=true />
                            {if is_me { "Notes to yourself" } else { "Write to them" }}
                        </button>
                    </form>
                    {gives_role.then(|| view! {
                        <a class="button button--quiet" href=format!("/people/{id}/role")>
                            "Role"
                        </a>
                    })}
                </div>
            </Sheet>
        </AppFrame>
    }
    .into_any()
}

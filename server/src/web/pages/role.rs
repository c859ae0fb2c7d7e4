//! `/people/{id}/role`: what somebody may do in the workspace.

use app::domain::{Role, UserId};
use app::pages::RolePage;
use axum::extract::Path;
use axum::response::{Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::form::Submitted;
use super::frame::{framed, page_data};
use super::visit::Visit;
use crate::error::Failure;
use crate::web::session::CurrentUser;

fn person(id: &str) -> Result<UserId, Failure> {
    id.parse().map(UserId).map_err(|_| Failure::not_found())
}

/// The roles that can be given.
pub(crate) async fn show(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (profile, roles) = visit.state.chat.givable(&actor, person(&id)?).await?;
    let sidebar = visit.state.chat.sidebar(&actor).await?;
    let title = format!("Role of {}", profile.name);
    let answer = framed(&visit, None, &title, page_data(&visit, sidebar, None), move || {
        let (profile, roles) = (profile.clone(), roles.clone());
        view! { <RolePage profile roles /> }
    });
    Ok(answer.await)
}

#[derive(Deserialize)]
pub(crate) struct Given {
    role: String,
}

/// Gives one, and shows everyone.
pub(crate) async fn give(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(id): Path<String>,
    Submitted(given): Submitted<Given>,
) -> Result<Redirect, Failure> {
    let role = Role::GIVEN.into_iter().find(|role| role.name() == given.role).ok_or_else(Failure::not_found)?;
    visit.state.chat.give_role(&actor, person(&id)?, role).await?;
    Ok(Redirect::to("/people"))
}

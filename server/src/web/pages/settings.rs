//! `/settings/notifications`, `/settings/sessions` and `/invite`: how one is told, where one is signed in, and how others come in.

use app::pages::{InvitePage, NotificationsPage, SessionRow, SessionsPage};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::frame::{framed, page_data};
use super::visit::Visit;
use crate::chat::SessionEntry;
use crate::error::Failure;
use crate::web::session::CurrentUser;

/// How this browser tells that somebody is wanted.
pub(crate) async fn notifications(visit: Visit, CurrentUser(actor): CurrentUser) -> Result<Response, Failure> {
    let sidebar = visit.state.chat.sidebar(&actor).await?;
    let view = || view! { <NotificationsPage /> };
    Ok(framed(&visit, None, "Notifications", page_data(&visit, sidebar, None), view).await)
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    /// Present after a form of this page has done what it says.
    #[serde(default)]
    done: Option<String>,
}

/// The person's own sessions, the current one first.
pub(crate) async fn sessions(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let mut rows: Vec<_> = visit.state.chat.sessions(&actor).await?.into_iter().map(row).collect();
    rows.sort_by_key(|row| !row.is_current);
    let sidebar = visit.state.chat.sidebar(&actor).await?;
    let notice = asked.done.map(|_| "That device is signed out.".to_owned());
    let answer = framed(&visit, None, "Your devices", page_data(&visit, sidebar, None), move || {
        let (sessions, notice) = (rows.clone(), notice.clone());
        view! { <SessionsPage sessions notice /> }
    });
    Ok(answer.await)
}

fn row(entry: SessionEntry) -> SessionRow {
    let SessionEntry { id, device, created_at, last_seen_at, is_current } = entry;
    SessionRow { id, device, created_at, last_seen_at, is_current }
}

/// Signs another device out.
pub(crate) async fn revoke(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(id): Path<String>,
) -> Result<Redirect, Failure> {
    let id: i64 = id.parse().map_err(|_| Failure::not_found())?;
    visit.state.chat.revoke_session(&actor, id).await?;
    Ok(Redirect::to("/settings/sessions?done"))
}

/// The join link, as it can be passed on.
pub(crate) async fn invite(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let token = visit.state.chat.join_link(&actor).await?;
    let link = visit.address_of(&format!("/join/{token}"));
    let sidebar = visit.state.chat.sidebar(&actor).await?;
    let leads = sidebar.me.role.leads();
    let notice = asked.done.map(|_| "This is a new link. The old one leads nowhere now.".to_owned());
    let answer = framed(&visit, None, "Invite people", page_data(&visit, sidebar, None), move || {
        let (link, notice) = (link.clone(), notice.clone());
        view! { <InvitePage link leads notice /> }
    });
    Ok(answer.await)
}

/// Makes another join link; the old one is dead.
pub(crate) async fn renew_invite(visit: Visit, CurrentUser(actor): CurrentUser) -> Result<Response, Failure> {
    visit.state.chat.renew_join_link(&actor).await?;
    Ok(Redirect::to("/invite?done").into_response())
}

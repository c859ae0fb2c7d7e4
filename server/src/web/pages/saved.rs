//! `/saved`, and what puts something there: `/r/{room}/{msg_no}/save` and `…/remind`.

use app::domain::Timestamp;
use app::pages::{RemindPage, SavedPage};
use app::protocol::Problem;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::form::{Submitted, again};
use super::frame::{framed, page_data};
use super::message::MessageAddress;
use super::moment::Chosen;
use super::visit::Visit;
use super::waiting::{Asked, page_of};
use crate::chat::Actor;
use crate::error::Failure;
use crate::web::session::CurrentUser;

/// Messages on a page.
const SAVED: usize = 30;

/// What the reader keeps for later.
pub(crate) async fn show(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let found = visit.state.chat.saved(&actor, asked.before, SAVED as u64 + 1).await?;
    let (saved, before) = page_of(found, SAVED, |one| one.position);
    let sidebar = visit.state.chat.sidebar(&actor).await?;
    let answer = framed(&visit, None, "Saved", page_data(&visit, sidebar, None), move || {
        let saved = saved.clone();
        view! { <SavedPage saved before /> }
    });
    Ok(answer.await)
}

#[derive(Deserialize)]
pub(crate) struct Saving {
    save: String,
    /// `saved`, or else the message: where the form stood.
    #[serde(default)]
    back: String,
}

/// Keeps a message, or lets go of it.
pub(crate) async fn save(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(at): Path<(String, String)>,
    Submitted(Saving { save, back }): Submitted<Saving>,
) -> Result<Redirect, Failure> {
    let at = MessageAddress::of(at)?;
    visit.state.chat.save(&actor, at.room, at.no, save == "on", None).await?;
    Ok(if back == "saved" { Redirect::to("/saved") } else { at.back() })
}

/// When to be reminded of a message.
pub(crate) async fn ask(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(at): Path<(String, String)>,
) -> Result<Response, Failure> {
    form(&visit, &actor, &MessageAddress::of(at)?, Chosen::default(), None).await
}

/// Keeps a message with a reminder.
pub(crate) async fn remind(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(at): Path<(String, String)>,
    Submitted(chosen): Submitted<Chosen>,
) -> Result<Response, Failure> {
    let at = MessageAddress::of(at)?;
    let outcome = match chosen.moment(&visit) {
        Ok(moment) => set(&visit, &actor, &at, moment).await,
        Err(invalid) => Err(again(invalid.into())?),
    };
    match outcome {
        Ok(()) => Ok(Redirect::to("/saved").into_response()),
        Err(problem) => form(&visit, &actor, &at, chosen, Some(problem)).await,
    }
}

async fn set(visit: &Visit, actor: &Actor, at: &MessageAddress, moment: Timestamp) -> Result<(), Problem> {
    Ok(visit.state.chat.save(actor, at.room, at.no, true, Some(moment)).await?)
}

async fn form(
    visit: &Visit,
    actor: &Actor,
    at: &MessageAddress,
    chosen: Chosen,
    problem: Option<Problem>,
) -> Result<Response, Failure> {
    let problem = problem.map(again).transpose()?;
    let (sidebar, room, message) = at.shown(visit, actor).await?;
    let zone = visit.zone.name().to_owned();
    let answer = framed(visit, problem.clone(), "Remind me", page_data(visit, sidebar, None), move || {
        let (path, message, zone, problem) = (room.path(), message.clone(), zone.clone(), problem.clone());
        view! { <RemindPage path message chosen=chosen.shown() zone problem /> }
    });
    Ok(answer.await)
}

//! `/drafts`: what was typed and not sent, and what will be said later. `/r/{room}/later`: saying it later.

use app::domain::{Cid, MessageBody, RoomId, ScheduledId};
use app::pages::{DraftsPage, SendLaterPage};
use app::protocol::Problem;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::failure::keeping;
use super::form::{Submitted, again};
use super::frame::{framed, page_data};
use super::moment::Chosen;
use super::room::{RoomAddress, new_cid};
use super::visit::Visit;
use crate::chat::{Actor, ChatError, Window};
use crate::error::Failure;
use crate::web::session::{CurrentUser, MaybeUser};

const SIGNED_OUT: ChatError = ChatError::NotSignedIn("Your session is over. Sign in, and send it again.");

#[derive(Deserialize)]
pub(crate) struct Asked {
    /// Present after a form has done what it says.
    #[serde(default)]
    done: Option<String>,
}

/// Everything of the reader that is not said yet.
pub(crate) async fn show(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let drafts = visit.state.chat.drafts(&actor).await?;
    let scheduled = visit.state.chat.scheduled(&actor).await?;
    let sidebar = visit.state.chat.sidebar(&actor).await?;
    let notice = match asked.done.as_deref() {
        Some("later") => Some("It will be sent then.".to_owned()),
        Some("sent") => Some("It is sent.".to_owned()),
        _ => None,
    };
    let answer = framed(&visit, None, "Drafts", page_data(&visit, sidebar, None), move || {
        let (drafts, scheduled, notice) = (drafts.clone(), scheduled.clone(), notice.clone());
        view! { <DraftsPage drafts scheduled notice /> }
    });
    Ok(answer.await)
}

/// Lets go of a draft.
pub(crate) async fn discard(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(room): Path<RoomId>,
) -> Result<Redirect, Failure> {
    visit.state.chat.keep_draft(&actor, room, String::new(), None).await?;
    Ok(Redirect::to("/drafts"))
}

#[derive(Deserialize)]
pub(crate) struct Act {
    act: String,
}

/// Sends now what was to be sent later, takes it back to the drafts, or lets go of it.
pub(crate) async fn scheduled(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(id): Path<ScheduledId>,
    Submitted(Act { act }): Submitted<Act>,
) -> Result<Redirect, Failure> {
    let chat = &visit.state.chat;
    match act.as_str() {
        "send" => chat.send_scheduled(&actor, id).await?,
        "change" => drop(chat.cancel_scheduled(&actor, id).await?),
        "discard" => chat.discard_scheduled(&actor, id).await?,
        _ => return Err(super::form::malformed()),
    }
    Ok(Redirect::to(if act == "send" { "/drafts?done=sent" } else { "/drafts" }))
}

#[derive(Deserialize)]
pub(crate) struct Typed {
    body: String,
}

/// Keeps what stands in the composer, and asks when to send it.
pub(crate) async fn keep(
    visit: Visit,
    MaybeUser(actor): MaybeUser,
    Path(room): Path<String>,
    Submitted(Typed { body }): Submitted<Typed>,
) -> Result<Response, Failure> {
    let room = RoomAddress::of(&room)?;
    let fields = Fields { body, ..Fields::default() };
    let outcome = match &actor {
        Some(actor) => visit.state.chat.keep_draft(actor, room.id, lines(&fields.body), None).await,
        None => Err(SIGNED_OUT),
    };
    let outcome = outcome.map(|_| room.below("later"));
    done(&visit, actor.as_ref(), &room, fields, outcome).await
}

/// On to where a form leads, or the form with what is wrong. What was typed comes back whatever it is.
async fn done(
    visit: &Visit,
    actor: Option<&Actor>,
    room: &RoomAddress,
    fields: Fields,
    outcome: Result<String, ChatError>,
) -> Result<Response, Failure> {
    match (outcome.map_err(|error| again(error.into())), actor) {
        (Ok(on), _) => Ok(Redirect::to(&on).into_response()),
        (Err(Ok(problem)), Some(actor)) => {
            // A text that was changed after it was sent once is another attempt.
            let cid = if problem.field.as_deref() == Some("cid") { String::new() } else { fields.cid.clone() };
            form(visit, actor, room, Fields { cid, ..fields }, Some(problem)).await
        }
        (Err(Ok(problem)), None) => Ok(keeping(visit, &problem.into(), fields.body).await),
        (Err(Err(failure)), _) => Ok(keeping(visit, &failure, fields.body).await),
    }
}

/// A form ends its lines as HTTP does.
fn lines(body: &str) -> String {
    body.replace("\r\n", "\n")
}

#[derive(Clone, Default, Deserialize)]
pub(crate) struct Fields {
    #[serde(default)]
    cid: String,
    #[serde(default)]
    body: String,
    #[serde(flatten)]
    chosen: Chosen,
    /// Present where it is only to be kept.
    #[serde(default)]
    keep: Option<String>,
}

/// The draft of the room, and when to send it.
pub(crate) async fn ask(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(room): Path<String>,
) -> Result<Response, Failure> {
    let room = RoomAddress::of(&room)?;
    let body = visit.state.chat.draft(&actor, room.id).await?.body;
    form(&visit, &actor, &room, Fields { body, ..Fields::default() }, None).await
}

/// Sends it later, or only keeps it.
pub(crate) async fn schedule(
    visit: Visit,
    MaybeUser(actor): MaybeUser,
    Path(room): Path<String>,
    Submitted(fields): Submitted<Fields>,
) -> Result<Response, Failure> {
    let room = RoomAddress::of(&room)?;
    let outcome = match (&actor, &fields.keep) {
        (None, _) => Err(SIGNED_OUT),
        (Some(actor), Some(_)) => {
            let kept = visit.state.chat.keep_draft(actor, room.id, lines(&fields.body), None).await;
            kept.map(|_| format!("{}#write", room.path()))
        }
        (Some(actor), None) => later(&visit, actor, room.id, &fields).await.map(|()| "/drafts?done=later".to_owned()),
    };
    done(&visit, actor.as_ref(), &room, fields, outcome).await
}

async fn later(visit: &Visit, actor: &Actor, room: RoomId, fields: &Fields) -> Result<(), ChatError> {
    let body = MessageBody::parse(&lines(&fields.body))?;
    let at = fields.chosen.moment(visit)?;
    let cid: Cid = fields.cid.parse().unwrap_or_else(|_| new_cid());
    visit.state.chat.schedule(actor, room, cid, body, at).await?;
    visit.state.chat.drop_draft(actor, room, &fields.body).await;
    Ok(())
}

async fn form(
    visit: &Visit,
    actor: &Actor,
    room: &RoomAddress,
    fields: Fields,
    problem: Option<Problem>,
) -> Result<Response, Failure> {
    let (sidebar, view) = visit.state.chat.page(actor, room.id, Window::Newest).await?;
    if !view.joined {
        return Err(Failure::not_found());
    }
    let (path, name) = (view.room.path(), view.room.title());
    let cid = if fields.cid.is_empty() { new_cid().to_string() } else { fields.cid.clone() };
    let zone = visit.zone.name().to_owned();
    let answer = framed(visit, problem.clone(), "Send it later", page_data(visit, sidebar, None), move || {
        let (path, room, cid, body) = (path.clone(), name.clone(), cid.clone(), fields.body.clone());
        let (chosen, zone, problem) = (fields.chosen.shown(), zone.clone(), problem.clone());
        view! { <SendLaterPage path room cid body chosen zone problem /> }
    });
    Ok(answer.await)
}

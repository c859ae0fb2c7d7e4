//! `/rooms`: every open room, and making another one.

use app::domain::{Invalid, RoomKind, RoomName, Topic, room_path};
use app::pages::{BrowsePage, NewRoomPage};
use app::protocol::Problem;
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::form::{Submitted, again};
use super::frame::{framed, page_data};
use super::visit::Visit;
use crate::chat::{Actor, ChatError};
use crate::error::Failure;
use crate::web::session::CurrentUser;

#[derive(Deserialize)]
pub(crate) struct Asked {
    /// Present after leaving a room.
    #[serde(default)]
    left: Option<String>,
}

/// Every open room.
pub(crate) async fn browse(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let listings = visit.state.chat.list_rooms(&actor).await?;
    let sidebar = visit.state.chat.sidebar(&actor).await?;
    let notice = asked.left.map(|_| "You have left the room.".to_owned());
    let answer = framed(&visit, None, "Rooms", page_data(&visit, sidebar, None), move || {
        let (listings, notice) = (listings.clone(), notice.clone());
        view! { <BrowsePage listings notice /> }
    });
    Ok(answer.await)
}

#[derive(Clone, Default, Deserialize)]
pub(crate) struct Fields {
    name: String,
    #[serde(default)]
    topic: String,
    /// Present where only who is invited may come in.
    #[serde(default)]
    closed: Option<String>,
}

impl Fields {
    fn parse(&self) -> Result<(RoomName, Topic), Invalid> {
        Ok((RoomName::parse(&self.name)?, Topic::parse(&self.topic)?))
    }
}

/// The empty form.
pub(crate) async fn new(visit: Visit, CurrentUser(actor): CurrentUser) -> Result<Response, Failure> {
    form(&visit, &actor, Fields::default(), None).await
}

/// Makes the room, with its maker in it.
pub(crate) async fn make(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Submitted(fields): Submitted<Fields>,
) -> Result<Response, Failure> {
    let outcome = match fields.parse() {
        Ok((name, topic)) => {
            let kind = if fields.closed.is_some() { RoomKind::Closed } else { RoomKind::Open };
            visit.state.chat.make_room(&actor, name, topic, kind).await
        }
        Err(invalid) => Err(ChatError::Invalid(invalid)),
    };
    match outcome {
        Ok(room) => Ok(Redirect::to(&room_path(room.id, &room.name)).into_response()),
        Err(error) => {
            let problem = again(error.into())?;
            form(&visit, &actor, fields, Some(problem)).await
        }
    }
}

async fn form(visit: &Visit, actor: &Actor, fields: Fields, problem: Option<Problem>) -> Result<Response, Failure> {
    let sidebar = visit.state.chat.sidebar(actor).await?;
    let answer = framed(visit, problem.clone(), "Make a room", page_data(visit, sidebar, None), move || {
        let Fields { name, topic, closed } = fields.clone();
        view! { <NewRoomPage name topic closed=closed.is_some() problem=problem.clone() /> }
    });
    Ok(answer.await)
}

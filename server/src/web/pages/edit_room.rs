//! `/r/{room}/edit`: another name or topic, and who posts. `/r/{room}/archive`.

use app::domain::{Invalid, Room, RoomName, Topic, room_path};
use app::pages::EditRoomPage;
use app::protocol::{Problem, RoomView, SidebarView};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::form::{Submitted, again};
use super::frame::{framed, page_data};
use super::room::RoomAddress;
use super::visit::Visit;
use crate::chat::{Actor, ChatError, Window};
use crate::error::Failure;
use crate::web::session::CurrentUser;

#[derive(Clone, Deserialize)]
pub(crate) struct Fields {
    name: String,
    #[serde(default)]
    topic: String,
    /// Present where only some people post.
    #[serde(default)]
    chosen_only: Option<String>,
}

impl Fields {
    fn parse(&self) -> Result<(RoomName, Topic), Invalid> {
        Ok((RoomName::parse(&self.name)?, Topic::parse(&self.topic)?))
    }
}

/// The form, with name and topic as they are.
pub(crate) async fn show(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(room): Path<String>,
) -> Result<Response, Failure> {
    let (sidebar, view) = load(&visit, &actor, &RoomAddress::of(&room)?).await?;
    let Room { name, topic, chosen_only, .. } = view.room.clone();
    let fields = Fields { name, topic, chosen_only: chosen_only.then(String::new) };
    Ok(page(&visit, sidebar, view, fields, None).await)
}

/// Changes what is different; the address has the new name in it.
pub(crate) async fn submit(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(room): Path<String>,
    Submitted(fields): Submitted<Fields>,
) -> Result<Response, Failure> {
    let room = RoomAddress::of(&room)?;
    let (sidebar, view) = load(&visit, &actor, &room).await?;
    match change(&visit, &actor, &view, &fields).await {
        Ok(name) => Ok(Redirect::to(&room_path(view.room.id, name.as_str())).into_response()),
        Err(error) => Ok(page(&visit, sidebar, view, fields, Some(again(error.into())?)).await),
    }
}

async fn change(visit: &Visit, actor: &Actor, view: &RoomView, fields: &Fields) -> Result<RoomName, ChatError> {
    let (name, topic) = fields.parse()?;
    let room = &view.room;
    if name.as_str() != room.name {
        visit.state.chat.rename_room(actor, room.id, name.clone()).await?;
    }
    if topic.as_str() != room.topic {
        visit.state.chat.set_topic(actor, room.id, topic).await?;
    }
    let chosen_only = fields.chosen_only.is_some();
    if view.may_remove && chosen_only != room.chosen_only {
        visit.state.chat.set_posting(actor, room.id, chosen_only).await?;
    }
    Ok(name)
}

#[derive(Deserialize)]
pub(crate) struct Archive {
    archive: String,
}

/// Archives the room, or brings it back.
pub(crate) async fn archive(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(room): Path<String>,
    Submitted(Archive { archive }): Submitted<Archive>,
) -> Result<Redirect, Failure> {
    let room = RoomAddress::of(&room)?;
    visit.state.chat.archive_room(&actor, room.id, archive == "on").await?;
    Ok(room.back())
}

/// The room, for its members.
async fn load(visit: &Visit, actor: &Actor, room: &RoomAddress) -> Result<(SidebarView, RoomView), Failure> {
    visit.state.chat.may_change(actor, room.id).await?;
    Ok(visit.state.chat.page(actor, room.id, Window::Newest).await?)
}

async fn page(
    visit: &Visit,
    sidebar: SidebarView,
    view: RoomView,
    fields: Fields,
    problem: Option<Problem>,
) -> Response {
    let (room, keeps) = (view.room, view.may_remove);
    let title = format!("About {}", room.name);
    framed(visit, problem.clone(), &title, page_data(visit, sidebar, None), move || {
        let Fields { name, topic, chosen_only } = fields.clone();
        let (room, chosen_only, problem) = (room.clone(), chosen_only.is_some(), problem.clone());
        view! { <EditRoomPage room name topic chosen_only keeps problem /> }
    })
    .await
}

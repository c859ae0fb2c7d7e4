//! `/r/{room}/{msg_no}/…`: what forms can do with one message. Each leads back to it.

use app::domain::{Message, MessageBody, Room, RoomId, THREAD_NAME, room_path};
use app::pages::{EditMessagePage, MessageHistoryPage};
use app::protocol::{Problem, SidebarView};
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

/// A message in an address.
pub(super) struct MessageAddress {
    pub(super) room: RoomId,
    pub(super) no: u64,
    path: String,
}

impl MessageAddress {
    pub(super) fn of((room, no): (String, String)) -> Result<Self, Failure> {
        let room = RoomAddress::of(&room)?;
        let no = no.parse().map_err(|_| Failure::not_found())?;
        Ok(Self { room: room.id, no, path: room.message(no) })
    }

    pub(super) fn back(&self) -> Redirect {
        Redirect::to(&format!("{}#m{}", self.path, self.no))
    }

    /// What a page about the message stands on: the sidebar, the room, and the message, which is not deleted.
    pub(super) async fn shown(&self, visit: &Visit, actor: &Actor) -> Result<(SidebarView, Room, Message), Failure> {
        let (sidebar, view) = visit.state.chat.page(actor, self.room, Window::Around(self.no)).await?;
        let message = view.messages.into_iter().find(|message| message.no == self.no && !message.deleted);
        Ok((sidebar, view.room, message.ok_or_else(Failure::not_found)?))
    }
}

#[derive(Deserialize)]
pub(crate) struct Pinned {
    pin: String,
}

/// Pins, or takes the pin off.
pub(crate) async fn pin(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(at): Path<(String, String)>,
    Submitted(pinned): Submitted<Pinned>,
) -> Result<Redirect, Failure> {
    let at = MessageAddress::of(at)?;
    visit.state.chat.pin(&actor, at.room, at.no, pinned.pin == "on").await?;
    Ok(at.back())
}

/// From here on the room is to be read again; what waits is shown, as an open room would be read at once.
pub(crate) async fn unread(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(at): Path<(String, String)>,
) -> Result<Redirect, Failure> {
    let at = MessageAddress::of(at)?;
    visit.state.chat.mark_unread(&actor, at.room, at.no).await?;
    Ok(Redirect::to("/unread"))
}

/// Goes into the thread beneath it, which begins where there was none.
pub(crate) async fn thread(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(at): Path<(String, String)>,
) -> Result<Redirect, Failure> {
    let at = MessageAddress::of(at)?;
    let thread = visit.state.chat.start_thread(&actor, at.room, at.no).await?.room;
    Ok(Redirect::to(&format!("{}#write", room_path(thread, THREAD_NAME))))
}

/// Deletes.
pub(crate) async fn delete(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(at): Path<(String, String)>,
) -> Result<Redirect, Failure> {
    let at = MessageAddress::of(at)?;
    visit.state.chat.delete(&actor, at.room, at.no).await?;
    Ok(at.back())
}

/// The form with the text as it is.
pub(crate) async fn edit(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(at): Path<(String, String)>,
) -> Result<Response, Failure> {
    let at = MessageAddress::of(at)?;
    let known = visit.state.chat.message(&actor, at.room, at.no).await?;
    form(&visit, &actor, &at, Fields { base_rev: known.rev(), body: known.body }, None).await
}

#[derive(Clone, Deserialize)]
pub(crate) struct Fields {
    base_rev: u32,
    body: String,
}

/// Changes the text. What cannot be taken comes back as it was typed.
pub(crate) async fn change(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(at): Path<(String, String)>,
    Submitted(fields): Submitted<Fields>,
) -> Result<Response, Failure> {
    let at = MessageAddress::of(at)?;
    let outcome = match MessageBody::parse(&fields.body) {
        Ok(body) => visit.state.chat.edit(&actor, at.room, at.no, fields.base_rev, body).await.map(drop),
        Err(invalid) => Err(ChatError::Invalid(invalid)),
    };
    match outcome {
        Ok(()) => Ok(at.back().into_response()),
        Err(error) => {
            let problem = again(error.into())?;
            form(&visit, &actor, &at, fields, Some(problem)).await
        }
    }
}

async fn form(
    visit: &Visit,
    actor: &Actor,
    at: &MessageAddress,
    fields: Fields,
    problem: Option<Problem>,
) -> Result<Response, Failure> {
    let sidebar = visit.state.chat.sidebar(actor).await?;
    let path = at.path.clone();
    let answer = framed(visit, problem.clone(), "Change your message", page_data(visit, sidebar, None), move || {
        let (path, Fields { base_rev, body }, problem) = (path.clone(), fields.clone(), problem.clone());
        view! { <EditMessagePage path base_rev body problem /> }
    });
    Ok(answer.await)
}

/// Every text that it had.
pub(crate) async fn history(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(at): Path<(String, String)>,
) -> Result<Response, Failure> {
    let at = MessageAddress::of(at)?;
    let revisions = visit.state.chat.revisions(&actor, at.room, at.no).await?;
    let sidebar = visit.state.chat.sidebar(&actor).await?;
    let path = at.path;
    let answer = framed(&visit, None, "What it said before", page_data(&visit, sidebar, None), move || {
        let (path, revisions) = (path.clone(), revisions.clone());
        view! { <MessageHistoryPage path revisions /> }
    });
    Ok(answer.await)
}

//! `/r/{room}/involvement`: what of a room reaches the reader.

use app::domain::Involvement;
use app::pages::InvolvementPage;
use axum::extract::Path;
use axum::response::{Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::form::Submitted;
use super::frame::{framed, page_data};
use super::room::RoomAddress;
use super::visit::Visit;
use crate::chat::Window;
use crate::error::Failure;
use crate::web::session::CurrentUser;

/// How it is.
pub(crate) async fn show(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(room): Path<String>,
) -> Result<Response, Failure> {
    let id = RoomAddress::of(&room)?.id;
    let (sidebar, view) = visit.state.chat.page(&actor, id, Window::Newest).await?;
    let entry = sidebar.room(id).filter(|entry| entry.root.is_none()).ok_or_else(Failure::not_found)?;
    let (involvement, favourite, room) = (entry.involvement, entry.favourite, view.room);
    let title = format!("You and {}", room.name);
    let answer = framed(&visit, None, &title, page_data(&visit, sidebar, None), move || {
        let room = room.clone();
        view! { <InvolvementPage room involvement favourite /> }
    });
    Ok(answer.await)
}

#[derive(Deserialize)]
pub(crate) struct Chosen {
    involvement: String,
    #[serde(default)]
    favourite: Option<String>,
}

/// Takes it, and goes back into the room.
pub(crate) async fn choose(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(room): Path<String>,
    Submitted(chosen): Submitted<Chosen>,
) -> Result<Redirect, Failure> {
    let room = RoomAddress::of(&room)?.id;
    let involvement = Involvement::named(&chosen.involvement).ok_or_else(Failure::not_found)?;
    visit.state.chat.involve(&actor, room, involvement, chosen.favourite.is_some()).await?;
    Ok(Redirect::to(&format!("/r/{room}")))
}

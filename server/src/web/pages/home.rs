//! `/`: nothing to see, but the right way on.

use app::domain::room_path;
use axum::extract::State;
use axum::response::Redirect;

use crate::chat::Chat;
use crate::error::Failure;
use crate::web::session::MaybeUser;

/// To the set-up, the sign-in, the first room, or the list of rooms.
pub(crate) async fn show(State(chat): State<Chat>, MaybeUser(actor): MaybeUser) -> Result<Redirect, Failure> {
    let Some(actor) = actor else {
        let way = if chat.workspace().await?.is_some() { "/sign-in" } else { "/setup" };
        return Ok(Redirect::to(way));
    };
    let sidebar = chat.sidebar(&actor).await?;
    let first = sidebar.first_room().map(|room| room_path(room.id, &room.name));
    Ok(Redirect::to(first.as_deref().unwrap_or("/rooms")))
}

//! `/people`: who is here, and writing to some of them alone. `/r/{room}/people`: bringing them into a room. `/r/{room}/choose`:
//! who posts there.

use app::domain::{Person, UserId, room_path};
use app::pages::{AddPeoplePage, PeoplePage};
use app::protocol::{Problem, ProblemCode};
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;
use url::form_urlencoded;

use super::form::{Submitted, again};
use super::frame::{framed, page_data};
use super::room::RoomAddress;
use super::visit::Visit;
use crate::chat::{Actor, Window};
use crate::error::Failure;
use crate::web::session::CurrentUser;

/// Everyone, with a box to tick for each.
pub(crate) async fn show(visit: Visit, CurrentUser(actor): CurrentUser) -> Result<Response, Failure> {
    page(&visit, &actor, None).await
}

/// Opens the room of oneself and those who are ticked.
pub(crate) async fn write(visit: Visit, CurrentUser(actor): CurrentUser, body: Bytes) -> Result<Response, Failure> {
    let ticked = form_urlencoded::parse(&body).filter(|(name, _)| name == "person");
    let people: Result<Vec<UserId>, _> = ticked.map(|(_, id)| id.parse()).collect();
    let people = people.map_err(|_| Problem::new(ProblemCode::Malformed, "These are no people of this workspace."))?;
    match visit.state.chat.open_direct(&actor, people).await {
        Ok(entry) => Ok(Redirect::to(&room_path(entry.id, &entry.name)).into_response()),
        Err(error) => page(&visit, &actor, Some(again(error.into())?)).await,
    }
}

async fn page(visit: &Visit, actor: &Actor, problem: Option<Problem>) -> Result<Response, Failure> {
    let people = visit.state.chat.people(actor).await?;
    let sidebar = visit.state.chat.sidebar(actor).await?;
    let me = sidebar.me.clone();
    let answer = framed(visit, problem.clone(), "People", page_data(visit, sidebar, None), move || {
        let (people, problem, me) = (people.clone(), problem.clone(), me.clone());
        view! { <PeoplePage people me problem /> }
    });
    Ok(answer.await)
}

/// Everyone who is not in the room yet.
pub(crate) async fn add(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(room): Path<String>,
) -> Result<Response, Failure> {
    let room = RoomAddress::of(&room)?.id;
    visit.state.chat.may_change(&actor, room).await?;
    let members = visit.state.chat.members(&actor, room).await?;
    let everyone = visit.state.chat.people(&actor).await?;
    let people: Vec<Person> = everyone
        .into_iter()
        .map(|profile| profile.person())
        .filter(|person| members.iter().all(|member| member.id != person.id))
        .collect();
    let (sidebar, view) = visit.state.chat.page(&actor, room, Window::Newest).await?;
    let room = view.room;
    let title = format!("Add people to {}", room.name);
    let answer = framed(&visit, None, &title, page_data(&visit, sidebar, None), move || {
        let (room, people) = (room.clone(), people.clone());
        view! { <AddPeoplePage room people /> }
    });
    Ok(answer.await)
}

#[derive(Deserialize)]
pub(crate) struct Whom {
    person: i64,
}

/// Brings somebody in, and shows who else could be.
pub(crate) async fn invite(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(room): Path<String>,
    Submitted(whom): Submitted<Whom>,
) -> Result<Redirect, Failure> {
    let room = RoomAddress::of(&room)?;
    visit.state.chat.invite(&actor, room.id, UserId(whom.person)).await?;
    Ok(Redirect::to(&format!("/r/{}/people", room.id)))
}

/// Takes somebody out, and shows who is left.
pub(crate) async fn remove(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(room): Path<String>,
    Submitted(whom): Submitted<Whom>,
) -> Result<Redirect, Failure> {
    let room = RoomAddress::of(&room)?;
    visit.state.chat.remove(&actor, room.id, UserId(whom.person)).await?;
    Ok(Redirect::to(&format!("/r/{}?panel=people", room.id)))
}

#[derive(Deserialize)]
pub(crate) struct Chosen {
    person: i64,
    choose: String,
}

/// Lets somebody post, or no longer, and shows everyone.
pub(crate) async fn choose(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(room): Path<String>,
    Submitted(chosen): Submitted<Chosen>,
) -> Result<Redirect, Failure> {
    let room = RoomAddress::of(&room)?;
    visit.state.chat.choose(&actor, room.id, UserId(chosen.person), chosen.choose == "on").await?;
    Ok(Redirect::to(&format!("/r/{}?panel=people", room.id)))
}

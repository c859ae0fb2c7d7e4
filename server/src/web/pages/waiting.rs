//! `/unread`, `/mentions` and `/threads`: what waits for somebody in all their rooms.

use app::domain::RoomId;
use app::pages::{MentionsPage, ThreadsPage, UnreadPage};
use axum::extract::Query;
use axum::response::{Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::form::{Submitted, malformed};
use super::frame::{framed, page_data};
use super::visit::Visit;
use crate::error::Failure;
use crate::web::session::CurrentUser;

/// Messages on a page of mentions, and threads on one of threads.
const MENTIONS: usize = 30;
const THREADS: usize = 20;

/// What is unread, room by room.
pub(crate) async fn unread(visit: Visit, CurrentUser(actor): CurrentUser) -> Result<Response, Failure> {
    let (sidebar, waiting) = visit.state.chat.unread(&actor).await?;
    let answer = framed(&visit, None, "Unread", page_data(&visit, sidebar, None), move || {
        let waiting = waiting.clone();
        view! { <UnreadPage waiting /> }
    });
    Ok(answer.await)
}

#[derive(Deserialize)]
pub(crate) struct ReadAll {
    /// Rooms and the last message in each that the page knew of, like `3:17,8:240`.
    places: String,
    /// `threads`, or else `unread`: where the form stood.
    #[serde(default)]
    back: String,
}

/// All that a page showed is read: nothing that came since.
pub(crate) async fn read_all(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Submitted(ReadAll { places, back }): Submitted<ReadAll>,
) -> Result<Redirect, Failure> {
    let place = |place: &str| {
        let (room, no) = place.split_once(':')?;
        Some((RoomId(room.parse().ok()?), no.parse().ok()?))
    };
    let places = places.split(',').map(place).collect::<Option<Vec<_>>>().ok_or_else(malformed)?;
    visit.state.chat.mark_all_read(&actor, places).await?;
    Ok(Redirect::to(if back == "threads" { "/threads" } else { "/unread" }))
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    pub(super) before: Option<i64>,
}

/// The first `most` of what was found, and the position before which the rest is, if there is any.
pub(super) fn page_of<T>(mut found: Vec<T>, most: usize, position: impl Fn(&T) -> i64) -> (Vec<T>, Option<i64>) {
    let has_older = found.len() > most;
    found.truncate(most);
    let before = found.last().filter(|_| has_older).map(position);
    (found, before)
}

/// The messages that call the reader.
pub(crate) async fn mentions(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let found = visit.state.chat.mentions(&actor, asked.before, MENTIONS as u64 + 1).await?;
    let (mentions, before) = page_of(found, MENTIONS, |mention| mention.position);
    let sidebar = visit.state.chat.sidebar(&actor).await?;
    let answer = framed(&visit, None, "Mentions", page_data(&visit, sidebar, None), move || {
        let mentions = mentions.clone();
        view! { <MentionsPage mentions before /> }
    });
    Ok(answer.await)
}

/// The threads that the reader follows.
pub(crate) async fn threads(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let found = visit.state.chat.threads(&actor, asked.before, THREADS as u64 + 1).await?;
    let (threads, before) = page_of(found, THREADS, |thread| thread.position);
    let sidebar = visit.state.chat.sidebar(&actor).await?;
    let answer = framed(&visit, None, "Threads", page_data(&visit, sidebar, None), move || {
        let threads = threads.clone();
        view! { <ThreadsPage threads before /> }
    });
    Ok(answer.await)
}

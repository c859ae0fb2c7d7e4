//! `/unread`, `/mentions` and `/threads`: what waits for somebody in all their rooms.

use app::pages::{MentionsPage, ThreadsPage, UnreadPage};
use axum::extract::Query;
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use super::frame::{framed, page_data};
use super::visit::Visit;
use crate::error::Failure;
use crate::web::session::CurrentUser;

/// Messages on a page of mentions.
const PAGE: usize = 30;

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
pub(crate) struct Asked {
    #[serde(default)]
    before: Option<i64>,
}

/// The messages that call the reader.
pub(crate) async fn mentions(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let mut mentions = visit.state.chat.mentions(&actor, asked.before, PAGE as u64 + 1).await?;
    let has_older = mentions.len() > PAGE;
    mentions.truncate(PAGE);
    let before = mentions.last().filter(|_| has_older).map(|oldest| oldest.position);
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
    let (threads, before) = visit.state.chat.threads_page(&actor, asked.before).await?;
    let sidebar = visit.state.chat.sidebar(&actor).await?;
    let answer = framed(&visit, None, "Threads", page_data(&visit, sidebar, None), move || {
        let threads = threads.clone();
        view! { <ThreadsPage threads before /> }
    });
    Ok(answer.await)
}

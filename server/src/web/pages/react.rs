//! `/r/{room}/{msg_no}/react`: reacts to a message, with any emoji there is.

use app::pages::{EmojiGroup, ReactPage};
use axum::extract::{Path, Query};
use axum::response::{Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::form::Submitted;
use super::frame::{framed, page_data};
use super::message::MessageAddress;
use super::visit::Visit;
use crate::error::Failure;
use crate::markup::{EMOJI_GROUPS, emoji_of, find_emoji};
use crate::web::session::CurrentUser;

/// Emoji that are found at once.
const FOUND: usize = 120;

#[derive(Deserialize)]
pub(crate) struct Asked {
    /// What it is called.
    #[serde(default)]
    q: String,
    /// Which group is shown, where nothing is looked for.
    #[serde(default)]
    group: String,
}

/// All emoji.
pub(crate) async fn ask(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(at): Path<(String, String)>,
    Query(Asked { q, group }): Query<Asked>,
) -> Result<Response, Failure> {
    let at = MessageAddress::of(at)?;
    let (sidebar, room, message) = at.shown(&visit, &actor).await?;
    let typed = q.trim().to_owned();
    let known = EMOJI_GROUPS.iter().position(|(name, _)| *name == group).unwrap_or(0);
    let open = typed.is_empty().then_some(known);
    let groups = EMOJI_GROUPS.iter().enumerate();
    let groups: Vec<_> =
        groups.map(|(no, (name, words))| EmojiGroup { name, words, is_open: open == Some(no) }).collect();
    let emoji = open.map_or_else(|| find_emoji(&typed, FOUND), |no| emoji_of(EMOJI_GROUPS[no].0));
    let answer = framed(&visit, None, "React", page_data(&visit, sidebar, None), move || {
        let (path, message, typed) = (room.path(), message.clone(), typed.clone());
        let (groups, emoji) = (groups.clone(), emoji.clone());
        view! { <ReactPage path message typed groups emoji /> }
    });
    Ok(answer.await)
}

#[derive(Deserialize)]
pub(crate) struct Reacted {
    #[serde(default)]
    on: Option<String>,
    #[serde(default)]
    off: Option<String>,
}

/// Reacts, or takes it back.
pub(crate) async fn react(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(at): Path<(String, String)>,
    Submitted(reacted): Submitted<Reacted>,
) -> Result<Redirect, Failure> {
    let at = MessageAddress::of(at)?;
    let (emoji, on) = match (reacted.on, reacted.off) {
        (Some(emoji), _) => (emoji, true),
        (None, off) => (off.unwrap_or_default(), false),
    };
    visit.state.chat.react(&actor, at.room, at.no, &emoji, on).await?;
    Ok(at.back())
}

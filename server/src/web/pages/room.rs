//! `/r/{room}`: a room, its pages of history and its permalinks, and what a form can do in it.

use app::domain::{Attachment, Cid, MessageBody, RoomId};
use app::pages::RoomPage;
use app::protocol::{Panel, Posted, Problem, ProblemCode, Refused};
use axum::extract::{Path, Query, Request};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use super::failure::keeping;
use super::form::{Submitted, again};
use super::frame::{framed, page_data};
use super::visit::Visit;
use super::words::Written;
use crate::chat::{Actor, ChatError, Window, Words};
use crate::error::Failure;
use crate::web::session::{CurrentUser, MaybeUser};

/// `12-general`, as it stands in an address: only the number counts.
#[derive(Clone, Debug)]
pub(crate) struct RoomAddress {
    pub(in crate::web) id: RoomId,
    path: String,
}

impl RoomAddress {
    /// What comes back to the same place; a name that is not plain is left out.
    fn parse(segment: &str) -> Option<Self> {
        let (number, _) = segment.split_once('-').unwrap_or((segment, ""));
        let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        let id: RoomId = number.parse().ok().filter(|_| is_number)?;
        let is_plain = segment.len() <= 200 && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        Some(Self { id, path: format!("/r/{}", if is_plain { segment } else { number }) })
    }

    pub(in crate::web) fn of(segment: &str) -> Result<Self, Failure> {
        Self::parse(segment).ok_or_else(Failure::not_found)
    }

    /// To one of its messages.
    pub(super) fn message(&self, no: u64) -> String {
        format!("{}/{no}", self.path)
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// To a page that belongs to it.
    pub(super) fn below(&self, page: &str) -> String {
        format!("{}/{page}", self.path)
    }

    pub(super) fn back(&self) -> Redirect {
        Redirect::to(&self.path)
    }
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    before: Option<u64>,
    #[serde(default)]
    after: Option<u64>,
    #[serde(default)]
    panel: Option<String>,
}

/// The newest messages, or a page of history.
pub(crate) async fn show(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(room): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let window = match (asked.before, asked.after) {
        (Some(no), _) => Window::Before(no),
        (None, Some(no)) => Window::After(no),
        (None, None) => Window::Newest,
    };
    let panel = asked.panel.as_deref().and_then(Panel::named);
    let shown = Shown { window, panel, ..Shown::default() };
    page(&visit, &actor, RoomAddress::of(&room)?.id, shown).await
}

#[derive(Deserialize)]
pub(crate) struct AskedOfMessage {
    /// Present where what is written answers the message.
    #[serde(default)]
    reply: Option<String>,
    /// Present where the “New” line stands above the message: it was the first unread one when the room was opened.
    #[serde(default)]
    new: Option<String>,
}

/// One message, among those around it.
pub(crate) async fn show_message(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path((room, no)): Path<(String, String)>,
    Query(asked): Query<AskedOfMessage>,
) -> Result<Response, Failure> {
    let room = RoomAddress::of(&room)?;
    let no: u64 = no.parse().map_err(|_| Failure::not_found())?;
    let (is_reply, is_first_unread) = (asked.reply.is_some(), asked.new.is_some());
    let (window, flash) = (Window::Around(no), Some(no));
    page(&visit, &actor, room.id, Shown { window, flash, is_reply, is_first_unread, ..Shown::default() }).await
}

/// Says something. What cannot be said comes back with the text as it was typed.
pub(crate) async fn post(
    visit: Visit,
    MaybeUser(actor): MaybeUser,
    Path(room): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    let room = RoomAddress::of(&room)?;
    let mut words = Written::read(&visit, actor.as_ref(), room.id, request).await?;
    // A form whose hidden field was tampered with is a new attempt.
    let cid = words.cid.unwrap_or_else(new_cid);
    let refused = words.problem.take();
    let outcome = match &actor {
        // The words and the other files wait in the form, whatever it is.
        Some(_) if let Some(error) = refused => Err(Ok(Problem::from(error))),
        Some(actor) => say(&visit, actor, room.id, cid, &words).await.map_err(|error| again(error.into())),
        None => Err(again(Problem::new(ProblemCode::NotSignedIn, "Your session is over. Sign in, and say it again."))),
    };
    match (outcome, actor) {
        (Ok(posted), actor) => {
            if let Some(actor) = actor {
                visit.state.chat.drop_draft(&actor, room.id, &words.body).await;
            }
            Ok(Redirect::to(&format!("{}#m{}", room.path, posted.no)).into_response())
        }
        (Err(Ok(problem)), Some(actor)) => {
            let flash = words.reply;
            let window = flash.map_or(Window::Newest, Window::Around);
            let (is_reply, draft) = (flash.is_some(), words.body);
            let brought = visit.state.chat.brought(&actor, room.id, &words.files).await?;
            let (cid, problem) = (Some(cid), Some(problem));
            let shown = Shown { window, flash, is_reply, draft, brought, cid, problem, ..Shown::default() };
            page(&visit, &actor, room.id, shown).await
        }
        (Err(Ok(problem)), None) => Ok(keeping(&visit, &problem.into(), words.body).await),
        (Err(Err(failure)), _) => Ok(keeping(&visit, &failure, words.body).await),
    }
}

async fn say(visit: &Visit, actor: &Actor, room: RoomId, cid: Cid, words: &Written) -> Result<Posted, ChatError> {
    let files = words.files.clone();
    let body = MessageBody::beside(files.len(), &words.body)?;
    visit.state.chat.post(actor, room, cid, Words { body, reply: words.reply, files }).await
}

/// Joins; twice is once.
pub(crate) async fn join(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(room): Path<String>,
) -> Result<Redirect, Failure> {
    let room = RoomAddress::of(&room)?;
    visit.state.chat.join_room(&actor, room.id).await?;
    Ok(room.back())
}

/// Leaves, for the list of rooms; or does not follow a thread any longer, and stays there.
pub(crate) async fn leave(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(room): Path<String>,
) -> Result<Redirect, Failure> {
    let room = RoomAddress::of(&room)?;
    let may_stay = visit.state.chat.leave_room(&actor, room.id).await?;
    Ok(if may_stay { room.back() } else { Redirect::to("/rooms?left") })
}

#[derive(Deserialize)]
pub(crate) struct Read {
    no: u64,
}

/// Everything up to `no` is read.
pub(crate) async fn mark_read(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(room): Path<String>,
    Submitted(read): Submitted<Read>,
) -> Result<Redirect, Failure> {
    let room = RoomAddress::of(&room)?;
    visit.state.chat.mark_read(&actor, room.id, read.no).await?;
    Ok(room.back())
}

/// What of a room is shown, and what came back from its form.
struct Shown {
    window: Window,
    flash: Option<u64>,
    panel: Option<Panel>,
    is_reply: bool,
    is_first_unread: bool,
    draft: String,
    brought: Vec<Attachment>,
    cid: Option<Cid>,
    problem: Option<Problem>,
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            window: Window::Newest,
            flash: None,
            panel: None,
            is_reply: false,
            is_first_unread: false,
            draft: String::new(),
            brought: Vec::new(),
            cid: None,
            problem: None,
        }
    }
}

async fn page(visit: &Visit, actor: &Actor, room: RoomId, shown: Shown) -> Result<Response, Failure> {
    let (sidebar, mut view) = visit.state.chat.page(actor, room, shown.window).await?;
    if view.joined && shown.flash.is_some_and(|no| view.messages.iter().all(|m| m.no != no)) {
        return Err(Failure::not_found());
    }
    if let Some(no) = shown.flash.filter(|_| shown.is_first_unread) {
        view.read_no = no.saturating_sub(1);
    }
    let title = view.room.title();
    let mut data = page_data(visit, sidebar, Some(view));
    let Shown { flash, panel, is_reply, draft, brought, cid, problem, .. } = shown;
    (data.flash, data.panel, data.is_reply) = (flash, panel, is_reply);
    if panel == Some(Panel::Pins) {
        data.pins = Some(visit.state.chat.pins(actor, room).await?);
    }
    let drafted = data.sidebar.later.drafts.contains(&room);
    if drafted && data.room.as_ref().is_some_and(|room| room.joined) {
        data.draft = Some(visit.state.chat.draft(actor, room).await?);
    }
    data.brought = brought;
    data.refused = problem.as_ref().map(|p| Refused { body: draft, problem: p.message.clone() });
    let draft = data.written().to_owned();
    let cid = cid.unwrap_or_else(new_cid).to_string();
    let words = problem.as_ref().map(|p| p.message.clone());
    let answer = framed(visit, problem, &title, data, move || {
        let (cid, draft, problem) = (cid.clone(), draft.clone(), words.clone());
        view! { <RoomPage cid draft problem panel /> }
    });
    Ok(answer.await)
}

/// So that sending a form twice says it once.
pub(super) fn new_cid() -> Cid {
    Cid(Uuid::now_v7())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_number_of_an_address_counts() {
        let of = |segment: &str| RoomAddress::parse(segment).map(|r| (r.id.0, r.path));
        assert_eq!(of("12-general"), Some((12, "/r/12-general".into())));
        assert_eq!(of("12"), Some((12, "/r/12".into())));
        assert_eq!(of("12-so late"), Some((12, "/r/12".into())));
        assert_eq!(of("12-\r\nx"), Some((12, "/r/12".into())));
        for bad in ["", "general", "-12", "+12-x", "12general", "99999999999999999999"] {
            assert_eq!(of(bad), None, "{bad}");
        }
    }
}

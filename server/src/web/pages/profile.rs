//! `/people/{id}`: what somebody says of themselves. `/settings/profile`, `/settings/status`, `/settings/picture`: saying it.

use app::domain::{Availability, DisplayName, Invalid, Profile, Status, Timestamp, Title, UserId};
use app::pages::{EditProfilePage, ProfilePage};
use app::protocol::Problem;
use axum::body::Body;
use axum::extract::multipart::Multipart;
use axum::extract::{FromRequest as _, Path, Query, Request, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp as Moment};
use leptos::prelude::*;
use serde::Deserialize;

use super::form::{Submitted, again, malformed};
use super::frame::{framed, page_data};
use super::moment::midnight;
use super::visit::Visit;
use crate::chat::{Actor, Chat, ChatError};
use crate::error::Failure;
use crate::markup;
use crate::web::feed::searched;
use crate::web::session::{ApiUser, CurrentUser};

/// How long a status was to last, and how one was to be seen, as a form said.
type Chosen<'a> = (&'a str, Option<Availability>);

/// What somebody says of themselves.
pub(crate) async fn show(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Path(id): Path<UserId>,
) -> Result<Response, Failure> {
    let profile = visit.state.chat.profile(&actor, id).await?;
    let sidebar = visit.state.chat.sidebar(&actor).await?;
    let (is_me, me) = (id == sidebar.me.person.id, sidebar.me.role);
    let gives_role = !is_me && me.given(profile.role).next().is_some();
    let clock = clock(&profile.zone, visit.zone.rules(), visit.state.clock.now());
    let title = profile.name.clone();
    let presence = visit.state.chat.presence_of(id);
    let answer = framed(&visit, None, &title, page_data(&visit, sidebar, None), move || {
        let (profile, clock) = (profile.clone(), clock.clone());
        view! { <ProfilePage profile presence clock is_me gives_role /> }
    });
    Ok(answer.await)
}

/// What the clock of somebody in `zone` shows, and how far it is from that of the reader.
fn clock(zone: &str, here: &TimeZone, now: Timestamp) -> Option<String> {
    let there = TimeZone::get(zone).ok()?;
    let now = Moment::from_millisecond(now.0).ok()?;
    let (theirs, mine) = (now.to_zoned_datetime(there), now.to_zoned_datetime(here.clone()));
    let ahead = SignedDuration::from_secs(i64::from(theirs.offset().seconds()) - i64::from(mine.offset().seconds()));
    let minutes = ahead.as_mins().unsigned_abs();
    let far = match (minutes / 60, minutes % 60) {
        (0, 0) => return Some(format!("{}, like yours", theirs.strftime("%H:%M"))),
        (1, 0) => "1 hour".to_owned(),
        (hours, 0) => format!("{hours} hours"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    };
    let way = if ahead.is_positive() { "ahead of" } else { "behind" };
    Some(format!("{}, {far} {way} yours", theirs.strftime("%H:%M")))
}

/// Somebody's picture. Another one has another address, so that this one can be kept.
pub(crate) async fn picture(
    State(chat): State<Chat>,
    ApiUser(actor): ApiUser,
    Path((id, picture)): Path<(UserId, u32)>,
) -> Result<Response, Failure> {
    let mut answer = Response::new(Body::from_stream(chat.picture(&actor, id, picture).await?));
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable"));
    Ok(answer)
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    /// Present after a form of this page has done what it says.
    #[serde(default)]
    done: Option<String>,
}

/// The forms, as everything is.
pub(crate) async fn edit(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let profile = own(&visit, &actor).await?;
    page(&visit, &actor, (profile, None), asked.done.map(|_| "It is changed.".to_owned()), None).await
}

#[derive(Deserialize)]
pub(crate) struct Fields {
    name: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    zone: String,
}

/// Who one is.
pub(crate) async fn change(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Submitted(fields): Submitted<Fields>,
) -> Result<Response, Failure> {
    let parsed = || -> Result<_, Invalid> { Ok((DisplayName::parse(&fields.name)?, Title::parse(&fields.title)?)) };
    let outcome = match parsed() {
        Ok((name, title)) => visit.state.chat.change_profile(&actor, name, title, &fields.zone).await,
        Err(invalid) => Err(invalid.into()),
    };
    let Fields { name, title, zone } = fields;
    done(&visit, &actor, outcome, None, |profile| Profile { name, title, zone, ..profile }).await
}

#[derive(Deserialize)]
pub(crate) struct Said {
    #[serde(default)]
    emoji: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    lasts: String,
    #[serde(default)]
    quiet: Option<String>,
    /// How one is to be seen, as [`Availability`] is named; as before where it is not said.
    #[serde(default)]
    seen: String,
    /// Present where nothing is to be said any more.
    #[serde(default)]
    clear: Option<String>,
}

/// What one is about.
pub(crate) async fn say(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Submitted(said): Submitted<Said>,
) -> Result<Response, Failure> {
    let now = own(&visit, &actor).await?.status.and_then(|status| status.until);
    let seen = Availability::named(&said.seen);
    let status = if said.clear.is_some() { Ok(Status::default()) } else { status(&visit, &said, now) };
    let outcome = match status {
        Ok(status) => visit.state.chat.set_status(&actor, status, seen).await,
        Err(invalid) => Err(invalid.into()),
    };
    let Said { emoji, text, lasts, quiet, .. } = said;
    let typed = Status { emoji, text, until: now, quiet: quiet.is_some() };
    done(&visit, &actor, outcome, Some((&lasts, seen)), |profile| Profile { status: Some(typed), ..profile }).await
}

fn status(visit: &Visit, said: &Said, as_now: Option<Timestamp>) -> Result<Status, Invalid> {
    let typed = said.emoji.trim().trim_matches(':');
    let emoji = if typed.is_empty() {
        ""
    } else {
        markup::emoji(typed).ok_or_else(|| Invalid::new("emoji", "Write one emoji, like 🌊 or :train:."))?
    };
    let now = visit.state.clock.now();
    let minutes = |minutes: i64| Some(Timestamp(now.0 + minutes * 60_000));
    let until = match said.lasts.as_str() {
        "30m" => minutes(30),
        "1h" => minutes(60),
        "4h" => minutes(240),
        "today" => midnight(visit.zone.rules(), now),
        "now" => {
            let over = "What you said before is over by now. Choose how long this is to last.";
            Some(as_now.ok_or_else(|| Invalid::new("lasts", over))?)
        }
        _ => None,
    };
    Status::parse(emoji, &said.text, until, said.quiet.is_some())
}

/// How one looks.
pub(crate) async fn show_picture(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    request: Request,
) -> Result<Response, Failure> {
    let (head, body) = request.into_parts();
    let (bytes, sense) = searched(body);
    let request = Request::from_parts(head, Body::from_stream(bytes));
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| malformed())?;
    let mut outcome = Err(Invalid::new("picture", "Choose a picture first.").into());
    while let Some(part) = parts.next_field().await.map_err(|_| malformed())? {
        sense.made();
        match part.name().unwrap_or_default() {
            "drop" => outcome = visit.state.chat.drop_picture(&actor).await,
            "picture" if part.file_name().is_some_and(|name| !name.is_empty()) => {
                let sense = sense.clone();
                let bytes = futures_util::StreamExt::inspect(part, move |_| sense.made());
                outcome = visit.state.chat.bring_picture(&actor, bytes).await;
                break;
            }
            _ => {}
        }
    }
    done(&visit, &actor, outcome, None, |profile| profile).await
}

/// Back to the forms, or the forms with what is wrong; `typed` is what stands in them then, and `chosen` how long the status
/// was to last, and how one was to be seen.
async fn done(
    visit: &Visit,
    actor: &Actor,
    outcome: Result<(), ChatError>,
    chosen: Option<Chosen<'_>>,
    typed: impl FnOnce(Profile) -> Profile,
) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => Ok(Redirect::to("/settings/profile?done").into_response()),
        Err(error) => {
            let problem = again(error.into())?;
            let profile = own(visit, actor).await?;
            page(visit, actor, (typed(profile), chosen), None, Some(problem)).await
        }
    }
}

async fn own(visit: &Visit, actor: &Actor) -> Result<Profile, Failure> {
    Ok(visit.state.chat.profile(actor, actor.user()).await?)
}

async fn page(
    visit: &Visit,
    actor: &Actor,
    (profile, chosen): (Profile, Option<Chosen<'_>>),
    notice: Option<String>,
    problem: Option<Problem>,
) -> Result<Response, Failure> {
    let sidebar = visit.state.chat.sidebar(actor).await?;
    // As long as it lasts anyway.
    let ends = profile.status.as_ref().is_some_and(|status| status.until.is_some());
    let (lasts, seen) = chosen.unwrap_or((if ends { "now" } else { "" }, None));
    let (lasts, seen) = (lasts.to_owned(), seen.unwrap_or(sidebar.availability));
    let answer = framed(visit, problem.clone(), "Profile and status", page_data(visit, sidebar, None), move || {
        let (profile, notice, problem) = (profile.clone(), notice.clone(), problem.clone());
        view! { <EditProfilePage profile lasts=lasts.clone() seen notice problem /> }
    });
    Ok(answer.await)
}

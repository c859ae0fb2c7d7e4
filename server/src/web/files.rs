//! Files over HTTP: bring one, see one, whole or in part. Whatever a browser could run is only ever handed over to be kept,
//! and nothing that is shown may load or run anything.

use std::ops::Range;

use app::domain::{Attachment, AttachmentId, FileName};
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_RANGE,
    RANGE,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::assets::encoding::holds;
use super::feed::paced;
use super::pages::room::RoomAddress;
use super::session::ApiUser;
use crate::chat::{Chat, Filed};
use crate::error::Failure;
use crate::files::{Part, hex};

#[derive(Deserialize)]
pub(crate) struct Called {
    name: String,
}

/// Takes a file in: its bytes are the body. Answers with what a message names it by.
pub(crate) async fn bring(
    State(chat): State<Chat>,
    ApiUser(actor): ApiUser,
    Path(room): Path<String>,
    Query(Called { name }): Query<Called>,
    request: Request,
) -> Result<Json<Attachment>, Failure> {
    let room = RoomAddress::of(&room)?.id;
    let name = FileName::parse(&name)?;
    Ok(Json(chat.bring(&actor, room, name, paced(request.into_body())).await?))
}

/// Takes back a file that was not sent.
pub(crate) async fn take_back(
    State(chat): State<Chat>,
    ApiUser(actor): ApiUser,
    Path(id): Path<AttachmentId>,
) -> Result<StatusCode, Failure> {
    chat.take_back(&actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A file as it was brought. The name in the address only helps people to read it.
pub(crate) async fn show(
    State(chat): State<Chat>,
    ApiUser(actor): ApiUser,
    Path((id, _)): Path<(AttachmentId, String)>,
    asked: HeaderMap,
) -> Result<Response, Failure> {
    let found = chat.find_file(&actor, id).await?;
    let size = found.attachment.size;
    let mut answer = Response::new(Body::empty());
    let etag = described(&mut answer, &found, Part::Whole);
    if holds(&asked, &etag) {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(answer);
    }
    let headers = answer.headers_mut();
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let same = asked.get(IF_RANGE).is_none_or(|held| *held == etag);
    let range = match asked.get(RANGE).filter(|_| same).and_then(|range| asked_range(range, size)) {
        Some(Ok(range)) => {
            let place = format!("bytes {}-{}/{size}", range.start, range.end - 1);
            headers.insert(CONTENT_RANGE, HeaderValue::from_str(&place).map_err(|_| Failure::internal())?);
            headers.insert(CONTENT_LENGTH, HeaderValue::from(range.end - range.start));
            *answer.status_mut() = StatusCode::PARTIAL_CONTENT;
            Some(range)
        }
        Some(Err(())) => {
            let place = HeaderValue::from_str(&format!("bytes */{size}")).map_err(|_| Failure::internal())?;
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, [(CONTENT_RANGE, place)]).into_response());
        }
        None => {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(size));
            None
        }
    };
    *answer.body_mut() = Body::from_stream(chat.read_file(&found, Part::Whole, range).await?);
    Ok(answer)
}

/// A small copy of a picture; a picture that is small enough is its own.
pub(crate) async fn preview(
    State(chat): State<Chat>,
    ApiUser(actor): ApiUser,
    Path(id): Path<AttachmentId>,
    asked: HeaderMap,
) -> Result<Response, Failure> {
    let found = chat.find_file(&actor, id).await?;
    if found.attachment.width == 0 {
        return Err(Failure::not_found());
    }
    let part = if found.has_preview { Part::Preview } else { Part::Whole };
    let mut answer = Response::new(Body::empty());
    let etag = described(&mut answer, &found, part);
    if holds(&asked, &etag) {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(answer);
    }
    *answer.body_mut() = Body::from_stream(chat.read_file(&found, part, None).await?);
    Ok(answer)
}

/// Says what the bytes are and how they may be used. They never change; whether one may see them is asked every time.
fn described(answer: &mut Response, found: &Filed, part: Part) -> HeaderValue {
    let file = &found.attachment;
    let headers = answer.headers_mut();
    let mime = match part {
        Part::Whole => HeaderValue::from_str(&found.mime).ok(),
        // Or a PNG: browsers tell by the bytes, of pictures.
        Part::Preview => Some(HeaderValue::from_static("image/jpeg")),
    };
    headers.insert(CONTENT_TYPE, mime.unwrap_or_else(|| HeaderValue::from_static("application/octet-stream")));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    let way = if file.kind.is_other() { "attachment" } else { "inline" };
    let name = file.path();
    let name = name.rsplit('/').next().unwrap_or_default();
    if let Ok(value) = HeaderValue::from_str(&format!("{way}; filename*=UTF-8''{name}")) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    let kind = if part == Part::Preview { "p" } else { "w" };
    let etag = HeaderValue::from_str(&format!("\"{kind}{}\"", hex(&found.hash)))
        .unwrap_or_else(|_| HeaderValue::from_static("\"\""));
    headers.insert(ETAG, etag.clone());
    etag
}

/// The one stretch that is asked for (RFC 9110, 14.1.2). `None`: several, or not understood, so all is sent; an error: it
/// does not lie within.
fn asked_range(header: &HeaderValue, size: u64) -> Option<Result<Range<u64>, ()>> {
    let (first, last) = header.to_str().ok()?.strip_prefix("bytes=")?.split_once('-')?;
    if last.contains(',') {
        return None;
    }
    let range = match (first.trim(), last.trim()) {
        ("", last) => size.saturating_sub(last.parse().ok()?)..size,
        (first, "") => first.parse().ok()?..size,
        (first, last) => {
            let (first, last): (u64, u64) = (first.parse().ok()?, last.parse().ok()?);
            first..last.checked_add(1).filter(|end| first < *end)?.min(size)
        }
    };
    Some(if range.start < range.end { Ok(range) } else { Err(()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_stretch_is_understood_and_everything_else_is_the_whole() {
        let asked = |range: &'static str| asked_range(&HeaderValue::from_static(range), 100);
        assert_eq!(asked("bytes=0-9"), Some(Ok(0..10)));
        assert_eq!(asked("bytes=90-"), Some(Ok(90..100)));
        assert_eq!(asked("bytes=-10"), Some(Ok(90..100)));
        assert_eq!(asked("bytes=-500"), Some(Ok(0..100)));
        assert_eq!(asked("bytes=90-900"), Some(Ok(90..100)));
        assert_eq!(asked("bytes=100-"), Some(Err(())));
        assert_eq!(asked("bytes=-0"), Some(Err(())));
        for odd in ["bytes=5-2", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b", "bytes=-", "bytes=0-18446744073709551615"] {
            assert_eq!(asked(odd), None, "{odd}");
        }
    }
}

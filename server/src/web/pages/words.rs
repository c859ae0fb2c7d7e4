//! What the form of the composer brings: words alone, or words and files, in parts.

use app::domain::{Attachment, AttachmentId, Cid, FileName, Invalid, RoomId};
use axum::body::{Body, to_bytes};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest as _, Request};
use axum::http::header::CONTENT_TYPE;
use futures_util::StreamExt as _;
use http_body_util::Limited;
use serde::Deserialize;

use super::form::{Submitted, malformed};
use super::visit::Visit;
use crate::chat::{Actor, ChatError};
use crate::error::Failure;
use crate::web::BODY_LIMIT;
use crate::web::feed::{Sense, searched};

/// What somebody wants to say.
#[derive(Default)]
pub(super) struct Written {
    /// Their name for the attempt; a hidden field that was tampered with is none.
    pub(super) cid: Option<Cid>,
    /// The text as it was typed.
    pub(super) body: String,
    /// The message that it answers.
    pub(super) reply: Option<u64>,
    /// The files that were brought, with this form or before.
    pub(super) files: Vec<AttachmentId>,
    /// Why a file was not taken. The others were.
    pub(super) problem: Option<ChatError>,
}

#[derive(Deserialize)]
struct Plain {
    #[serde(default)]
    cid: String,
    body: String,
    #[serde(default)]
    reply: String,
}

impl Written {
    /// Reads the form. Files are taken in as they come, for `actor`; of nobody, none are.
    pub(super) async fn read(
        visit: &Visit,
        actor: Option<&Actor>,
        room: RoomId,
        request: Request,
    ) -> Result<Self, Failure> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("multipart/form-data") {
            // The bound of the route is that of files.
            let (head, body) = request.into_parts();
            let body = to_bytes(body, BODY_LIMIT).await.map_err(|_| Failure::too_large(BODY_LIMIT))?;
            let request = Request::from_parts(head, body.into());
            let Submitted(Plain { cid, body, reply }) = Submitted::from_request(request, &()).await?;
            return Ok(Self { cid: cid.parse().ok(), body, reply: reply.parse().ok(), ..Self::default() });
        }
        let (head, body) = request.into_parts();
        let may_bring = match actor {
            Some(actor) => visit.state.chat.may_bring(actor, room).await.is_ok(),
            None => false,
        };
        // Whoever may bring nothing may still have written something.
        let body = if may_bring { body } else { Body::new(Limited::new(body, BODY_LIMIT)) };
        let (bytes, sense) = searched(body);
        let request = Request::from_parts(head, Body::from_stream(bytes));
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| malformed())?;
        let mut written = Self::default();
        while let Some(part) = parts.next_field().await.map_err(broken)? {
            sense.made();
            match part.name().unwrap_or_default() {
                "files" => written.take(visit, actor, room, part, &sense).await?,
                "cid" => written.cid = short(part).await?.parse().ok(),
                "reply" => written.reply = short(part).await?.parse().ok(),
                "brought" if written.files.len() < Attachment::MOST => {
                    written.files.extend(short(part).await?.parse::<AttachmentId>().ok());
                }
                "body" => written.body = short(part).await?,
                _ => drop(short(part).await?),
            }
        }
        Ok(written)
    }

    /// Takes a file in; what is not taken is read over.
    async fn take(
        &mut self,
        visit: &Visit,
        actor: Option<&Actor>,
        room: RoomId,
        part: Field<'_>,
        sense: &Sense,
    ) -> Result<(), Failure> {
        let name = part.file_name().unwrap_or_default().to_owned();
        let mut part = part.inspect(|_| sense.made());
        let outcome = match actor {
            // A field of files that was left empty comes as one without a name.
            _ if name.is_empty() => return Ok(()),
            None => return Ok(()),
            Some(_) if self.files.len() >= Attachment::MOST => {
                let message = format!("Send at most {} files at once. The first of them wait here.", Attachment::MOST);
                Err(Invalid::new("files", message).into())
            }
            Some(actor) => match FileName::parse(&name) {
                Ok(name) => visit.state.chat.bring(actor, room, name, &mut part).await,
                Err(invalid) => Err(invalid.into()),
            },
        };
        match outcome {
            Ok(file) => self.files.push(file.id),
            Err(error) => self.problem = Some(error),
        }
        while let Some(rest) = part.next().await {
            rest.map_err(broken)?;
        }
        Ok(())
    }
}

/// A field that is no file.
async fn short(mut part: Field<'_>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(more) = part.chunk().await.map_err(broken)? {
        bytes.extend_from_slice(&more);
        if bytes.len() > BODY_LIMIT {
            return Err(Failure::too_large(BODY_LIMIT));
        }
    }
    String::from_utf8(bytes).map_err(|_| malformed())
}

fn broken(error: MultipartError) -> Failure {
    tracing::debug!(%error, "a form with files did not arrive whole");
    malformed()
}

//! `GET /socket`: who may talk. The talking itself is in [`super::socket`].

use app::domain::{RoomId, UserId};
use app::protocol::{CloseCode, Command, Problem, Welcome};
use axum::extract::{FromRequestParts, Request, State};
use axum::response::Response;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::value::RawValue;

use super::session::{self, MaybeUser};
use super::socket::{self, Conversation, Greeting, Watched};
use crate::chat::{Actor, Chat};
use crate::error::Failure;
use crate::hub::SocketId;
use crate::state::AppState;

/// Lets a signed-in person's socket in; `guard` has checked `Origin`.
pub(super) async fn open(State(state): State<AppState>, request: Request) -> Result<Response, Failure> {
    let (mut parts, _) = request.into_parts();
    let MaybeUser(actor) = MaybeUser::from_request_parts(&mut parts, &state).await?;
    let token = session::token(&state.site, &parts.headers).map(str::to_owned);
    let (Some(actor), Some(token)) = (actor, token) else {
        return Ok(socket::turn_away(parts, CloseCode::NotSignedIn, &state.sockets));
    };
    let person = Person { chat: state.chat, actor, token, build: state.assets.names().build() };
    Ok(socket::upgrade(parts, person, &state.sockets))
}

/// One signed-in person's side of the conversation.
struct Person {
    chat: Chat,
    actor: Actor,
    /// Asked about again and again while the socket is open.
    token: String,
    /// Of the pages that this server makes.
    build: String,
}

impl Conversation for Person {
    fn user(&self) -> UserId {
        self.actor.user()
    }

    fn session(&self) -> i64 {
        self.actor.session
    }

    fn perform(&self, command: Command, from: SocketId) -> BoxFuture<'_, Result<Box<RawValue>, Problem>> {
        self.chat.perform(&self.actor, command, Some(from)).boxed()
    }

    fn welcome(&self) -> BoxFuture<'_, Result<Greeting, Problem>> {
        async {
            let (welcome, rooms) = self.chat.welcome(&self.actor).await?;
            Ok((Welcome { build: self.build.clone(), ..welcome }, rooms))
        }
        .boxed()
    }

    fn watch(&self, room: RoomId) -> BoxFuture<'_, Result<Watched, Problem>> {
        async move { Ok(self.chat.watch(&self.actor, room).await?) }.boxed()
    }

    fn is_signed_in(&self) -> BoxFuture<'_, bool> {
        // A store that does not answer throws nobody out.
        async { !matches!(self.chat.authenticate(&self.token).await, Ok(None)) }.boxed()
    }
}

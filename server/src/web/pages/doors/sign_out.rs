//! `/sign-out`: the session ends, here and on its sockets.

use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};

use crate::error::Failure;
use crate::web::pages::visit::Visit;
use crate::web::session::{self, MaybeUser};

/// Ends the session. Whoever has none is out already.
pub(crate) async fn submit(visit: Visit, MaybeUser(actor): MaybeUser) -> Result<Response, Failure> {
    if let Some(actor) = actor {
        visit.state.chat.sign_out(&actor).await?;
    }
    let cookie = session::ended(&visit.state.site);
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to("/sign-in?left")).into_response())
}

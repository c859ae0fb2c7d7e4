//! The doors: first run, sign-in, join, and the way out. They need no program in the browser.

pub(crate) mod first_run;
pub(crate) mod join;
pub(crate) mod sign_in;
pub(crate) mod sign_out;

use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};

use super::visit::Visit;
use crate::chat::SignedIn;
use crate::web::session;

/// Lets a person in: the cookie, and the way on.
fn let_in(visit: &Visit, signed_in: &SignedIn, next: &str) -> Response {
    let cookie = session::begun(&visit.state.site, &signed_in.token);
    (AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(next)).into_response()
}

//! `/sign-in`: for people who have an account.

use app::pages::SignInPage;
use app::protocol::{Problem, ProblemCode};
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::let_in;
use crate::chat::SignIn;
use crate::error::Failure;
use crate::web::pages::form::{Submitted, again};
use crate::web::pages::render::door;
use crate::web::pages::visit::Visit;
use crate::web::session::{MaybeUser, safe_next};

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    next: Option<String>,
    /// Present after signing out.
    #[serde(default)]
    left: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Fields {
    email: String,
    password: String,
    #[serde(default)]
    next: Option<String>,
}

/// The form, unless the person is in already.
pub(crate) async fn show(
    visit: Visit,
    MaybeUser(actor): MaybeUser,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let next = kept(asked.next.as_deref());
    if actor.is_some() {
        return Ok(Redirect::to(next.as_deref().unwrap_or("/")).into_response());
    }
    let notice = asked.left.map(|_| "You are signed out.".to_owned());
    page(&visit, Form { next, notice, ..Form::default() }).await
}

/// Begins a session.
pub(crate) async fn submit(visit: Visit, Submitted(fields): Submitted<Fields>) -> Result<Response, Failure> {
    let Fields { email, password, next } = fields;
    let next = kept(next.as_deref());
    let sign_in = SignIn { email: email.clone(), password };
    match visit.state.chat.sign_in(sign_in, &visit.visitor).await.map_err(Problem::from) {
        Ok(signed_in) => Ok(let_in(&visit, &signed_in, next.as_deref().unwrap_or("/"))),
        Err(mut problem) => {
            // Here this is what was typed, not who is asking.
            if problem.code == ProblemCode::NotSignedIn {
                problem.code = ProblemCode::Invalid;
            }
            let problem = Some(again(problem)?);
            page(&visit, Form { email, next, problem, notice: None }).await
        }
    }
}

/// The way on, if there is one to be kept.
fn kept(next: Option<&str>) -> Option<String> {
    next.map(safe_next).filter(|next| *next != "/").map(str::to_owned)
}

#[derive(Clone, Default)]
struct Form {
    email: String,
    next: Option<String>,
    notice: Option<String>,
    problem: Option<Problem>,
}

async fn page(visit: &Visit, form: Form) -> Result<Response, Failure> {
    let Some(workspace) = visit.state.chat.workspace().await? else {
        return Ok(Redirect::to("/setup").into_response());
    };
    let title = format!("Sign in · {workspace}");
    let answer = door(visit, form.problem.clone(), title, move || {
        let Form { email, next, notice, problem } = form.clone();
        view! { <SignInPage workspace=workspace.clone() email next notice problem /> }
    });
    Ok(answer.await)
}

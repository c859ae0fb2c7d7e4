//! `/join/{token}`: where a join link leads.

use app::domain::{DisplayName, Email, Invalid, Password};
use app::pages::{JoinForm, JoinPage};
use app::protocol::{Problem, ProblemCode};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::let_in;
use crate::chat::{Invitation, SignUp};
use crate::error::Failure;
use crate::web::pages::form::{Submitted, again};
use crate::web::pages::render::door;
use crate::web::pages::visit::Visit;
use crate::web::session::MaybeUser;

#[derive(Deserialize)]
pub(crate) struct Fields {
    name: String,
    email: String,
    password: String,
}

impl Fields {
    fn parse(&self) -> Result<SignUp, Invalid> {
        Ok(SignUp {
            name: DisplayName::parse(&self.name)?,
            email: Email::parse(&self.email)?,
            password: Password::parse(&self.password, Password::LEAST)?,
        })
    }
}

/// The empty form, at a link that is still good.
pub(crate) async fn show(
    visit: Visit,
    MaybeUser(actor): MaybeUser,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    if actor.is_some() {
        return Ok(Redirect::to("/").into_response());
    }
    let invitation = invitation(&visit, &token).await?;
    Ok(page(&visit, invitation, token, JoinForm::default(), None).await)
}

/// Makes a member.
pub(crate) async fn submit(
    visit: Visit,
    Path(token): Path<String>,
    Submitted(fields): Submitted<Fields>,
) -> Result<Response, Failure> {
    let outcome = match fields.parse() {
        Ok(form) => visit.state.chat.sign_up(&token, form, &visit.visitor).await.map_err(Problem::from),
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(signed_in) => Ok(let_in(&visit, &signed_in, "/")),
        Err(problem) => {
            let invitation = invitation(&visit, &token).await?;
            let problem = again(problem)?;
            let Fields { name, email, password: _ } = fields;
            Ok(page(&visit, invitation, token, JoinForm { name, email }, Some(problem)).await)
        }
    }
}

async fn invitation(visit: &Visit, token: &str) -> Result<Invitation, Failure> {
    let gone = "This link is not, or no longer, good. Ask who sent it for a new one.";
    let invitation = visit.state.chat.invitation(token).await?;
    invitation.ok_or_else(|| Problem::new(ProblemCode::NotFound, gone).into())
}

async fn page(
    visit: &Visit,
    invitation: Invitation,
    token: String,
    form: JoinForm,
    problem: Option<Problem>,
) -> Response {
    let title = format!("Join {}", invitation.workspace);
    door(visit, problem.clone(), title, move || {
        let Invitation { workspace, by } = invitation.clone();
        let (token, form, problem) = (token.clone(), form.clone(), problem.clone());
        view! { <JoinPage workspace invited_by=by.name token form problem /> }
    })
    .await
}

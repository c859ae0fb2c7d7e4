//! `/setup`: the first visitor makes the workspace and owns it. Afterwards it only leads on.

use app::domain::{DisplayName, Email, Invalid, Password, WorkspaceName};
use app::pages::{FirstRunForm, FirstRunPage};
use app::protocol::Problem;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::let_in;
use crate::chat::FirstRun;
use crate::error::Failure;
use crate::web::pages::form::{Submitted, again};
use crate::web::pages::render::door;
use crate::web::pages::visit::Visit;

#[derive(Deserialize)]
pub(crate) struct Fields {
    workspace: String,
    name: String,
    email: String,
    password: String,
}

impl Fields {
    fn parse(&self) -> Result<FirstRun, Invalid> {
        Ok(FirstRun {
            workspace: WorkspaceName::parse(&self.workspace)?,
            name: DisplayName::parse(&self.name)?,
            email: Email::parse(&self.email)?,
            password: Password::parse(&self.password, Password::LEAST_FOR_OWNER)?,
        })
    }
}

/// The empty form, as long as there is no workspace.
pub(crate) async fn show(visit: Visit) -> Result<Response, Failure> {
    if visit.state.chat.workspace().await?.is_some() {
        return Ok(Redirect::to("/").into_response());
    }
    Ok(page(&visit, FirstRunForm::default(), None).await)
}

/// Makes the workspace, its owner and the first room.
pub(crate) async fn submit(visit: Visit, Submitted(fields): Submitted<Fields>) -> Result<Response, Failure> {
    let outcome = match fields.parse() {
        Ok(form) => visit.state.chat.first_run(form, &visit.visitor).await.map_err(Problem::from),
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(signed_in) => Ok(let_in(&visit, &signed_in, "/")),
        Err(problem) => {
            let problem = again(problem)?;
            let Fields { workspace, name, email, password: _ } = fields;
            Ok(page(&visit, FirstRunForm { workspace, name, email }, Some(problem)).await)
        }
    }
}

async fn page(visit: &Visit, form: FirstRunForm, problem: Option<Problem>) -> Response {
    door(visit, problem.clone(), "Set up · Snug", move || {
        let (form, problem) = (form.clone(), problem.clone());
        view! { <FirstRunPage form problem /> }
    })
    .await
}

//! `/search`: what was said, in all rooms of the reader.

use app::domain::{Order, Rest, Results};
use app::pages::{Onward, SearchPage};
use axum::extract::Query;
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use super::frame::{framed, page_data};
use super::visit::Visit;
use crate::chat::Question;
use crate::error::Failure;
use crate::web::session::CurrentUser;

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    sort: String,
    #[serde(default)]
    before: Option<i64>,
    #[serde(default)]
    page: Option<usize>,
    /// The question is only begun: one goes on typing.
    #[serde(default)]
    begin: Option<String>,
}

/// The box, and what was found.
pub(crate) async fn show(
    visit: Visit,
    CurrentUser(actor): CurrentUser,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let is_begun = asked.begin.is_some();
    let question = Question {
        typed: asked.q.trim().to_owned(),
        order: if asked.sort == "best" { Order::Best } else { Order::Newest },
        before: asked.before,
        page: asked.page.unwrap_or(1),
        zone: visit.zone.rules().clone(),
    };
    let (sidebar, Results { found, rest, problem }) = visit.state.chat.search(&actor, &question).await?;
    let Question { mut typed, order, before, .. } = question;
    let title = if typed.is_empty() { "Search".to_owned() } else { format!("{typed} · Search") };
    if is_begun {
        typed.push(' ');
    }
    let other = if order == Order::Best { Order::Newest } else { Order::Best };
    let other_order = path(&typed, other, &[]);
    let onward = rest.map(|rest| onward(&visit, &typed, order, before, rest));
    let answer = framed(&visit, None, &title, page_data(&visit, sidebar, None), move || {
        let (typed, other_order) = (typed.clone(), other_order.clone());
        let (found, problem, onward) = (found.clone(), problem.clone(), onward.clone());
        view! { <SearchPage typed order other_order found problem onward is_begun /> }
    });
    Ok(answer.await)
}

/// The way to what is not on this page.
fn onward(visit: &Visit, typed: &str, order: Order, before: Option<i64>, rest: Rest) -> Onward {
    let number = |name, number: i64| (name, number.to_string());
    let (and, words, so_far) = match rest {
        Rest::Before(position) => (vec![number("before", position)], "Older", None),
        Rest::Page(page) => {
            let from = before.map(|before| number("before", before));
            (from.into_iter().chain([("page", page.to_string())]).collect(), "More", None)
        }
        Rest::Further(position, at) => {
            let so_far = match at.map(|at| visit.zone.at(at).date()) {
                Some((year, month, day)) => format!("Looked back to {year:04}-{month:02}-{day:02}."),
                None => "Nothing was found among what is newest.".to_owned(),
            };
            (vec![number("before", position)], "Look further back", Some(so_far))
        }
    };
    Onward { href: path(typed, order, &and), words: words.to_owned(), so_far }
}

fn path(typed: &str, order: Order, and: &[(&str, String)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("q", typed);
    if order == Order::Best {
        query.append_pair("sort", "best");
    }
    query.extend_pairs(and);
    format!("/search?{}", query.finish())
}

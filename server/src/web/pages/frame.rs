//! Pages inside the frame: the sidebar beside them, and a program that keeps it live.

use std::sync::Arc;

use app::protocol::{Page, Problem, RoomView, SidebarView};
use app::state::{ChatState, Clockwork};
use axum::response::Response;
use leptos::prelude::*;

use super::render::live;
use super::visit::Visit;

/// What a framed page is born with.
pub(super) fn page_data(visit: &Visit, sidebar: SidebarView, room: Option<RoomView>) -> Page {
    let page = Page::of(sidebar, visit.zone.name().to_owned(), visit.state.clock.now());
    let path = if room.is_none() { visit.path.clone() } else { String::new() };
    Page { room, path, build: visit.state.assets.names().build(), ..page }
}

/// Renders `view` with the state of `data` around it, as the browser will have it.
pub(super) async fn framed<V>(
    visit: &Visit,
    problem: Option<Problem>,
    title: &str,
    data: Page,
    view: impl Fn() -> V + Clone + Send + Sync + 'static,
) -> Response
where
    V: IntoView + 'static,
{
    let title = format!("{title} · {}", data.sidebar.workspace);
    let (zone, data) = (visit.zone.clone(), Arc::new(data));
    let state_of = data.clone();
    let whole = move || {
        let zone = zone.clone();
        let clock = Clockwork::new(Arc::new(move |at| zone.at(at)), state_of.now);
        provide_context(clock);
        provide_context(ChatState::new(&state_of, clock));
        view()
    };
    live(visit, problem, title, &data, whole).await
}

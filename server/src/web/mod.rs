//! HTTP and WebSocket: the adapter between a browser and `chat`. A newcomer begins at
//! [`routes`], the table of everything that can be asked for; what holds for all of it is in
//! [`router`], from the outside in.

pub mod assets;
pub mod listener;
pub mod socket;

mod api;
mod client_address;
mod dev_tools;
mod device;
mod feed;
mod files;
mod health;
mod pages;
mod protection;
mod request;
mod session;
mod site;
mod socket_door;
mod strangers;
mod zone;

use app::domain::Attachment;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{MethodRouter, delete, get, post};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;

pub use client_address::{ClientAddress, Network, TrustedProxies};
pub use dev_tools::DevTools;
pub use site::{PublicUrl, Site};

use crate::error::Failure;
use crate::state::AppState;
use assets::Assets;

/// Most bytes of a request's body, but where the table says otherwise.
pub const BODY_LIMIT: usize = 64 * 1024;

/// Everything that can be asked for, where a file may have so many bytes. Files of the built site (`/pkg/…`, `/favicon.svg`, …)
/// are what is left over: see [`file`].
fn routes(file_limit: usize) -> Vec<Route> {
    use pages::doors::{first_run, join, sign_in, sign_out};
    use pages::{drafts, edit_room, home, involvement, message, people, profile};
    use pages::{react, role, room, rooms, saved, search, settings, waiting};
    vec![
        // The way in and out
        page("/", get(home::show)),
        page("/setup", get(first_run::show).post(first_run::submit)),
        page("/sign-in", get(sign_in::show).post(sign_in::submit)),
        page("/join/{token}", get(join::show).post(join::submit)),
        page("/sign-out", post(sign_out::submit)),
        // A room: its number, and for people its name, as in /r/12-general
        page("/r/{room}", get(room::show)),
        page("/r/{room}/{msg_no}", get(room::show_message)),
        page("/r/{room}/{msg_no}/react", get(react::ask).post(react::react)),
        page("/r/{room}/{msg_no}/pin", post(message::pin)),
        page("/r/{room}/{msg_no}/unread", post(message::unread)),
        page("/r/{room}/{msg_no}/thread", post(message::thread)),
        page("/r/{room}/{msg_no}/delete", post(message::delete)),
        page("/r/{room}/{msg_no}/save", post(saved::save)),
        page("/r/{room}/{msg_no}/remind", get(saved::ask).post(saved::remind)),
        page("/r/{room}/{msg_no}/edit", get(message::edit).post(message::change)),
        page("/r/{room}/{msg_no}/history", get(message::history)),
        page("/r/{room}/messages", post(room::post)).up_to(file_limit.saturating_mul(Attachment::MOST) + BODY_LIMIT),
        page("/r/{room}/draft", post(drafts::keep)),
        page("/r/{room}/later", get(drafts::ask).post(drafts::schedule)),
        page("/r/{room}/join", post(room::join)),
        page("/r/{room}/leave", post(room::leave)),
        page("/r/{room}/read", post(room::mark_read)),
        page("/r/{room}/edit", get(edit_room::show).post(edit_room::submit)),
        page("/r/{room}/archive", post(edit_room::archive)),
        page("/r/{room}/choose", post(people::choose)),
        page("/r/{room}/involvement", get(involvement::show).post(involvement::choose)),
        page("/r/{room}/people", get(people::add)),
        page("/r/{room}/invite", post(people::invite)),
        page("/r/{room}/remove", post(people::remove)),
        // Everyone
        page("/people", get(people::show).post(people::write)),
        page("/people/{id}", get(profile::show)),
        plain("/people/{id}/picture/{picture}", get(profile::picture)),
        page("/people/{id}/role", get(role::show).post(role::give)),
        // What waits
        page("/unread", get(waiting::unread).post(waiting::read_all)),
        page("/mentions", get(waiting::mentions)),
        page("/threads", get(waiting::threads)),
        // What one comes back to
        page("/saved", get(saved::show)),
        page("/drafts", get(drafts::show)),
        page("/drafts/{room}", post(drafts::discard)),
        page("/scheduled/{id}", post(drafts::scheduled)),
        // Files that came with messages
        plain("/files/{id}/{name}", get(files::show)),
        plain("/previews/{id}", get(files::preview)),
        // What was said
        page("/search", get(search::show)),
        // All rooms
        page("/rooms", get(rooms::browse)),
        page("/rooms/new", get(rooms::new).post(rooms::make)),
        // Oneself and others
        page("/settings/profile", get(profile::edit).post(profile::change)),
        page("/settings/status", post(profile::say)),
        page("/settings/picture", post(profile::show_picture)).up_to(file_limit.saturating_add(BODY_LIMIT)),
        page("/settings/notifications", get(settings::notifications)),
        page("/settings/sessions", get(settings::sessions)),
        page("/settings/sessions/{id}/revoke", post(settings::revoke)),
        page("/invite", get(settings::invite)),
        page("/invite/renew", post(settings::renew_invite)),
        // Programs
        plain("/socket", get(socket_door::open)),
        plain("/api/command", post(api::command)),
        plain("/api/rooms/{room}/files", post(files::bring)).up_to(file_limit.saturating_add(BODY_LIMIT)),
        plain("/api/files/{id}", delete(files::take_back)),
        plain("/csp-report", post(health::csp_report)),
        plain("/healthz", get(health::alive)),
        plain("/readyz", get(health::ready)),
    ]
}

/// One line of the table.
struct Route {
    path: &'static str,
    methods: MethodRouter<AppState>,
    /// Most bytes of a body.
    limit: usize,
}

impl Route {
    /// With bodies of so many bytes.
    fn up_to(self, limit: usize) -> Self {
        Self { limit, ..self }
    }
}

/// HTML, compressed on the way out.
fn page(path: &'static str, methods: MethodRouter<AppState>) -> Route {
    // Quality 5 of brotli is where more time stops buying bytes.
    let compression = CompressionLayer::new().br(true).gzip(true).quality(CompressionLevel::Precise(5));
    plain(path, methods.layer(compression))
}

fn plain(path: &'static str, methods: MethodRouter<AppState>) -> Route {
    Route { path, methods, limit: BODY_LIMIT }
}

/// The routes with what holds for all of them. The last layer is the outermost.
pub fn router(state: AppState) -> Router {
    let file_limit = usize::try_from(state.chat.file_limit()).unwrap_or(usize::MAX);
    let table = routes(file_limit).into_iter().fold(Router::new(), |router, Route { path, methods, limit }| {
        router.route(path, methods.layer(RequestBodyLimitLayer::new(limit)))
    });
    table
        .fallback(file)
        .method_not_allowed_fallback(request::wrong_method)
        // Each route has its own limit, for bodies of every kind.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(state.clone(), protection::guard))
        .layer(from_fn(request::survive))
        .layer(from_fn_with_state(state.clone(), pages::present))
        .layer(from_fn_with_state(state.clone(), protection::headers))
        .layer(from_fn(request::observe))
        .with_state(state)
}

/// A file of the built site, or nothing.
async fn file(State(assets): State<Assets>, request: Request) -> Result<Response, Failure> {
    let is_read = matches!(*request.method(), axum::http::Method::GET | axum::http::Method::HEAD);
    let found = is_read.then(|| assets.serve(request.uri().path(), request.headers())).flatten();
    found.ok_or_else(Failure::not_found)
}

#[cfg(test)]
mod tests;

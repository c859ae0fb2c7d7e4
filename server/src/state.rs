//! What every handler may reach. Cheap to clone; a handler takes the part it needs.

use std::sync::Arc;

use axum::extract::FromRef;

use crate::chat::Chat;
use crate::clock::Clock;
use crate::web::assets::Assets;
use crate::web::socket::Sockets;
use crate::web::{DevTools, Site, TrustedProxies};

/// The parts of a running server.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// What people may do.
    pub chat: Chat,
    /// What all sockets share.
    pub sockets: Sockets,
    /// What time it is.
    pub clock: Clock,
    /// The built site.
    pub assets: Assets,
    /// Where this server lives for browsers.
    pub site: Arc<Site>,
    /// The proxies in front of it.
    pub proxies: Arc<TrustedProxies>,
    /// What `cargo leptos watch` adds to pages; nothing otherwise.
    pub dev_tools: Arc<DevTools>,
}

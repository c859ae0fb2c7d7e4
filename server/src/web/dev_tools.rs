//! What `cargo leptos watch` adds to every page: the script that reloads it after a change,
//! and the permission for that script to connect. Nothing in a server that people use.

use leptos::config::{LeptosOptions, get_configuration};

/// The developer's additions, if there is a developer.
#[derive(Clone, Debug, Default)]
pub struct DevTools(Option<LeptosOptions>);

impl DevTools {
    /// Reads what `cargo leptos watch` puts into the environment.
    pub fn from_env() -> Self {
        let is_watched = std::env::var_os("LEPTOS_WATCH").is_some();
        Self(is_watched.then(|| get_configuration(None).ok().map(|c| c.leptos_options)).flatten())
    }

    /// What the reloading script needs; `None` outside of development.
    pub(crate) fn options(&self) -> Option<LeptosOptions> {
        self.0.clone()
    }

    /// Further origins for `connect-src`, with a space before each.
    pub(crate) fn connect(&self, host: &str) -> String {
        let Some(options) = &self.0 else { return String::new() };
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        format!(" ws://{name}:{}", options.reload_external_port.unwrap_or(options.reload_port))
    }
}

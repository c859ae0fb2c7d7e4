//! What the program says about itself: log lines on standard error. Standard output has one
//! line only, that the server is ready.
//!
//! Never logged: what people write, tokens, passwords, addresses of people.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::{Config, LogFormat};

/// Starts logging for the whole process.
///
/// # Errors
/// The filter of `--log` cannot be read, or logging was started before.
pub fn start(config: &Config) -> Result<(), String> {
    let filter = EnvFilter::try_new(&config.log).map_err(|error| format!("--log {}: {error}", config.log))?;
    let registry = tracing_subscriber::registry().with(filter);
    let is_read_by_a_person = std::io::stderr().is_terminal();
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(is_read_by_a_person);
    let started = match config.log_format {
        LogFormat::Text => registry.with(lines).try_init(),
        LogFormat::Json => registry.with(lines.json().flatten_event(true).with_span_list(false)).try_init(),
    };
    started.map_err(|error| error.to_string())
}

//! `snug`: reads the arguments, serves, and stops when asked.

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use server::Server;
use server::config::{Arguments, Config, Task};
use server::telemetry;
use tokio_util::sync::CancellationToken;

fn main() -> ExitCode {
    let Task::Serve(config) = Arguments::parse().into_task();
    match serve(*config) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("snug: {}", with_causes(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

/// Serves, and does not wait at the end for what cannot be stopped: a name that is being looked up, for one.
fn serve(config: Config) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let outcome = runtime.block_on(serve_on(config));
    runtime.shutdown_timeout(Duration::from_secs(1));
    outcome
}

async fn serve_on(config: Config) -> Result<(), Box<dyn Error>> {
    telemetry::start(&config)?;
    let config = with_files_enough(config);
    let server = Server::new(config).await?.listen().await?;
    // The only line on standard output: whoever started us waits for it.
    writeln!(std::io::stdout(), "Snug is ready: {}", server.url())?;
    tokio::spawn(stop_when_asked(server.stopper()));
    server.run().await;
    Ok(())
}

/// Every connection is an open file, and systems begin with few. What the database, the log and the site need
/// is left out of what connections may take.
fn with_files_enough(mut config: Config) -> Config {
    const OTHERS: u64 = 64;
    let allowed = match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(files) => usize::try_from(files.saturating_sub(OTHERS)).unwrap_or(usize::MAX).max(1),
        Err(error) => {
            tracing::warn!(%error, "Cannot find out how many files may be open");
            return config;
        }
    };
    if allowed < config.max_connections {
        tracing::warn!(allowed, wanted = config.max_connections, "The system allows fewer connections (ulimit -n)");
        config.max_connections = allowed;
    }
    config
}

/// “cannot listen on 127.0.0.1:3000: Address already in use”
fn with_causes(error: &dyn Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {}", with_causes(cause)),
        None => error.to_string(),
    }
}

/// The first wish to stop is kept in order; a second one, at once.
async fn stop_when_asked(stop: CancellationToken) {
    asked_to_stop().await;
    tracing::info!("Stopping: open pages are told to come back");
    stop.cancel();
    asked_to_stop().await;
    std::process::exit(1);
}

/// Ctrl-C, or what the system's service manager sends.
async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match (signal(SignalKind::interrupt()), signal(SignalKind::terminate())) {
            (Ok(mut interrupt), Ok(mut terminate)) => tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            },
            _ => std::future::pending().await,
        }
    }
    #[cfg(not(unix))]
    {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

//! The server of the crowd: this same program, started again, so that its cost can be told
//! from the crowd's.

use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use server::chat::Rate;
use server::config::Config;
use server::{Inside, Server};
use tempfile::TempDir;

use super::Failure;

const FOLDER: &str = "SNUG_CROWD_FOLDER";

/// The data folder, when this process is to be the server.
pub(super) fn asked_to_serve() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(PathBuf::from)
}

/// Serves until the crowd is gone.
pub(super) fn serve(folder: PathBuf) -> Result<(), Failure> {
    let any = Rate { burst: 1_000_000, every_ms: 1 };
    let config = Config {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        data: folder,
        max_connections: 100_000,
        strangers_per_address: usize::MAX,
        post_rate: any,
        change_rate: any,
        command_rate: any,
        sign_ups_per_address: u32::MAX,
        rooms_made: u32::MAX,
        sockets_per_person: usize::MAX,
        ..Config::default()
    };
    let mut inside = Inside::default();
    inside.sockets.operations_per_second = 1_000_000;
    inside.page = any;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let server = Server::with(config, inside).await?.listen().await?;
        writeln!(std::io::stdout(), "{}", server.address())?;
        server.run().await;
        Ok(())
    })
}

/// The other process; it ends with this value.
pub(super) struct ServerProcess {
    child: Child,
    pub(super) address: SocketAddr,
    _data: TempDir,
}

impl ServerProcess {
    pub(super) fn start() -> Result<Self, Failure> {
        let data = tempfile::tempdir()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.env(FOLDER, data.path().join("data")).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let mut line = String::new();
        let out = child.stdout.take().ok_or("no output")?;
        BufReader::new(out).read_line(&mut line)?;
        Ok(Self { child, address: line.trim().parse()?, _data: data })
    }

    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

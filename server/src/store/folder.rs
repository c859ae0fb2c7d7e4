//! The data folder: its files readable by their owner only, held by one process, and with a
//! mark that says whether the last one left it in order.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use super::StoreError;

/// A data folder that is ours until this is dropped.
#[derive(Debug)]
pub(super) struct DataFolder {
    path: PathBuf,
    /// Locked. It holds a line while somebody is in the folder.
    mark: File,
    was_left_in_order: bool,
}

impl DataFolder {
    /// Makes the folder where it is missing, and takes it. One that was there keeps its mode: it
    /// may be somebody's home. What is in it is for its owner's eyes either way.
    pub(super) fn enter(path: &Path) -> Result<Self, StoreError> {
        let refused = |error| StoreError::Folder(path.to_owned(), error);
        DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(refused)?;
        let path = path.canonicalize().map_err(refused)?;
        refuse_network_disk(&path)?;
        let mut mark = private_file(&path.join("snug.lock")).map_err(refused)?;
        match mark.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::InUse(path)),
            Err(TryLockError::Error(error)) => return Err(refused(error)),
        }
        let mut left = String::new();
        mark.read_to_string(&mut left).map_err(refused)?;
        // SQLite gives its log the mode of the database.
        drop(private_file(&path.join(DATABASE)).map_err(refused)?);
        // What came back from a backup may be open to others.
        for name in [DATABASE, "snug.db-wal", "snug.db-shm"] {
            keep_private(&path.join(name)).map_err(refused)?;
        }
        // The names of new files are on disk, too.
        File::open(&path).and_then(|folder| folder.sync_all()).map_err(refused)?;
        let mut folder = Self { path, mark, was_left_in_order: left.is_empty() };
        folder.write_mark(&format!("in use by process {}\n", std::process::id())).map_err(refused)?;
        Ok(folder)
    }

    /// Whether the last process closed the database before it went.
    pub(super) fn was_left_in_order(&self) -> bool {
        self.was_left_in_order
    }

    /// The database's file.
    pub(super) fn database(&self) -> PathBuf {
        self.path.join(DATABASE)
    }

    /// Takes the mark away; only when the database is closed.
    pub(super) fn leave_in_order(mut self) {
        if let Err(error) = self.write_mark("") {
            tracing::warn!(%error, "could not note that the data folder is in order; the next start will check it");
        }
    }

    fn write_mark(&mut self, text: &str) -> std::io::Result<()> {
        self.mark.set_len(0)?;
        self.mark.rewind()?;
        self.mark.write_all(text.as_bytes())?;
        self.mark.sync_all()
    }
}

const DATABASE: &str = "snug.db";

fn private_file(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)
}

fn keep_private(path: &Path) -> std::io::Result<()> {
    match fs::set_permissions(path, fs::Permissions::from_mode(0o600)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}

/// SQLite's locks and its shared memory need one kernel.
fn refuse_network_disk(path: &Path) -> Result<(), StoreError> {
    const NETWORK: [&str; 9] =
        ["nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "glusterfs", "fuse.sshfs", "fuse.glusterfs"];
    let Ok(mounts) = fs::read_to_string("/proc/self/mounts") else { return Ok(()) };
    let kind = mounts
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(' ').skip(1);
            Some((fields.next()?, fields.next()?))
        })
        .filter(|(folder, _)| path.starts_with(folder))
        .max_by_key(|(folder, _)| folder.len())
        .map(|(_, kind)| kind);
    match kind {
        Some(kind) if NETWORK.contains(&kind) => {
            Err(StoreError::NetworkDisk { path: path.to_owned(), kind: kind.to_owned() })
        }
        _ => Ok(()),
    }
}

//! The workspace: one row, made by the first run.

use app::domain::{Epoch, Timestamp, WorkspaceName};

use super::{Reading, StoreError, Tx};

/// What is known of the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workspace {
    /// What it is called.
    pub name: String,
    /// Which history the positions belong to.
    pub epoch: Epoch,
}

impl Reading<'_> {
    /// The workspace; `None` before the first run.
    ///
    /// # Errors
    /// The database failed.
    pub async fn workspace(&mut self) -> Result<Option<Workspace>, StoreError> {
        let row: Option<(String, String)> = sqlx::query_as(
            r"
            SELECT name, epoch
            FROM workspace
            ",
        )
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(row.map(|(name, epoch)| Workspace { name, epoch: Epoch(epoch) }))
    }
}

impl Tx {
    /// Makes the workspace.
    ///
    /// # Errors
    /// [`Taken::Workspace`](super::Taken::Workspace): there is one.
    pub async fn found(&mut self, name: &WorkspaceName, epoch: &Epoch, at: Timestamp) -> Result<(), StoreError> {
        sqlx::query(
            r"
            INSERT INTO workspace (id, name, epoch, created_at)
            VALUES (1, $1, $2, $3)
            ",
        )
        .bind(name.as_str())
        .bind(&epoch.0)
        .bind(at.0)
        .execute(self.connection().await?)
        .await?;
        Ok(())
    }
}

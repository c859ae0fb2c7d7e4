//! What is to be said later.

use app::domain::{Cid, RoomId, ScheduledId, Timestamp, UserId};
use app::protocol::{PrivateEvent, Scheduled};
use uuid::Uuid;

use super::rows::{self, count, number};
use super::threads::root;
use super::{Reading, StoreError, Tx};

/// Something that is due, and whose it is.
#[derive(Clone, Debug)]
pub struct Due {
    /// Who says it.
    pub by: UserId,
    /// Their name for the attempt.
    pub cid: Cid,
    /// What, where and when.
    pub scheduled: Scheduled,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    user: i64,
    room: i64,
    cid: Vec<u8>,
    body: String,
    at: i64,
    problem: Option<String>,
    parent: Option<i64>,
    root_no: Option<i64>,
}

/// The columns of a [`Row`].
const SELECT: &str = r"
    SELECT s.id, s.user, s.room, s.cid, s.body, s.at, s.problem, r.parent, r.root_no
    FROM scheduled s
    JOIN rooms r ON r.id = s.room
";

impl Row {
    fn due(self) -> Due {
        let Self { id, user, room, cid, body, at, problem, parent, root_no } = self;
        let root = root(parent, root_no);
        let scheduled = Scheduled { id: ScheduledId(id), room: RoomId(room), body, at: Timestamp(at), root, problem };
        Due { by: UserId(user), cid: Cid(Uuid::from_slice(&cid).unwrap_or_default()), scheduled }
    }
}

impl Reading<'_> {
    /// What somebody will say later, the next first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn scheduled(&mut self, user: UserId) -> Result<Vec<Due>, StoreError> {
        let sql = format!("{SELECT} WHERE s.user = $1 ORDER BY s.at, s.id LIMIT $2");
        let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(user.0)
            .bind(number(Scheduled::MOST as u64))
            .fetch_all(&mut *self.connection)
            .await?;
        Ok(rows.into_iter().map(Row::due).collect())
    }

    /// Whether something of somebody still waits to be said.
    ///
    /// # Errors
    /// The database failed.
    pub async fn is_scheduled(&mut self, by: UserId, id: ScheduledId) -> Result<bool, StoreError> {
        let waits = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM scheduled WHERE id = $1 AND user = $2)");
        Ok(waits.bind(id.0).bind(by.0).fetch_one(&mut *self.connection).await?)
    }

    /// What is due at `now`: of every author the earliest, then the next, up to a few; so nobody is in the way of the others.
    ///
    /// # Errors
    /// The database failed.
    pub async fn due(&mut self, now: Timestamp, most: u64) -> Result<Vec<Due>, StoreError> {
        let sql = format!(
            "{SELECT} JOIN (
                SELECT id, ROW_NUMBER() OVER (PARTITION BY user ORDER BY at, id) AS nth
                FROM scheduled
                WHERE at <= $1 AND problem IS NULL
            ) d ON d.id = s.id
            WHERE d.nth <= 5
            ORDER BY d.nth, s.at, s.id
            LIMIT $2"
        );
        let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(now.0)
            .bind(number(most))
            .fetch_all(&mut *self.connection)
            .await?;
        Ok(rows.into_iter().map(Row::due).collect())
    }

    /// When something is next to be said that is not due yet.
    ///
    /// # Errors
    /// The database failed.
    pub async fn next_scheduled(&mut self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let next: Option<i64> = sqlx::query_scalar("SELECT MIN(at) FROM scheduled WHERE problem IS NULL AND at > $1")
            .bind(now.0)
            .fetch_one(&mut *self.connection)
            .await?;
        Ok(next.map(Timestamp))
    }

    /// How much somebody wanted to have said by now and could not.
    pub(super) async fn overdue(&mut self, user: UserId) -> Result<u64, StoreError> {
        let unsent: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM scheduled WHERE user = $1 AND problem IS NOT NULL")
            .bind(user.0)
            .fetch_one(&mut *self.connection)
            .await?;
        Ok(count(unsent))
    }
}

impl Tx {
    /// Notes what is to be said later; a repeat of `cid` answers what the first did.
    ///
    /// # Errors
    /// The database failed.
    pub async fn schedule(
        &mut self,
        by: UserId,
        room: RoomId,
        cid: Cid,
        body: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            r"
            INSERT INTO scheduled (user, room, cid, body, at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (cid, user) DO NOTHING
            ",
        )
        .bind(by.0)
        .bind(room.0)
        .bind(rows::stored_cid(cid))
        .bind(body)
        .bind(at.0)
        .execute(self.connection().await?)
        .await?;
        Ok(())
    }

    /// Takes something out that was to be said later, and tells its author's screens if it could not be. `None`: there
    /// is no such thing of theirs any more.
    ///
    /// # Errors
    /// The database failed.
    pub async fn unschedule(&mut self, by: UserId, id: ScheduledId) -> Result<Option<Due>, StoreError> {
        let row: Option<Row> = sqlx::query_as(
            r"
            DELETE FROM scheduled
            WHERE id = $1 AND user = $2
            RETURNING id, user, room, cid, body, at, problem,
                (SELECT r.parent FROM rooms r WHERE r.id = room) AS parent,
                (SELECT r.root_no FROM rooms r WHERE r.id = room) AS root_no
            ",
        )
        .bind(id.0)
        .bind(by.0)
        .fetch_optional(self.connection().await?)
        .await?;
        let due = row.map(Row::due);
        if due.as_ref().is_some_and(|due| due.scheduled.problem.is_some()) {
            self.tell_unsent(by).await?;
        }
        Ok(due)
    }

    /// Something could not be said; its author's screens are told.
    ///
    /// # Errors
    /// The database failed.
    pub async fn note_unsent(&mut self, due: &Due, problem: &str) -> Result<(), StoreError> {
        let noted = sqlx::query("UPDATE scheduled SET problem = $2 WHERE id = $1 AND problem IS NULL")
            .bind(due.scheduled.id.0)
            .bind(problem)
            .execute(self.connection().await?)
            .await?;
        if noted.rows_affected() > 0 {
            self.tell_unsent(due.by).await?;
        }
        Ok(())
    }

    async fn tell_unsent(&mut self, user: UserId) -> Result<(), StoreError> {
        let unsent = self.read().await?.overdue(user).await?;
        self.tell(user, PrivateEvent::Unsent { unsent }).await
    }
}

//! Files: who brought them, where they belong, and which bytes nobody needs any more.

use app::domain::{Attachment, AttachmentId, Block, FileName, MediaKind, RoomId, Timestamp, UserId};

use super::messages::Spot;
use super::rows::{self, count, number};
use super::{Reading, Seat, StoreError, Tx};
use crate::files::{Blob, FileLimits, Hash};

/// What is selected of a file; what it is selected by is put behind it.
const SELECT: &str = r"
    SELECT a.id, a.name, b.size, a.kind, b.width, b.height, a.lines, a.room, a.user, a.msg_no, b.hash, a.mime,
        b.has_preview
    FROM attachments a
    JOIN blobs b ON b.hash = a.hash
";

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    name: String,
    size: i64,
    kind: String,
    width: Option<i64>,
    height: Option<i64>,
    lines: Option<String>,
    room: i64,
    user: i64,
    msg_no: Option<i64>,
    hash: Vec<u8>,
    mime: String,
    has_preview: bool,
}

impl Row {
    fn attachment(&self) -> Attachment {
        let pixels = |stored: Option<i64>| stored.and_then(|pixels| u32::try_from(pixels).ok()).unwrap_or(0);
        let lines = self.lines.as_deref().and_then(|json| serde_json::from_str(json).ok());
        Attachment {
            id: AttachmentId(self.id),
            name: self.name.clone(),
            size: count(self.size),
            kind: MediaKind::named(&self.kind),
            width: pixels(self.width),
            height: pixels(self.height),
            lines: lines.unwrap_or_default(),
        }
    }
}

/// A file, where it belongs, and where its bytes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The file, as everyone sees it who sees its message.
    pub attachment: Attachment,
    /// In which room.
    pub room: RoomId,
    /// Who brought it.
    pub by: UserId,
    /// Whether it came with a message; until then only who brought it sees it.
    pub is_sent: bool,
    /// Under which its bytes are kept.
    pub hash: Hash,
    /// The type of its bytes.
    pub mime: String,
    /// Whether there is a small copy.
    pub has_preview: bool,
}

impl Reading<'_> {
    /// A file, for whoever may see it; that is for the caller to find out.
    ///
    /// # Errors
    /// The database failed.
    pub async fn filed(&mut self, id: AttachmentId) -> Result<Option<Filed>, StoreError> {
        let sql = format!("{SELECT} WHERE a.id = $1");
        let row: Option<Row> =
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id.0).fetch_optional(&mut *self.connection).await?;
        Ok(row.and_then(|row| {
            Some(Filed {
                attachment: row.attachment(),
                room: RoomId(row.room),
                by: UserId(row.user),
                is_sent: row.msg_no.is_some(),
                hash: Hash::try_from(row.hash.as_slice()).ok()?,
                mime: row.mime,
                has_preview: row.has_preview,
            })
        }))
    }

    /// Of these files, in this order, those that who sits here has brought to the room and not sent yet.
    ///
    /// # Errors
    /// The database failed.
    pub async fn unsent(&mut self, seat: &Seat, ids: &[AttachmentId]) -> Result<Vec<Attachment>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "{SELECT} WHERE a.id IN (SELECT value FROM json_each($1)) AND a.room = $2 AND a.user = $3 AND a.msg_no IS NULL"
        );
        let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(rows::list(&ids))
            .bind(seat.room().0)
            .bind(seat.user().0)
            .fetch_all(&mut *self.connection)
            .await?;
        let mut all: Vec<Attachment> = rows.iter().map(Row::attachment).collect();
        all.sort_by_key(|file| ids.iter().position(|id| *id == file.id));
        Ok(all)
    }

    /// The files of messages, in their order.
    pub(super) async fn attachments(&mut self, spots: &[Spot]) -> Result<Vec<(Spot, Attachment)>, StoreError> {
        let sql = format!(
            "{SELECT} WHERE (a.room, a.msg_no) IN (SELECT value ->> 0, value ->> 1 FROM json_each($1))
            ORDER BY a.room, a.msg_no, a.place"
        );
        let rows: Vec<Row> =
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(rows::list(&spots)).fetch_all(&mut *self.connection).await?;
        Ok(rows.iter().filter_map(|row| Some(((RoomId(row.room), count(row.msg_no?)), row.attachment()))).collect())
    }

    /// Some of the bytes that may be needed by nobody, and whether they are needed by nobody.
    ///
    /// # Errors
    /// The database failed.
    pub async fn released(&mut self, most: u64) -> Result<Vec<(Hash, bool)>, StoreError> {
        let rows: Vec<(Vec<u8>, bool)> = sqlx::query_as(
            r"
            SELECT r.hash, NOT EXISTS (SELECT 1 FROM attachments a WHERE a.hash = r.hash)
                AND NOT EXISTS (SELECT 1 FROM users u WHERE u.picture_hash = r.hash)
            FROM released r
            LIMIT $1
            ",
        )
        .bind(number(most))
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows.into_iter().filter_map(|(hash, free)| Some((Hash::try_from(hash.as_slice()).ok()?, free))).collect())
    }
}

/// Whether there is room for more bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fits {
    /// There is.
    Yes,
    /// The person has brought as much as one may.
    NotThePerson,
    /// As much is kept as may be.
    NotAll,
}

impl Tx {
    /// Notes bytes that are about to be kept, if there is room for them. Until a file has them they are needed by nobody.
    ///
    /// # Errors
    /// The database failed.
    pub async fn note_bytes(
        &mut self,
        user: UserId,
        hash: &Hash,
        size: u64,
        limits: FileLimits,
    ) -> Result<Fits, StoreError> {
        let connection = self.connection().await?;
        let (all, own): (i64, i64) = sqlx::query_as(
            r"
            SELECT
                (SELECT COALESCE(SUM(size), 0) FROM blobs),
                (SELECT COALESCE(SUM(b.size), 0) FROM attachments a JOIN blobs b ON b.hash = a.hash WHERE a.user = $1)
            ",
        )
        .bind(user.0)
        .fetch_one(&mut *connection)
        .await?;
        if count(own) + size > limits.person {
            return Ok(Fits::NotThePerson);
        }
        if count(all) + size > limits.all {
            return Ok(Fits::NotAll);
        }
        sqlx::query("INSERT INTO blobs (hash, size) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING")
            .bind(hash.as_slice())
            .bind(number(size))
            .execute(&mut *connection)
            .await?;
        self.release(hash).await?;
        Ok(Fits::Yes)
    }

    /// Notes a file that who sits here has brought, and what was found out about its bytes.
    ///
    /// # Errors
    /// The database failed.
    pub async fn add_attachment(
        &mut self,
        seat: &Seat,
        name: &FileName,
        blob: &Blob,
        lines: &[Block],
        at: Timestamp,
    ) -> Result<Attachment, StoreError> {
        let connection = self.connection().await?;
        sqlx::query("UPDATE blobs SET width = $2, height = $3, has_preview = $4 WHERE hash = $1")
            .bind(blob.hash.as_slice())
            .bind(blob.pixels.map(|(width, _)| width))
            .bind(blob.pixels.map(|(_, height)| height))
            .bind(blob.has_preview)
            .execute(&mut *connection)
            .await?;
        // Bytes that a file has are needed.
        sqlx::query("DELETE FROM released WHERE hash = $1")
            .bind(blob.hash.as_slice())
            .execute(&mut *connection)
            .await?;
        let id: i64 = sqlx::query_scalar(
            r"
            INSERT INTO attachments (hash, room, user, name, at, lines, mime, kind)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            RETURNING id
            ",
        )
        .bind(blob.hash.as_slice())
        .bind(seat.room().0)
        .bind(seat.user().0)
        .bind(name.as_str())
        .bind(at.0)
        .bind(rows::stored_nodes(lines))
        .bind(blob.mime)
        .bind(blob.kind.name())
        .fetch_one(connection)
        .await?;
        let (width, height) = blob.pixels.unwrap_or_default();
        Ok(Attachment {
            id: AttachmentId(id),
            name: name.as_str().to_owned(),
            size: blob.size,
            kind: blob.kind,
            width,
            height,
            lines: lines.to_vec(),
        })
    }

    /// Puts files with the message `no`, in this order.
    ///
    /// # Errors
    /// The database failed.
    pub async fn attach(&mut self, seat: &Seat, no: u64, files: &[Attachment]) -> Result<(), StoreError> {
        if files.is_empty() {
            return Ok(());
        }
        let ids: Vec<AttachmentId> = files.iter().map(|file| file.id).collect();
        sqlx::query(
            r"
            UPDATE attachments
            SET msg_no = $2, place = c.key
            FROM json_each($3) c
            WHERE attachments.id = c.value AND attachments.room = $1
            ",
        )
        .bind(seat.room().0)
        .bind(number(no))
        .bind(rows::list(&ids))
        .execute(self.connection().await?)
        .await?;
        Ok(())
    }

    /// Takes back a file that somebody has brought and not sent. Answers whether it was there.
    ///
    /// # Errors
    /// The database failed.
    pub async fn take_back(&mut self, user: UserId, id: AttachmentId) -> Result<bool, StoreError> {
        let hash: Option<Vec<u8>> =
            sqlx::query_scalar("DELETE FROM attachments WHERE id = $1 AND user = $2 AND msg_no IS NULL RETURNING hash")
                .bind(id.0)
                .bind(user.0)
                .fetch_optional(self.connection().await?)
                .await?;
        if let Some(hash) = &hash {
            self.release(hash).await?;
        }
        Ok(hash.is_some())
    }

    /// Takes the files of a message away.
    pub(super) async fn drop_attachments(&mut self, seat: &Seat, no: u64) -> Result<(), StoreError> {
        let hashes: Vec<Vec<u8>> =
            sqlx::query_scalar("DELETE FROM attachments WHERE room = $1 AND msg_no = $2 RETURNING hash")
                .bind(seat.room().0)
                .bind(number(no))
                .fetch_all(self.connection().await?)
                .await?;
        for hash in &hashes {
            self.release(hash).await?;
        }
        Ok(())
    }

    /// Forgets files that were brought before `then` and never sent.
    ///
    /// # Errors
    /// The database failed.
    pub async fn forget_unsent(&mut self, then: Timestamp) -> Result<(), StoreError> {
        let hashes: Vec<Vec<u8>> =
            sqlx::query_scalar("DELETE FROM attachments WHERE msg_no IS NULL AND at < $1 RETURNING hash")
                .bind(then.0)
                .fetch_all(self.connection().await?)
                .await?;
        for hash in &hashes {
            self.release(hash).await?;
        }
        Ok(())
    }

    /// These bytes may be needed by nobody from now on.
    pub(super) async fn release(&mut self, hash: &[u8]) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO released (hash) VALUES ($1) ON CONFLICT DO NOTHING")
            .bind(hash)
            .execute(self.connection().await?)
            .await?;
        Ok(())
    }

    /// Was looked at: these bytes are needed, or they are gone.
    ///
    /// # Errors
    /// The database failed.
    pub async fn settle_bytes(&mut self, hashes: &[(Hash, bool)]) -> Result<(), StoreError> {
        for (hash, is_gone) in hashes {
            let connection = self.connection().await?;
            // Since it was looked at, its last file may have been deleted.
            sqlx::query(
                r"
                DELETE FROM released
                WHERE hash = $1 AND (
                    $2
                    OR EXISTS (SELECT 1 FROM attachments a WHERE a.hash = $1)
                    OR EXISTS (SELECT 1 FROM users u WHERE u.picture_hash = $1)
                )
                ",
            )
            .bind(hash.as_slice())
            .bind(*is_gone)
            .execute(&mut *connection)
            .await?;
            if *is_gone {
                sqlx::query("DELETE FROM blobs WHERE hash = $1").bind(hash.as_slice()).execute(connection).await?;
            }
        }
        Ok(())
    }
}

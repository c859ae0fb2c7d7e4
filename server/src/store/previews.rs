//! What pages behind links say of themselves, by the messages that name them.

use app::domain::{Preview, RoomId};

use super::messages::Spot;
use super::rows::{self, count, number};
use super::{Reading, Seat, StoreError, Tx};

impl Reading<'_> {
    /// What is shown beneath these messages of their links.
    pub(super) async fn previews(&mut self, spots: &[Spot]) -> Result<Vec<(Spot, Preview)>, StoreError> {
        let rows: Vec<(i64, i64, String, String, String, String)> = sqlx::query_as(
            r"
            SELECT room, msg_no, url, site, title, text
            FROM previews
            WHERE (room, msg_no) IN (SELECT value ->> 0, value ->> 1 FROM json_each($1))
            ",
        )
        .bind(rows::list(&spots))
        .fetch_all(&mut *self.connection)
        .await?;
        let preview =
            |(room, no, url, site, title, text)| ((RoomId(room), count(no)), Preview { url, site, title, text });
        Ok(rows.into_iter().map(preview).collect())
    }
}

impl Tx {
    /// Shows beneath a message what is behind its link.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_preview(&mut self, seat: &Seat, no: u64, preview: &Preview) -> Result<(), StoreError> {
        sqlx::query(
            r"
            INSERT OR REPLACE INTO previews (room, msg_no, url, site, title, text)
            VALUES ($1, $2, $3, $4, $5, $6)
            ",
        )
        .bind(seat.room().0)
        .bind(number(no))
        .bind(&preview.url)
        .bind(&preview.site)
        .bind(&preview.title)
        .bind(&preview.text)
        .execute(self.connection().await?)
        .await?;
        Ok(())
    }

    /// Shows nothing beneath a message any more.
    ///
    /// # Errors
    /// The database failed.
    pub async fn drop_preview(&mut self, seat: &Seat, no: u64) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM previews WHERE room = $1 AND msg_no = $2")
            .bind(seat.room().0)
            .bind(number(no))
            .execute(self.connection().await?)
            .await?;
        Ok(())
    }
}

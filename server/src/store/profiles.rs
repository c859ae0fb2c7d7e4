//! What people say of themselves, and who has to hear of it.

use app::domain::{Availability, DisplayName, Person, RoomId, Status, Timestamp, Title, UserId};
use app::protocol::{Event, PrivateEvent};

use super::rows::{self, PersonRow};
use super::{Reading, StoreError, Tx};
use crate::files::Hash;

impl Reading<'_> {
    /// How somebody is called and looks at this moment.
    ///
    /// # Errors
    /// The database failed, or there is nobody of this number.
    pub async fn person(&mut self, user: UserId) -> Result<Person, StoreError> {
        let person: PersonRow = sqlx::query_as("SELECT id, name, picture FROM users WHERE id = $1")
            .bind(user.0)
            .fetch_one(&mut *self.connection)
            .await?;
        Ok(rows::person(person))
    }

    /// Whether rooms that `reader` is in may show somebody: they are there, or were.
    ///
    /// # Errors
    /// The database failed.
    pub async fn may_show(&mut self, reader: UserId, other: UserId) -> Result<bool, StoreError> {
        if self.have_met(reader, other).await? {
            return Ok(true);
        }
        let was_there = sqlx::query_scalar(
            r"
            SELECT EXISTS (
                SELECT 1
                FROM former_members f
                JOIN memberships mine ON mine.room = f.room
                WHERE f.user = $2 AND mine.user = $1
            )
            ",
        );
        Ok(was_there.bind(reader.0).bind(other.0).fetch_one(&mut *self.connection).await?)
    }

    /// The direct rooms in which somebody is alone with one other, and with whom.
    ///
    /// # Errors
    /// The database failed.
    pub async fn companions(&mut self, user: UserId) -> Result<Vec<(RoomId, UserId)>, StoreError> {
        let rows: Vec<(i64, i64)> = sqlx::query_as(
            r"
            SELECT other.room, MIN(other.user)
            FROM memberships mine
            JOIN rooms r ON r.id = mine.room AND r.kind = 'direct'
            JOIN memberships other ON other.room = r.id AND other.user <> $1
            WHERE mine.user = $1
            GROUP BY other.room
            HAVING COUNT(*) = 1
            ",
        )
        .bind(user.0)
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows.into_iter().map(|(room, other)| (RoomId(room), UserId(other))).collect())
    }

    /// Where the bytes of somebody's picture of this number are kept.
    ///
    /// # Errors
    /// The database failed.
    pub async fn picture(&mut self, user: UserId, picture: u32) -> Result<Option<Hash>, StoreError> {
        let hash: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT picture_hash FROM users WHERE id = $1 AND picture = $2 AND picture > 0")
                .bind(user.0)
                .bind(picture)
                .fetch_optional(&mut *self.connection)
                .await?;
        Ok(hash.and_then(|hash| Hash::try_from(hash.as_slice()).ok()))
    }

    /// What the members of a room are about at `now`, of those who say so, as their names are in order.
    ///
    /// # Errors
    /// The database failed.
    pub async fn statuses(
        &mut self,
        room: RoomId,
        most: u64,
        now: Timestamp,
    ) -> Result<Vec<(UserId, Status)>, StoreError> {
        let rows: Vec<(i64, String)> = sqlx::query_as(
            r"
            SELECT u.id, u.status
            FROM memberships m
            JOIN users u ON u.id = m.user
            WHERE m.room = $1 AND u.status IS NOT NULL AND COALESCE(u.status ->> 'until' > $3, TRUE)
            ORDER BY u.name_folded, u.id
            LIMIT $2
            ",
        )
        .bind(room.0)
        .bind(rows::number(most))
        .bind(now.0)
        .fetch_all(&mut *self.connection)
        .await?;
        let status = |(id, json): (i64, String)| Some((UserId(id), rows::status(&json)?));
        Ok(rows.into_iter().filter_map(status).collect())
    }

    /// The rooms and threads that somebody is a member of.
    ///
    /// # Errors
    /// The database failed.
    pub async fn rooms_of(&mut self, user: UserId) -> Result<Vec<RoomId>, StoreError> {
        let rooms: Vec<i64> = sqlx::query_scalar("SELECT room FROM memberships WHERE user = $1 ORDER BY room")
            .bind(user.0)
            .fetch_all(&mut *self.connection)
            .await?;
        Ok(rooms.into_iter().map(RoomId).collect())
    }
}

impl Tx {
    /// Notes what somebody says of themselves, but for their name and picture.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_profile(&mut self, user: UserId, title: &Title, zone: &str) -> Result<(), StoreError> {
        sqlx::query("UPDATE users SET title = $2, zone = $3 WHERE id = $1")
            .bind(user.0)
            .bind(title.as_str())
            .bind(zone)
            .execute(self.connection().await?)
            .await?;
        Ok(())
    }

    /// Notes what somebody is about, nothing where they say nothing, and what they let others see of their presence.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_status(
        &mut self,
        user: UserId,
        status: Option<&Status>,
        availability: Availability,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE users SET status = $2, availability = $3 WHERE id = $1")
            .bind(user.0)
            .bind(status.and_then(|status| serde_json::to_string(status).ok()))
            .bind(availability.name())
            .execute(self.connection().await?)
            .await?;
        Ok(())
    }

    /// Calls somebody otherwise. Answers whether that is new.
    ///
    /// # Errors
    /// The database failed.
    pub async fn rename_person(&mut self, user: UserId, name: &DisplayName) -> Result<bool, StoreError> {
        let changed = sqlx::query("UPDATE users SET name = $2, name_folded = $3 WHERE id = $1 AND name <> $2")
            .bind(user.0)
            .bind(name.as_str())
            .bind(rows::folded(name.as_str()))
            .execute(self.connection().await?)
            .await?;
        Ok(changed.rows_affected() > 0)
    }

    /// Gives somebody another picture, of bytes that are kept, or takes it away. Answers whether that is new.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_picture(&mut self, user: UserId, hash: Option<&Hash>) -> Result<bool, StoreError> {
        let connection = self.connection().await?;
        let before: Option<Vec<u8>> = sqlx::query_scalar("SELECT picture_hash FROM users WHERE id = $1")
            .bind(user.0)
            .fetch_one(&mut *connection)
            .await?;
        let changed = sqlx::query(
            r"
            UPDATE users
            SET pictures = pictures + ($2 IS NOT NULL), picture_hash = $2
            WHERE id = $1 AND picture_hash IS NOT $2
            ",
        )
        .bind(user.0)
        .bind(hash.map(|hash| hash.to_vec()))
        .execute(connection)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some(before) = before {
            self.release(&before).await?;
        }
        Ok(true)
    }

    /// How somebody is called and looks at this moment, for what is told of them.
    ///
    /// # Errors
    /// The database failed, or there is nobody of this number.
    pub async fn person(&mut self, user: UserId) -> Result<Person, StoreError> {
        self.read().await?.person(user).await
    }

    /// Tells all rooms that may show somebody how they look now; those in which they are, were or reacted, and the threads
    /// beneath what they said or reacted to; and themselves.
    ///
    /// # Errors
    /// The database failed.
    pub async fn person_changed(&mut self, user: UserId) -> Result<(), StoreError> {
        let person = self.person(user).await?;
        let rooms: Vec<i64> = sqlx::query_scalar(
            r"
            SELECT room
            FROM memberships
            WHERE user = $1
            UNION
            SELECT room
            FROM former_members
            WHERE user = $1
            UNION
            SELECT room
            FROM reactions
            WHERE user = $1
            UNION
            SELECT t.id
            FROM rooms t
            JOIN messages m ON m.room = t.parent AND m.msg_no = t.root_no
            WHERE t.parent IS NOT NULL AND m.author = $1
            UNION
            SELECT t.id
            FROM reactions x
            JOIN rooms t ON t.parent = x.room AND t.root_no = x.msg_no
            WHERE x.user = $1
            ",
        )
        .bind(user.0)
        .fetch_all(self.connection().await?)
        .await?;
        for room in rooms {
            self.record(RoomId(room), Event::PersonChanged { person: person.clone() }).await?;
        }
        self.tell(user, PrivateEvent::Changed { person }).await?;
        Ok(())
    }
}

//! The log of a room. A message's event names the message; its text is joined in when the
//! log is read.

use app::domain::{Cid, Message, RoomId, Timestamp};
use app::protocol::Event;
use serde::Deserialize;
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::rows::{count, number, person};
use super::{Reading, StoreError};

/// Appends `event` at `seq`.
pub(super) async fn append(
    connection: &mut SqliteConnection,
    room: RoomId,
    seq: i64,
    event: &Event,
) -> Result<(), StoreError> {
    let (msg_no, user, data) = match event {
        Event::MessagePosted { message, .. } => (Some(number(message.no)), None, None),
        Event::MemberJoined { person } | Event::MemberLeft { person } => (None, Some(person.id.0), None),
        Event::RoomRenamed { name, by } => (None, Some(by.id.0), Some(serde_json::json!({ "name": name }))),
        Event::TopicSet { topic, by } => (None, Some(by.id.0), Some(serde_json::json!({ "topic": topic }))),
    };
    sqlx::query(
        r"
        INSERT INTO events (room, seq, kind, msg_no, user, data)
        VALUES ($1, $2, $3, $4, $5, $6)
        ",
    )
    .bind(room.0)
    .bind(seq)
    .bind(event.name())
    .bind(msg_no)
    .bind(user)
    .bind(data.map(|data| data.to_string()))
    .execute(connection)
    .await?;
    Ok(())
}

impl Reading<'_> {
    /// Up to `most` events of a room after `seq`, in order; `None` stands for one that this build cannot read.
    ///
    /// # Errors
    /// The database failed.
    pub async fn events_since(
        &mut self,
        room: RoomId,
        seq: u64,
        most: usize,
    ) -> Result<Vec<(u64, Option<Event>)>, StoreError> {
        let rows: Vec<EventRow> = sqlx::query_as(
            r"
            SELECT e.seq, e.kind, e.data, u.id, u.name, m.msg_no, m.cid, m.at, m.body
            FROM events e
            LEFT JOIN messages m ON m.room = e.room AND m.msg_no = e.msg_no
            JOIN users u ON u.id = COALESCE(m.author, e.user)
            WHERE e.room = $1 AND e.seq > $2
            ORDER BY e.seq
            LIMIT $3
            ",
        )
        .bind(room.0)
        .bind(number(seq))
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows.into_iter().map(|row| row.event(room)).collect())
    }
}

#[derive(sqlx::FromRow)]
struct EventRow {
    seq: i64,
    kind: String,
    data: Option<String>,
    id: i64,
    name: String,
    msg_no: Option<i64>,
    cid: Option<Vec<u8>>,
    at: Option<i64>,
    body: Option<String>,
}

impl EventRow {
    fn event(self, room: RoomId) -> (u64, Option<Event>) {
        let seq = count(self.seq);
        let kind = self.kind.clone();
        let event = self.into_event();
        if event.is_none() {
            tracing::error!(room.id = room.0, seq, kind, "an event of the log cannot be read");
        }
        (seq, event)
    }

    fn into_event(self) -> Option<Event> {
        let by = person((self.id, self.name));
        Some(match self.kind.as_str() {
            "message.new" => Event::MessagePosted {
                message: Message { no: count(self.msg_no?), by, at: Timestamp(self.at?), body: self.body? },
                cid: Cid(Uuid::from_slice(&self.cid?).ok()?),
            },
            "member.joined" => Event::MemberJoined { person: by },
            "member.left" => Event::MemberLeft { person: by },
            "room.renamed" => Event::RoomRenamed { name: data(self.data.as_deref())?, by },
            "room.topic" => Event::TopicSet { topic: data(self.data.as_deref())?, by },
            _ => return None,
        })
    }
}

/// The one text that an event carries.
fn data(stored: Option<&str>) -> Option<String> {
    #[derive(Deserialize)]
    struct Data {
        #[serde(alias = "topic")]
        name: String,
    }
    serde_json::from_str::<Data>(stored?).ok().map(|data| data.name)
}

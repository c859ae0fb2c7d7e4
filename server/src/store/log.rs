//! The log of a room. A message's event names the message; its text is joined in when the
//! log is read.

use app::domain::{Cid, Message, RoomId};
use app::protocol::Event;
use serde::{Deserialize, Serialize};
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
        Event::MessagePosted { message, .. } => (Some(message.no), None, None),
        Event::MessageEdited { message } => (Some(message.no), Some(&message.by), None),
        Event::MessageDeleted { no, by } => (Some(*no), Some(by), None),
        Event::Reacted { no, emoji, on, by } => {
            (Some(*no), Some(by), Some(Data { emoji: Some(emoji.clone()), on: Some(*on), ..Data::default() }))
        }
        Event::MessagePinned { no, on, by } => (Some(*no), Some(by), Some(Data { on: Some(*on), ..Data::default() })),
        Event::ThreadMoved { no, .. } => (Some(*no), None, None),
        Event::RootChanged { message } => (Some(message.no), None, None),
        Event::MemberJoined { person } | Event::MemberLeft { person } | Event::PersonChanged { person } => {
            (None, Some(person), None)
        }
        Event::RoomRenamed { name, by } => (None, Some(by), Some(Data { name: Some(name.clone()), ..Data::default() })),
        Event::RoomArchived { on, by } | Event::PostingSet { chosen_only: on, by } => {
            (None, Some(by), Some(Data { on: Some(*on), ..Data::default() }))
        }
        Event::MemberChosen { person, on } => (None, Some(person), Some(Data { on: Some(*on), ..Data::default() })),
        Event::TopicSet { topic, by } => (None, Some(by), Some(Data { topic: Some(topic.clone()), ..Data::default() })),
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
    .bind(msg_no.map(number))
    .bind(user.map(|person| person.id.0))
    .bind(data.and_then(|data| serde_json::to_string(&data).ok()))
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
            SELECT e.seq, e.kind, e.data, e.msg_no, u.id, u.name, u.picture, m.cid
            FROM events e
            LEFT JOIN messages m ON e.kind = 'message.new' AND m.room = e.room AND m.msg_no = e.msg_no
            LEFT JOIN users u ON u.id = e.user
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
        let Some(last) = rows.last().map(|row| count(row.seq)) else { return Ok(Vec::new()) };
        let messages = self.messages_of_events(room, seq, last).await?;
        let root = if rows.iter().any(|row| row.kind == "thread.root") { self.root(room).await? } else { None };
        Ok(rows.into_iter().map(|row| row.event(room, &messages, root.as_ref())).collect())
    }
}

#[derive(sqlx::FromRow)]
struct EventRow {
    seq: i64,
    kind: String,
    data: Option<String>,
    msg_no: Option<i64>,
    id: Option<i64>,
    name: Option<String>,
    picture: Option<u32>,
    cid: Option<Vec<u8>>,
}

/// What an event carries beside a message and a person.
#[derive(Default, Serialize, Deserialize)]
struct Data {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    emoji: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on: Option<bool>,
}

impl EventRow {
    fn event(self, room: RoomId, messages: &[Message], root: Option<&Message>) -> (u64, Option<Event>) {
        let seq = count(self.seq);
        let kind = self.kind.clone();
        let event = self.into_event(messages, root);
        if event.is_none() {
            tracing::error!(room.id = room.0, seq, kind, "an event of the log cannot be read");
        }
        (seq, event)
    }

    /// The event; a message in it is as it is now, so that what was deleted is told to nobody.
    fn into_event(self, messages: &[Message], root: Option<&Message>) -> Option<Event> {
        let no = self.msg_no.map(count);
        let message = || {
            let at = messages.binary_search_by_key(&no?, |message| message.no).ok()?;
            messages.get(at).cloned()
        };
        let by = || Some(person((self.id?, self.name.clone()?, self.picture?)));
        let data = || serde_json::from_str::<Data>(self.data.as_deref()?).ok();
        Some(match self.kind.as_str() {
            "message.new" => {
                let cid = Cid(Uuid::from_slice(self.cid.as_deref()?).ok()?);
                Event::MessagePosted { message: message()?, cid }
            }
            "message.edited" => Event::MessageEdited { message: message()? },
            "message.deleted" => Event::MessageDeleted { no: no?, by: by()? },
            "message.reacted" => {
                let Data { emoji, on, .. } = data()?;
                Event::Reacted { no: no?, emoji: emoji?, on: on?, by: by()? }
            }
            "message.pinned" => Event::MessagePinned { no: no?, on: data()?.on?, by: by()? },
            "thread.moved" => Event::ThreadMoved { no: no?, thread: message()?.thread },
            "thread.root" => Event::RootChanged { message: root?.clone() },
            "member.joined" => Event::MemberJoined { person: by()? },
            "person.changed" => Event::PersonChanged { person: by()? },
            "member.left" => Event::MemberLeft { person: by()? },
            "room.renamed" => Event::RoomRenamed { name: data()?.name?, by: by()? },
            "room.archived" => Event::RoomArchived { on: data()?.on?, by: by()? },
            "room.posting" => Event::PostingSet { chosen_only: data()?.on?, by: by()? },
            "member.chosen" => Event::MemberChosen { person: by()?, on: data()?.on? },
            "room.topic" => Event::TopicSet { topic: data()?.topic?, by: by()? },
            _ => return None,
        })
    }
}

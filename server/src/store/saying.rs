//! How messages come to be: the hot path. What waits to be said is said together, many
//! messages in one trip to the database's thread: the trip costs more than the message.

use std::fmt::Write as _;
use std::sync::LazyLock;

use app::domain::{Attachment, Block, Cid, Message, Person, Quotation, RoomId, Root, Timestamp, UserId};
use app::protocol::{Event, Posted};

use super::keeping::MAY_SAY;
use super::rows;
use super::threads::root;
use super::tx::Effect;
use super::{StoreError, Tx};
use crate::markup::VERSION;

/// So many messages go in one trip; other numbers in several.
const SIZES: [usize; 6] = [32, 16, 8, 4, 2, 1];

/// Most messages in one trip.
pub(super) const TOGETHER: usize = SIZES[0];

/// Something to say.
#[derive(Clone, Debug)]
pub struct Saying {
    /// Where.
    pub room: RoomId,
    /// Who says it.
    pub by: UserId,
    /// The author's name for the attempt.
    pub cid: Cid,
    /// The text.
    pub body: String,
    /// What it means, where it is more than words.
    pub nodes: Vec<Block>,
    /// What it answers; read in the same write.
    pub reply: Option<Quotation>,
    /// The files that come with it; read in the same write, and put with it there.
    pub files: Vec<Attachment>,
    /// When.
    pub at: Timestamp,
}

/// What became of something that was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// It is a message now.
    New(Posted),
    /// It was one already, here or in another room.
    Before(RoomId, Posted),
    /// There is no such room, or its author is not in it, or may not say anything there.
    NotHere,
}

/// Inserts only for a member, and only what is not there yet: the check of the seat, that of
/// the `cid` and the next numbers are one statement. The rest is done by the trigger
/// `messages_are_logged`. Answers the place among those that are said together.
fn statement(sql: &mut String, place: usize) {
    let [room, author, cid, at, body, nodes, reply] = [1, 2, 3, 4, 5, 6, 7].map(|argument| place * 7 + argument);
    let written = write!(
        sql,
        r"
        INSERT INTO messages (room, msg_no, seq, author, cid, at, body, nodes, parser, reply_no)
        SELECT r.id, r.msg_no + 1, r.seq + 1, m.user, ${cid}, ${at}, ${body}, ${nodes}, {VERSION}, ${reply}
        FROM rooms r
        JOIN memberships m ON m.room = r.id
        WHERE r.id = ${room} AND m.user = ${author} AND {MAY_SAY}
        ON CONFLICT (cid, author) DO NOTHING
        RETURNING {place} AS place, msg_no, seq,
            (SELECT t.parent FROM rooms t WHERE t.id = messages.room),
            (SELECT t.root_no FROM rooms t WHERE t.id = messages.room),
            (SELECT u.name FROM users u WHERE u.id = messages.author),
            (SELECT u.picture FROM users u WHERE u.id = messages.author);
        "
    );
    written.expect("writing to a string does not fail");
}

/// The statements for each of [`SIZES`], behind a savepoint of their own.
static STATEMENTS: LazyLock<[String; SIZES.len()]> = LazyLock::new(|| {
    SIZES.map(|size| {
        let mut sql = "RELEASE job; SAVEPOINT job;".to_owned();
        (0..size).for_each(|place| statement(&mut sql, place));
        sql
    })
});

/// How many of so many that wait go in the next trip.
pub(super) fn next_trip(waiting: usize) -> usize {
    SIZES.into_iter().find(|size| *size <= waiting).unwrap_or(0)
}

impl Tx {
    /// Says one thing, as a part of a larger write.
    ///
    /// # Errors
    /// The database failed.
    pub async fn say(&mut self, saying: &Saying) -> Result<Said, StoreError> {
        let said = self.say_together(std::slice::from_ref(saying)).await?;
        said.into_iter().next().ok_or(StoreError::Lost)
    }

    /// Says things in rooms, as many as [`next_trip`] allows; all or nothing. Their authors
    /// have read up to them then, which needs no private event: their screens know it from the
    /// message, or from its head.
    pub(super) async fn say_together(&mut self, sayings: &[Saying]) -> Result<Vec<Said>, StoreError> {
        let size = SIZES.iter().position(|size| *size == sayings.len());
        let sql = size.map(|size| STATEMENTS[size].as_str()).ok_or(StoreError::Lost)?;
        let mut query = sqlx::query_as::<_, (i64, i64, i64, Option<i64>, Option<i64>, String, u32)>(sql);
        for Saying { room, by, cid, body, at, nodes, reply, .. } in sayings {
            query = query.bind(room.0).bind(by.0).bind(rows::stored_cid(*cid)).bind(at.0).bind(body);
            query = query.bind(rows::stored_nodes(nodes)).bind(reply.as_ref().map(|reply| rows::number(reply.no)));
        }
        let rows = query.fetch_all(self.connection_to_guard()).await?;
        let mut rows = rows.into_iter().peekable();
        let mut said = Vec::with_capacity(sayings.len());
        let mut moved: Vec<Root> = Vec::new();
        for (place, saying) in (0_i64..).zip(sayings) {
            said.push(match rows.next_if(|(of, ..)| *of == place) {
                Some((_, no, seq, parent, root_no, name, picture)) => {
                    let by = Person { id: saying.by, name, picture };
                    let said = self.said_now(saying, by, rows::posted(no, seq, saying.at.0));
                    if let Some(root) = root(parent, root_no).filter(|root| !moved.contains(root)) {
                        moved.push(root);
                    }
                    said
                }
                None => {
                    let before = self.read().await?.said(saying.by, saying.cid).await?;
                    before.map_or(Said::NotHere, |(room, posted)| Said::Before(room, posted))
                }
            });
        }
        for root in moved {
            self.thread_moved(root).await?;
        }
        Ok(said)
    }

    fn said_now(&mut self, saying: &Saying, by: Person, posted: Posted) -> Said {
        let message = Message {
            nodes: saying.nodes.clone(),
            reply: saying.reply.clone(),
            files: saying.files.clone(),
            ..Message::new(posted.no, by, saying.at, saying.body.clone())
        };
        let event = Event::MessagePosted { message, cid: saying.cid };
        self.note(Effect::Happened { room: saying.room, seq: posted.seq, msg_no: posted.no, event });
        Said::New(posted)
    }
}

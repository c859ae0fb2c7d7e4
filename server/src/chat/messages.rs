//! Say something, and read what was said.

use app::domain::{Attachment, AttachmentId, Cid, Invalid, RoomId};
use app::protocol::{Direction, History, Mention, Posted};

use super::calling::{call, meaning};
use super::views::span;
use super::{Actor, Chat, ChatError, Result, Window, Words, access, members};
use crate::markup::{Called, Draft, Known};
use crate::store::{Said, Saying, Tx};

/// A `cid` names one attempt in one room. To answer the numbers of another room would tell the
/// client that something was said where nothing was.
const ELSEWHERE: ChatError =
    ChatError::Conflict { field: Some("cid"), message: "This was said in another room already. Send it anew." };

const NOT_BROUGHT: ChatError = ChatError::Conflict {
    field: Some("files"),
    message: "One of the files is not there any more, or was sent already. Attach it again.",
};

/// What somebody is told who says too much at once.
pub(super) const TOO_FAST: &str = "You are sending faster than people can read. Wait a moment.";

/// Most messages in a page of history.
const PAGE: u32 = 100;

impl Chat {
    /// Says something. A repeat of `cid` answers what the first did, even with another text,
    /// even by who has left the room meanwhile, and however many messages came before it.
    ///
    /// # Errors
    /// The actor is not in the room, has used the `cid` in another, or says too much at once.
    pub async fn post(&self, actor: &Actor, room: RoomId, cid: Cid, words: impl Into<Words>) -> Result<Posted> {
        let Words { body, reply, files } = words.into();
        if files.len() > Attachment::MOST {
            let message = format!("Send at most {} files at once.", Attachment::MOST);
            return Err(Invalid::new("files", message).into());
        }
        let (by, now) = (actor.user(), self.clock.now());
        if let Err(after_ms) = self.posts.take(by, now) {
            let said = self.store.glance().await?.read().said(by, cid).await?;
            let (there, posted) = said.ok_or(ChatError::RateLimited { message: TOO_FAST, after_ms })?;
            return if there == room { Ok(posted) } else { Err(ELSEWHERE) };
        }
        let draft = Draft::read(body.as_str());
        let link = draft.first_link();
        let saying = Saying {
            room,
            by,
            cid,
            body: body.into_string(),
            at: now,
            nodes: Vec::new(),
            reply: None,
            files: Vec::new(),
        };
        let said = if reply.is_none() && draft.names().is_empty() && files.is_empty() {
            let nodes = draft.with(&saying.body, &Known::default());
            match self.store.say(Saying { nodes, ..saying.clone() }).await? {
                // Who says something in a thread for the first time follows it from then on.
                Said::NotHere => self.say_to(actor, (None, files), Draft::read(&saying.body), saying).await?,
                said => said,
            }
        } else {
            self.say_to(actor, (reply, files), draft, saying).await?
        };
        match said {
            Said::New(posted) => {
                self.said_link(room, posted.no, 0, by, link);
                Ok(posted)
            }
            Said::Before(there, posted) => {
                self.posts.put_back(&by);
                if there == room { Ok(posted) } else { Err(ELSEWHERE) }
            }
            Said::NotHere => Err(access::NO_ROOM),
        }
    }

    async fn say_to(
        &self,
        actor: &Actor,
        (reply, files): (Option<u64>, Vec<AttachmentId>),
        draft: Draft,
        saying: Saying,
    ) -> Result<Said> {
        let (chat, actor) = (self.clone(), actor.clone());
        self.store
            .write(move |tx| {
                Box::pin(async move { say_within(tx, &chat, &actor, (reply, files), draft, saying).await })
            })
            .await
    }

    /// The newest messages that call the actor, from before a position on.
    ///
    /// # Errors
    /// The store failed.
    pub async fn mentions(&self, actor: &Actor, before: Option<i64>, most: u64) -> Result<Vec<Mention>> {
        let mut moment = self.store.moment().await?;
        Ok(moment.read().mentions(actor.user(), before, most).await?)
    }

    /// A page of history; `limit` is `1..=100`.
    ///
    /// # Errors
    /// The actor is not in the room, or the limit is out of bounds.
    pub async fn history(
        &self,
        actor: &Actor,
        room: RoomId,
        direction: Direction,
        no: u64,
        limit: u32,
    ) -> Result<History> {
        if !(1..=PAGE).contains(&limit) {
            return Err(Invalid::new("limit", format!("Ask for 1 to {PAGE} messages.")).into());
        }
        let window = match direction {
            Direction::Before => Window::Before(no),
            Direction::After => Window::After(no),
            Direction::Around => Window::Around(no),
        };
        let mut moment = self.store.moment().await?;
        let mut reading = moment.read();
        let seat = access::seat(&mut reading, actor, room).await?;
        let (as_of, msg_no) = reading.position(&seat).await?;
        let messages = match span(window, msg_no, u64::from(limit)) {
            Some((first, last)) => reading.messages(&seat, first, last).await?,
            None => Vec::new(),
        };
        Ok(History { messages, as_of })
    }
}

/// Says something that answers a message, brings files or calls people by name. What it refers to is read in the same
/// write, so that no change to it comes in between.
pub(super) async fn say_within(
    tx: &mut Tx,
    chat: &Chat,
    actor: &Actor,
    (reply, files): (Option<u64>, Vec<AttachmentId>),
    draft: Draft,
    saying: Saying,
) -> Result<Said> {
    let Some(seat) = tx.read().await?.seat(saying.room, actor.user()).await? else {
        // Who has left may still ask what became of an attempt.
        return Ok(tx.say(&saying).await?);
    };
    let mut reading = tx.read().await?;
    let is_new = reading.said(actor.user(), saying.cid).await?.is_none();
    if is_new {
        access::may_say(&mut reading, &seat).await?;
        if !seat.is_member() {
            let person = tx.person(actor.user()).await?;
            members::seat(tx, &person, saying.room, chat.rates.room_members, saying.at).await?;
        }
    }
    let mut reading = tx.read().await?;
    let brought = reading.unsent(&seat, &files).await?;
    // Before anything is said: what came before can still be undone.
    if is_new && brought.len() != files.len() {
        return Err(NOT_BROUGHT);
    }
    let quoted = match reply {
        Some(no) => reading.message(&seat, no).await?,
        None => None,
    };
    let reply = quoted.filter(|quoted| !quoted.deleted).map(|quoted| quoted.quotation());
    let named = draft.names();
    let names = meaning(&mut reading, &seat, &named).await?;
    if is_new && names.all && named.call_all() {
        chat.count_call(actor.user())?;
    }
    let nodes = draft.with(&saying.body, &names);
    let called = Called::of(&nodes);
    let said = tx.say(&Saying { nodes, reply, files: brought.clone(), ..saying }).await?;
    if let Said::New(posted) = said {
        tx.attach(&seat, posted.no, &brought).await?;
        call(tx, &seat, posted.no, &called, &chat.hub, saying.at).await?;
    }
    Ok(said)
}

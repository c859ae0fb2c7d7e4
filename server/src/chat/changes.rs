//! What people do with messages that are there: change, delete, react, pin.

use app::domain::{Edit, Invalid, Message, MessageBody, Revision, RoomId};
use app::protocol::Event;

use super::calling::{call_anew, meaning};
use super::{Actor, Chat, ChatError, Result, access};
use crate::markup::{self, Called, Draft};
use crate::store::{Reading, Seat};

/// Most pinned messages that are listed.
const PINS: u64 = 100;

/// So often the text of a message can be changed: whoever looks at its history reads all of it.
const REVISIONS: u32 = 100;

pub(super) const NO_MESSAGE: ChatError = ChatError::NotFound("There is no such message, or it was deleted.");

/// A message of the room that is not deleted.
async fn present(reading: &mut Reading<'_>, seat: &Seat, no: u64) -> Result<Message> {
    reading.message(seat, no).await?.filter(|message| !message.deleted).ok_or(NO_MESSAGE)
}

impl Chat {
    /// Changes the text of one's own message. The same text again changes nothing.
    ///
    /// # Errors
    /// It is not the actor's, it is gone, it was changed since `base_rev`, or too often, or they may say nothing there any
    /// more.
    pub async fn edit(&self, actor: &Actor, room: RoomId, no: u64, base_rev: u32, body: MessageBody) -> Result<Edit> {
        self.count_touch(actor)?;
        let (actor, now, hub) = (actor.clone(), self.clock.now(), self.hub.clone());
        let draft = Draft::read(body.as_str());
        let (link, by) = (draft.first_link(), actor.user());
        let named = link.clone();
        let edit = self
            .store
            .write(move |tx| {
                Box::pin(async move {
                    let mut reading = tx.read().await?;
                    let seat = access::lively_seat(&mut reading, &actor, room).await?;
                    let known = present(&mut reading, &seat, no).await?;
                    if known.by.id != actor.user() {
                        return Err(ChatError::Forbidden("Only who said it can change it."));
                    }
                    if known.body == body.as_str() {
                        return Ok((known.edited.unwrap_or(Edit { rev: 0, at: known.at }), false));
                    }
                    access::may_say(&mut reading, &seat).await?;
                    if known.rev() >= REVISIONS {
                        let message = "This message was changed as often as one can be. Say it anew instead.";
                        return Err(Invalid::new("body", message).into());
                    }
                    if known.rev() != base_rev {
                        let message = "This message was changed meanwhile. Look at it as it is now, and change that.";
                        return Err(ChatError::Conflict { field: Some("base_rev"), message });
                    }
                    let names = meaning(&mut reading, &seat, &draft.names()).await?;
                    let nodes = draft.with(body.as_str(), &names);
                    tx.edit_message(&seat, no, body.as_str(), &nodes, now).await?;
                    let is_shown = known.preview.as_ref().is_some_and(|preview| Some(&preview.url) == named.as_ref());
                    if !is_shown {
                        tx.drop_preview(&seat, no).await?;
                    }
                    let message = present(&mut tx.read().await?, &seat, no).await?;
                    let edit = Edit { rev: message.rev(), at: now };
                    tx.record(room, Event::MessageEdited { message }).await?;
                    tx.root_changed(&seat, no).await?;
                    let called = Called::of(&nodes);
                    call_anew(tx, &seat, no, &Called::of(&known.nodes), called, &hub, now).await?;
                    Ok((edit, !is_shown))
                })
            })
            .await;
        let (edit, is_to_be_looked_at) = edit?;
        if is_to_be_looked_at {
            self.said_link(room, no, edit.rev, by, link);
        }
        Ok(edit)
    }

    /// Deletes a message; twice is once.
    ///
    /// # Errors
    /// It is neither the actor's nor theirs to delete.
    pub async fn delete(&self, actor: &Actor, room: RoomId, no: u64) -> Result<()> {
        self.count_touch(actor)?;
        let (actor, now) = (actor.clone(), self.clock.now());
        let had_files = self
            .store
            .write(move |tx| {
                Box::pin(async move {
                    let mut reading = tx.read().await?;
                    let seat = access::seat(&mut reading, &actor, room).await?;
                    let known = reading.message(&seat, no).await?.ok_or(NO_MESSAGE)?;
                    if known.by.id != actor.user() && !access::role(&mut reading, &actor).await?.leads() {
                        return Err(ChatError::Forbidden(
                            "Only who said it, or who looks after the workspace, can delete it.",
                        ));
                    }
                    if !known.deleted {
                        tx.delete_message(&seat, no, now).await?;
                        let by = tx.person(actor.user()).await?;
                        tx.record(room, Event::MessageDeleted { no, by }).await?;
                        tx.root_changed(&seat, no).await?;
                        if let Some(root) = seat.root() {
                            tx.thread_moved(root).await?;
                        }
                    }
                    Ok(!known.files.is_empty())
                })
            })
            .await?;
        if had_files {
            self.sweep_soon.notify_one();
        }
        Ok(())
    }

    /// Reacts with an emoji or its name, or takes that back; twice is once.
    ///
    /// # Errors
    /// It is no emoji, there is no such message, or it has too many different reactions.
    pub async fn react(&self, actor: &Actor, room: RoomId, no: u64, emoji: &str, on: bool) -> Result<()> {
        self.count_touch(actor)?;
        let (actor, now) = (actor.clone(), self.clock.now());
        let emoji = markup::emoji(emoji.trim().trim_matches(':'))
            .ok_or_else(|| Invalid::new("emoji", "React with one emoji, like 👍 or :tada:."))?;
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let mut reading = tx.read().await?;
                    let seat = access::lively_seat(&mut reading, &actor, room).await?;
                    present(&mut reading, &seat, no).await?;
                    let changed = if on {
                        let message = "This message has as many different reactions as it can have.";
                        tx.react(&seat, no, emoji, now).await?.ok_or_else(|| Invalid::new("emoji", message))?
                    } else {
                        tx.unreact(&seat, no, emoji).await?
                    };
                    if changed {
                        let (emoji, by) = (emoji.to_owned(), tx.person(actor.user()).await?);
                        tx.record(room, Event::Reacted { no, emoji, on, by }).await?;
                        tx.root_changed(&seat, no).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Pins a message for everyone in the room, or takes it off; twice is once.
    ///
    /// # Errors
    /// There is no such message, or the actor may say nothing there.
    pub async fn pin(&self, actor: &Actor, room: RoomId, no: u64, on: bool) -> Result<()> {
        self.count_touch(actor)?;
        let (actor, now) = (actor.clone(), self.clock.now());
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let mut reading = tx.read().await?;
                    let seat = access::lively_seat(&mut reading, &actor, room).await?;
                    present(&mut reading, &seat, no).await?;
                    access::may_say(&mut reading, &seat).await?;
                    if seat.root().is_some() {
                        return Err(ChatError::Forbidden("Nothing is pinned in a thread. Pin the message above it."));
                    }
                    if tx.pin(&seat, no, on, actor.user(), now).await? {
                        let by = tx.person(actor.user()).await?;
                        tx.record(room, Event::MessagePinned { no, on, by }).await?;
                        tx.root_changed(&seat, no).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// A message as it is now.
    ///
    /// # Errors
    /// There is no such message.
    pub async fn message(&self, actor: &Actor, room: RoomId, no: u64) -> Result<Message> {
        let mut moment = self.store.moment().await?;
        let mut reading = moment.read();
        let seat = access::seat(&mut reading, actor, room).await?;
        present(&mut reading, &seat, no).await
    }

    /// Every text that a message had, with the present one at the end.
    ///
    /// # Errors
    /// There is no such message.
    pub async fn revisions(&self, actor: &Actor, room: RoomId, no: u64) -> Result<Vec<Revision>> {
        let mut moment = self.store.moment().await?;
        let mut reading = moment.read();
        let seat = access::seat(&mut reading, actor, room).await?;
        let message = present(&mut reading, &seat, no).await?;
        let mut all = reading.revisions(&seat, no).await?;
        let at = message.edited.map_or(message.at, |edit| edit.at);
        all.push(Revision { rev: message.rev(), at, body: message.body });
        Ok(all)
    }

    /// The pinned messages of a room, the newest pin first.
    ///
    /// # Errors
    /// The actor is not in the room.
    pub async fn pins(&self, actor: &Actor, room: RoomId) -> Result<Vec<Message>> {
        let mut moment = self.store.moment().await?;
        let mut reading = moment.read();
        let seat = access::seat(&mut reading, actor, room).await?;
        Ok(reading.pins(&seat, PINS).await?)
    }
}

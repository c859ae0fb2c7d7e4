//! What people will say later. It is said as if they did so then.

use app::domain::{Cid, Invalid, MessageBody, RoomId, ScheduledId, Timestamp};
use app::protocol::{Draft, Scheduled};

use super::drafts::joined;
use super::messages::{TOO_FAST, say_within};
use super::reading::unread_from;
use super::{Actor, Chat, ChatError, Result, access};
use crate::markup;
use crate::store::{Due, Said, Saying};

const SCHEDULED: ChatError = ChatError::Conflict {
    field: Some("cid"),
    message: "This was set to be sent already. To send this text as well, send the form once more.",
};

const NO_SPACE: ChatError = ChatError::Conflict {
    field: None,
    message: "There is a draft in that room already, and both together are too long. Send or discard it first.",
};

const NO_DRAFT: ChatError = ChatError::Conflict {
    field: None,
    message: "You have begun as many messages as can be kept. Finish some of them, or discard this one.",
};

const NOT_SCHEDULED: ChatError = ChatError::NotFound("This is said already, or it was taken back.");

impl Chat {
    /// Whether a moment is to come, and not too far away.
    ///
    /// # Errors
    /// It is not.
    pub(super) fn to_come(&self, at: Timestamp) -> Result<()> {
        let now = self.clock.now();
        if at <= now {
            return Err(Invalid::new("at", "Choose a time that is still to come.").into());
        }
        if at.0.saturating_sub(now.0) > Scheduled::FARTHEST_MS {
            return Err(Invalid::new("at", "Choose a time within a year.").into());
        }
        Ok(())
    }

    /// Says something later; a repeat of `cid` answers what the first did.
    ///
    /// # Errors
    /// The actor could not say it now, the moment is not to come, or as much waits as can.
    pub async fn schedule(
        &self,
        actor: &Actor,
        room: RoomId,
        cid: Cid,
        body: MessageBody,
        at: Timestamp,
    ) -> Result<Scheduled> {
        self.count_touch(actor)?;
        self.to_come(at)?;
        let actor = actor.clone();
        let outcome = self
            .store
            .write(move |tx| {
                Box::pin(async move {
                    let mut reading = tx.read().await?;
                    let seat = access::seat(&mut reading, &actor, room).await?;
                    access::may_say(&mut reading, &seat).await?;
                    let waiting = reading.scheduled(actor.user()).await?;
                    if let Some(Due { scheduled, .. }) = waiting.iter().find(|due| due.cid == cid) {
                        let is_same = scheduled.room == room && scheduled.body == body.as_str() && scheduled.at == at;
                        return if is_same { Ok(scheduled.clone()) } else { Err(SCHEDULED) };
                    }
                    if reading.said(actor.user(), cid).await?.is_some() {
                        return Err(SCHEDULED);
                    }
                    if waiting.len() >= Scheduled::MOST {
                        let message = "As much waits to be said as can wait. Send some of it now, or take it back.";
                        return Err(Invalid::new("body", message).into());
                    }
                    tx.schedule(actor.user(), room, cid, body.as_str(), at).await?;
                    let waiting = tx.read().await?.scheduled(actor.user()).await?;
                    let due = waiting.into_iter().find(|due| due.cid == cid).ok_or(NOT_SCHEDULED)?;
                    Ok(due.scheduled)
                })
            })
            .await;
        self.alarm.notify_one();
        outcome
    }

    /// What the actor will say later, the next first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn scheduled(&self, actor: &Actor) -> Result<Vec<Scheduled>> {
        let waiting = self.store.glance().await?.read().scheduled(actor.user()).await?;
        Ok(waiting.into_iter().map(|due| due.scheduled).collect())
    }

    /// Does not say it after all: the text becomes the draft of its room, behind what is there. Answers which room.
    ///
    /// # Errors
    /// It is said already, or not the actor's.
    pub async fn cancel_scheduled(&self, actor: &Actor, id: ScheduledId) -> Result<RoomId> {
        self.count_touch(actor)?;
        let (user, now) = (actor.user(), self.clock.now());
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let Scheduled { room, body, .. } = tx.unschedule(user, id).await?.ok_or(NOT_SCHEDULED)?.scheduled;
                    if !tx.read().await?.may_draft(user, room).await? {
                        return Err(NO_DRAFT);
                    }
                    let (body, at) = match tx.read().await?.draft(user, room).await? {
                        Some(known) => (joined(&known.body, body).ok_or(NO_SPACE)?, now.max(Timestamp(known.at.0 + 1))),
                        None => (body, now),
                    };
                    tx.keep_draft(user, &Draft { room, body, at, root: None }).await?;
                    Ok(room)
                })
            })
            .await
    }

    /// Says now what was to be said later.
    ///
    /// # Errors
    /// It is said already, not the actor's, or cannot be said.
    pub async fn send_scheduled(&self, actor: &Actor, id: ScheduledId) -> Result<()> {
        self.count_touch(actor)?;
        let waiting = self.store.glance().await?.read().scheduled(actor.user()).await?;
        let due = waiting.into_iter().find(|due| due.scheduled.id == id).ok_or(NOT_SCHEDULED)?;
        if self.say_due(due).await? { Ok(()) } else { Err(NOT_SCHEDULED) }
    }

    /// Lets go of something for good that was to be said later.
    ///
    /// # Errors
    /// It is said already, or not the actor's.
    pub async fn discard_scheduled(&self, actor: &Actor, id: ScheduledId) -> Result<()> {
        self.count_touch(actor)?;
        let user = actor.user();
        self.store
            .write(move |tx| Box::pin(async move { tx.unschedule(user, id).await?.ok_or(NOT_SCHEDULED).map(drop) }))
            .await
    }

    /// Says something and takes it out of what waits, in one write: it is said once, whatever happens. What was unread
    /// for its author before stays so, as they need not have been there. Answers whether it still waited.
    pub(super) async fn say_due(&self, due: Due) -> Result<bool> {
        let (chat, now) = (self.clone(), self.clock.now());
        self.count(&self.posts, due.by, TOO_FAST)?;
        let draft = markup::Draft::read(&due.scheduled.body);
        let (room, by, link) = (due.scheduled.room, due.by, draft.first_link());
        let said = self
            .store
            .write(move |tx| {
                Box::pin(async move {
                    let Due { by, cid, scheduled: Scheduled { id, room, body, .. } } = due;
                    // It may have been taken back since it was found to be due.
                    if !tx.read().await?.is_scheduled(by, id).await? {
                        return Ok(None);
                    }
                    let actor = Actor { user: by, session: 0 };
                    let seat = access::seat(&mut tx.read().await?, &actor, room).await?;
                    access::may_say(&mut tx.read().await?, &seat).await?;
                    // A thread that one does not follow has nothing unread.
                    let first_unread = match seat.is_member() {
                        true => tx.read().await?.entry(&seat).await?.first_unread(),
                        false => None,
                    };
                    let saying =
                        Saying { room, by, cid, body, at: now, nodes: Vec::new(), reply: None, files: Vec::new() };
                    let said = say_within(tx, &chat, &actor, (None, Vec::new()), draft, saying).await?;
                    match (&said, first_unread) {
                        (Said::New(_), Some(no)) => {
                            let seat = access::seat(&mut tx.read().await?, &actor, room).await?;
                            unread_from(tx, &seat, no, true).await?;
                        }
                        (Said::NotHere, _) => return Err(access::NO_ROOM),
                        _ => {}
                    }
                    tx.unschedule(by, id).await?;
                    Ok(Some(said))
                })
            })
            .await?;
        if let Some(Said::New(posted)) = &said {
            self.said_link(room, posted.no, 0, by, link);
        }
        Ok(said.is_some())
    }
}

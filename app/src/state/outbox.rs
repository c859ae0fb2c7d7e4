//! What was said here and is not settled yet. It is shown at once, kept over the end of the
//! page, and sent again until the server says what became of it; the `cid` makes a repeat harmless.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{ChatState, LinkStatus, Mode};
use crate::domain::{Attachment, Cid, Message, MessageBody, Quotation, RoomId, Timestamp};
use crate::protocol::{PostMessage, Posted, Problem};

/// After this long without an answer a message is shown as not sent; it is still tried.
pub const LATE_MS: i64 = 10_000;

/// An unsettled message as it outlives the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// The client's name for it.
    pub cid: Cid,
    /// Where it belongs.
    pub room: RoomId,
    /// What was said.
    pub body: String,
    /// When it was said.
    pub at: Timestamp,
    /// What it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<Quotation>,
    /// The files that come with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Attachment>,
    /// Why the server refused it, until the person tries again or discards it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// How far an unsettled message has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Delivery {
    /// Waits for the connection.
    Queued,
    /// On its way.
    Sent,
    /// On disk; its event is about to take its place.
    Stored,
    /// Not taken, or no answer for [`LATE_MS`]: why, in words for a person.
    Failed(String),
}

/// An unsettled message on the screen.
#[derive(Clone)]
pub struct Pending {
    /// What is kept of it.
    pub kept: Kept,
    /// How far it has come.
    pub state: ArcRwSignal<Delivery>,
}

impl Pending {
    fn is_refused(&self) -> bool {
        self.kept.refused.is_some()
    }
}

impl ChatState {
    /// The unsettled messages of the room in view; reactive.
    pub fn pending(&self) -> Vec<Pending> {
        let room = self.room.head.with(|head| head.id);
        self.outbox.with(|all| all.iter().filter(|p| p.kept.room == room).cloned().collect())
    }

    /// Says `text` in the room in view, or changes the message that the composer is about. `false`: the text
    /// stays where it was typed, because it breaks a rule, which `notice` tells, or because the server has to
    /// take it first.
    pub fn send(&self, text: &str) -> bool {
        let (Some(link), Some(room)) = (self.link(), self.room_id()) else { return false };
        let reply = match self.mode.get_untracked() {
            Mode::Say => None,
            Mode::Reply(quotation) => Some(quotation),
            Mode::Edit { no, base_rev, .. } => {
                self.edit(no, base_rev, text);
                return false;
            }
        };
        let Some(files) = self.take_uploads(room) else { return false };
        let body = match MessageBody::beside(files.len(), text) {
            Ok(body) => body.into_string(),
            Err(invalid) => {
                self.notice.set((!text.trim().is_empty()).then_some(invalid.message));
                return false;
            }
        };
        let kept = Kept { cid: link.new_cid(), room, body, at: link.now(), reply, files, refused: None };
        self.uploads_sent(room);
        self.notice.set(None);
        self.end_mode();
        // Whoever says something has read.
        self.held_unread.set_value(None);
        link.keep(self.me(), &kept);
        let pending = Pending { kept, state: ArcRwSignal::new(Delivery::Queued) };
        self.outbox.update(|all| all.push(pending));
        link.said(room);
        self.jump_to_latest();
        self.flush();
        true
    }

    /// Tries a refused or late message once more.
    pub fn retry(&self, cid: Cid) {
        let Some(link) = self.link() else { return };
        self.outbox.update(|all| {
            if let Some(pending) = all.iter_mut().find(|p| p.kept.cid == cid) {
                pending.kept.refused = None;
                pending.state.set(Delivery::Queued);
                link.keep(self.me(), &pending.kept);
            }
        });
        self.flush();
    }

    /// Gives an unsettled message up.
    pub fn discard(&self, cid: Cid) {
        self.settle(cid);
    }

    /// Sends what waits: of each room one at a time, so that what was said first is stored first.
    pub fn flush(&self) {
        let mut rooms = Vec::new();
        for pending in self.outbox.get_untracked() {
            let unsettled = !pending.is_refused() && pending.state.with_untracked(|s| *s != Delivery::Stored);
            if unsettled && !rooms.contains(&pending.kept.room) {
                rooms.push(pending.kept.room);
                if pending.state.with_untracked(|s| *s == Delivery::Queued) {
                    self.transmit(&pending);
                }
            }
        }
    }

    /// Marks what has waited too long. Called about once a second while something waits.
    pub(super) fn mark_late(&self, now: Timestamp) {
        for pending in self.outbox.get_untracked() {
            let late = now.0 - pending.kept.at.0 > LATE_MS && self.status.get_untracked() == LinkStatus::Live;
            if late && pending.state.with_untracked(|s| *s == Delivery::Sent) {
                pending.state.set(Delivery::Failed("No answer yet.".to_owned()));
            }
        }
    }

    pub(super) fn restore_outbox(&self) {
        let Some(link) = self.link() else { return };
        let all: Vec<Pending> = link.kept(self.me()).into_iter().map(restored).collect();
        if !all.is_empty() {
            self.outbox.set(all);
        }
    }

    /// The socket broke: what was on its way may or may not have arrived, so it waits again.
    pub(super) fn requeue(&self) {
        for pending in self.outbox.get_untracked() {
            if !pending.is_refused() && pending.state.with_untracked(|s| *s != Delivery::Stored) {
                pending.state.set(Delivery::Queued);
            }
        }
    }

    /// The author's own message came back as an event: that settles it.
    pub(super) fn posted(&self, message: &Message, cid: Cid) {
        if message.by.id == self.me() {
            self.settle(cid);
        }
    }

    fn transmit(&self, pending: &Pending) {
        if self.status.get_untracked() != LinkStatus::Live {
            return;
        }
        let (this, kept, state) = (*self, pending.kept.clone(), pending.state.clone());
        state.set(Delivery::Sent);
        let command = PostMessage {
            room: kept.room,
            cid: kept.cid,
            body: kept.body.clone(),
            reply: kept.reply.as_ref().map(|q| q.no),
            files: kept.files.iter().map(|file| file.id).collect(),
        };
        self.ask(&command, move |outcome| match outcome {
            Ok(posted) => this.stored(&kept, posted, &state),
            Err(problem) if problem.retry => this.try_later(&state, &problem),
            Err(problem) => this.refused(kept.cid, &state, problem),
        });
    }

    /// It is on disk. Its row takes over when its event arrives, which may have been long ago.
    fn stored(&self, kept: &Kept, posted: Posted, state: &ArcRwSignal<Delivery>) {
        if let Some(link) = self.link() {
            link.forget(self.me(), kept.cid);
        }
        let comes = self.room_id() == Some(kept.room) && self.room.as_of() < posted.seq;
        if comes {
            state.set(Delivery::Stored);
        } else {
            self.settle(kept.cid);
        }
        self.flush();
    }

    fn try_later(&self, state: &ArcRwSignal<Delivery>, problem: &Problem) {
        state.set(Delivery::Queued);
        if let (Some(link), LinkStatus::Live) = (self.link(), self.status.get_untracked()) {
            link.flush_in(problem.after_ms.unwrap_or(1_000));
        }
    }

    fn refused(&self, cid: Cid, state: &ArcRwSignal<Delivery>, problem: Problem) {
        state.set(Delivery::Failed(problem.message.clone()));
        self.outbox.update(|all| {
            if let Some(pending) = all.iter_mut().find(|p| p.kept.cid == cid) {
                // Files that are not there any more come with nothing; the words still can.
                if problem.field.as_deref() == Some("files") {
                    pending.kept.files.clear();
                }
                pending.kept.refused = Some(problem.message);
                if let Some(link) = self.link() {
                    link.keep(self.me(), &pending.kept);
                }
            }
        });
        self.flush();
    }

    /// Rows that were stored while their room was out of view have nothing to wait for.
    pub(super) fn settle_stored(&self) {
        let stored = |p: &Pending| p.state.with_untracked(|s| *s == Delivery::Stored);
        if self.outbox.with_untracked(|all| all.iter().any(stored)) {
            self.outbox.update(|all| all.retain(|p| !stored(p)));
        }
    }

    fn settle(&self, cid: Cid) {
        if let Some(link) = self.link() {
            link.forget(self.me(), cid);
        }
        if self.outbox.with_untracked(|all| all.iter().any(|p| p.kept.cid == cid)) {
            self.outbox.update(|all| all.retain(|p| p.kept.cid != cid));
        }
    }
}

fn restored(kept: Kept) -> Pending {
    let state = kept.refused.clone().map_or(Delivery::Queued, Delivery::Failed);
    Pending { kept, state: ArcRwSignal::new(state) }
}

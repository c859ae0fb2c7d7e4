//! What one does with messages that are there, and what the composer is about to say.

use leptos::prelude::*;

use super::ChatState;
use crate::domain::{Message, MessageBody, Quotation};
use crate::protocol::{DeleteMessage, EditMessage, ListPins, PinMessage, React};

/// What becomes of the text in the composer.
#[derive(Clone, Debug, PartialEq)]
pub enum Mode {
    /// Something new.
    Say,
    /// An answer.
    Reply(Quotation),
    /// Another text for one's own message.
    Edit {
        /// Which.
        no: u64,
        /// The version that is changed.
        base_rev: u32,
        /// The text as it was.
        body: String,
    },
}

/// What is open beside the message that is attended to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tools {
    /// Only the bar itself.
    #[default]
    Closed,
    /// More emoji.
    Emoji,
    /// The menu.
    Menu,
    /// The question whether to delete it.
    Deletion,
}

impl ChatState {
    /// Attends to a message, or to none.
    pub fn attend(&self, no: Option<u64>) {
        if self.active.get_untracked() != no {
            self.tools.set(Tools::Closed);
            self.active.set(no);
        }
    }

    /// Does what is pressed beside the message that is attended to.
    pub fn act(&self, what: &str) {
        let Some(no) = self.active.get_untracked() else { return };
        let toggle = |tools| self.tools.update(|open| *open = if *open == tools { Tools::Closed } else { tools });
        match what {
            "emoji" => return toggle(Tools::Emoji),
            "menu" => return toggle(Tools::Menu),
            "ask" => return self.tools.set(Tools::Deletion),
            "reply" => self.begin_reply(no),
            "thread" => self.open_thread(no),
            "edit" => self.begin_edit(no),
            "pin" => self.pin(no, !self.message(no).is_some_and(|message| message.pinned)),
            "save" => self.toggle_saved(no),
            "unread" => self.mark_unread(no),
            "delete" => self.delete(no),
            _ => {}
        }
        self.tools.set(Tools::Closed);
    }

    /// The message of this number, if it is in the window.
    pub fn message(&self, no: u64) -> Option<Message> {
        self.room.rows.with_untracked(|rows| {
            let at = rows.binary_search_by_key(&no, |row| row.no).ok()?;
            Some(rows.get(at)?.message.get_untracked())
        })
    }

    /// The next text answers a message.
    pub fn begin_reply(&self, no: u64) {
        if let Some(message) = self.message(no).filter(|message| !message.deleted) {
            self.mode.set(Mode::Reply(message.quotation()));
        }
    }

    /// The text of one's own message goes into the composer.
    pub fn begin_edit(&self, no: u64) {
        let me = self.me();
        if let Some(message) = self.message(no).filter(|message| message.by.id == me && !message.deleted) {
            let (base_rev, body) = (message.rev(), message.body);
            self.mode.set(Mode::Edit { no, base_rev, body });
        }
    }

    /// The last thing one said in the window goes into the composer. Returns whether there is one.
    pub fn edit_last(&self) -> bool {
        let me = self.me();
        let mine = |row: &super::Row| row.by == me && !row.message.with_untracked(|m| m.deleted);
        let last = self.room.rows.with_untracked(|rows| rows.iter().rev().find(|row| mine(row)).map(|row| row.no));
        if let Some(no) = last {
            self.begin_edit(no);
        }
        last.is_some()
    }

    /// Neither an answer nor a change: the composer says something new.
    pub fn end_mode(&self) {
        if self.mode.with_untracked(|mode| *mode != Mode::Say) {
            self.mode.set(Mode::Say);
        }
        self.notice.set(None);
    }

    /// Changes the message that the composer is about. The text stays there until the server has it.
    pub(super) fn edit(&self, no: u64, base_rev: u32, text: &str) {
        let Some(room) = self.room_id() else { return };
        let body = match MessageBody::parse(text) {
            Ok(body) => body.into_string(),
            Err(invalid) => return self.notice.set(Some(invalid.message)),
        };
        let this = *self;
        self.ask(&EditMessage { room, no, base_rev, body }, move |outcome| match outcome {
            Ok(_) => this.end_mode(),
            Err(problem) => this.notice.set(Some(problem.message)),
        });
    }

    /// Deletes a message.
    pub fn delete(&self, no: u64) {
        let Some(room) = self.room_id() else { return };
        self.ask_or_tell(&DeleteMessage { room, no });
    }

    /// Reacts with an emoji, or takes it back.
    pub fn react(&self, no: u64, emoji: &str, on: bool) {
        let Some(room) = self.room_id() else { return };
        self.ask_or_tell(&React { room, no, emoji: emoji.to_owned(), on });
    }

    /// Reacts with an emoji, or takes it back if one has done so before.
    pub fn toggle_reaction(&self, no: u64, emoji: &str) {
        let me = self.me();
        let mine = |message: Message| {
            let all = message.reactions.all().iter().find(|reaction| reaction.emoji == emoji);
            all.is_some_and(|reaction| reaction.by.iter().any(|person| person.id == me))
        };
        self.react(no, emoji, !self.message(no).is_some_and(mine));
    }

    /// Pins a message, or takes it off.
    pub fn pin(&self, no: u64, on: bool) {
        let Some(room) = self.room_id() else { return };
        self.ask_or_tell(&PinMessage { room, no, on });
    }

    /// Reads the pinned messages of the open room.
    pub fn load_pins(&self) {
        let Some(room) = self.room_id() else { return };
        let (this, asked_at) = (*self, self.pins_changed.get_value());
        self.ask(&ListPins { room }, move |outcome| match outcome {
            Ok(pins) if this.room_id() == Some(room) => {
                this.pins.set(Some(pins));
                if this.pins_changed.get_value() != asked_at {
                    this.load_pins();
                }
            }
            Ok(_) => {}
            Err(problem) => this.notice.set(Some(problem.message)),
        });
    }

    /// Asks for something whose answer is an event; what stands in the way is told.
    pub(super) fn ask_or_tell<A: crate::protocol::Ask>(&self, command: &A) {
        let this = *self;
        self.ask(command, move |outcome| {
            if let Err(problem) = outcome {
                this.notice.set(Some(problem.message));
            }
        });
    }
}

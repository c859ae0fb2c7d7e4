//! What a page of the server is born with.

use serde::{Deserialize, Serialize};

use super::{Draft, RoomView, SidebarView};
use crate::domain::{Attachment, Message, Quotation, Timestamp};

/// Everything a signed-in page is born with; it stands in the HTML as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// The frame around every page.
    pub sidebar: SidebarView,
    /// The open room, on a room's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomView>,
    /// The message a permalink leads to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flash: Option<u64>,
    /// The zone in which the server wrote the times, from the browser's cookie; `UTC` without one.
    pub zone: String,
    /// When the page was made.
    pub now: Timestamp,
    /// What stands beside the room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub panel: Option<Panel>,
    /// The pinned messages, where the panel shows them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pins: Option<Vec<Message>>,
    /// Whether what is written answers the message in `flash`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_reply: bool,
    /// What a form without script said and the server could not take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refused>,
    /// What the reader has typed in the open room and not sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Draft>,
    /// Files that were brought with a message that was refused, and wait for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub brought: Vec<Attachment>,
    /// Its path, where it is no room's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// Which build of the server made the page; empty where it was not made by one.
    #[serde(default)]
    pub build: String,
}

/// What can stand beside a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Panel {
    /// Who is in it.
    People,
    /// What is pinned there.
    Pins,
}

impl Panel {
    /// As `?panel=` says it.
    pub fn name(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Pins => "pins",
        }
    }

    /// What `?panel=` asks for.
    pub fn named(name: &str) -> Option<Self> {
        [Self::People, Self::Pins].into_iter().find(|panel| panel.name() == name)
    }
}

impl Page {
    /// A page with this sidebar and nothing else; it is `now`, and `zone` is the reader's.
    pub fn of(sidebar: SidebarView, zone: String, now: Timestamp) -> Self {
        Self {
            sidebar,
            room: None,
            flash: None,
            zone,
            now,
            panel: None,
            pins: None,
            is_reply: false,
            refused: None,
            draft: None,
            brought: Vec::new(),
            path: String::new(),
            build: String::new(),
        }
    }

    /// What stands in the composer from the start: a text that came back comes before one that was kept.
    pub fn written(&self) -> &str {
        let kept = self.draft.as_ref().map_or("", |draft| &draft.body);
        self.refused.as_ref().map_or(kept, |refused| &refused.body)
    }

    /// The message that what is written on this page answers.
    pub fn answers(&self) -> Option<Quotation> {
        let no = self.flash.filter(|_| self.is_reply)?;
        let message = self.room.as_ref()?.messages.iter().find(|message| message.no == no)?;
        (!message.deleted).then(|| message.quotation())
    }
}

/// A text that came back from the server, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    /// The text as it was typed.
    pub body: String,
    /// What to do about it.
    pub problem: String,
}

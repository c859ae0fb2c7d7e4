//! Pictograms: on a grid of 24, drawn with one round stroke of 1.75, one path each.

use leptos::prelude::*;

use super::Drawn;
use crate::domain::RoomKind;

/// Everything that is drawn rather than written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pictogram {
    /// Once more.
    Again,
    /// Put by, to be read.
    Archive,
    /// A way back or out.
    Back,
    /// Be told of what is new.
    Bell,
    /// All rooms.
    Browse,
    /// What calls somebody.
    Call,
    /// Put away.
    Close,
    /// Take away for good.
    Delete,
    /// A device that is signed in.
    Device,
    /// To the newest.
    Down,
    /// A time to come.
    Clock,
    /// Change the words.
    Edit,
    /// A room.
    Hash,
    /// What was before.
    History,
    /// Bring somebody in.
    Invite,
    /// Out of here.
    Leave,
    /// Something that comes along.
    Clip,
    /// To be taken away.
    File,
    /// An address.
    Link,
    /// A room for who is invited.
    Lock,
    /// Open the sidebar.
    Menu,
    /// What one can do about oneself.
    More,
    /// A few people.
    People,
    /// Kept in view.
    Pin,
    /// One more.
    Plus,
    /// An answer.
    Reply,
    /// Kept for later.
    Save,
    /// Look for something.
    Search,
    /// Say it.
    Send,
    /// An emoji.
    Smile,
    /// A conversation beneath a message.
    Thread,
    /// The waves of Snug.
    Tide,
    /// What has not been read.
    Unread,
    /// To what was missed.
    Up,
    /// Something is wrong.
    Warning,
}

impl Pictogram {
    /// What stands for a room of this kind.
    pub fn of_room(kind: RoomKind) -> Self {
        match kind {
            RoomKind::Open => Self::Hash,
            RoomKind::Closed => Self::Lock,
            RoomKind::Direct => Self::People,
            RoomKind::Thread => Self::Thread,
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Again => "M19.5 12a7.5 7.5 0 1 1-2.4-5.5l2.4 2.2M19.5 4.5v4.2h-4.2",
            Self::Archive => "M4 5h16v4H4zM5.5 9v10h13V9M10 13h4",
            Self::Back => "M19 12H5M11.5 5.5 5 12l6.5 6.5",
            Self::Bell => "M6 16v-5a6 6 0 0 1 12 0v5l1.5 1.5h-15zM10 20.5a2.2 2.2 0 0 0 4 0",
            Self::Browse => "M4.5 12a7.5 7.5 0 1 0 15 0a7.5 7.5 0 1 0-15 0M14.8 9.2l-1.3 4.3-4.3 1.3 1.3-4.3z",
            Self::Call => {
                "M8.5 12a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0M15.5 8.5v5a2.5 2.5 0 0 0 5 0V12a8.5 8.5 0 1 0-3.4 6.8"
            }
            Self::Clip => {
                "M19 11.5 12 18.3a4.3 4.3 0 0 1-6-6.1l7.2-7a2.9 2.9 0 0 1 4 4.1l-7 6.8a1.4 1.4 0 0 1-2-2l6.3-6.1"
            }
            Self::File => "M6.5 4h7l4 4v12h-11zM13.5 4v4h4M9.5 12.5h5M9.5 16h5",
            Self::Clock => "M4.5 12a7.5 7.5 0 1 0 15 0a7.5 7.5 0 1 0-15 0M12 7.5v4.8l3 1.9",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::Delete => "M5 7h14M9.5 7V5h5v2M7 7l.8 12h8.4L17 7M10.5 11v4.5M13.5 11v4.5",
            Self::Device => "M6 5h12a1.5 1.5 0 0 1 1.5 1.5V15h-15V6.5A1.5 1.5 0 0 1 6 5M2.5 18.5h19",
            Self::Down => "M12 5v14M5.5 12.5 12 19l6.5-6.5",
            Self::Edit => "m5 19 1-4L16.5 4.5a2 2 0 0 1 3 3L9 18z",
            Self::Hash => "M9 4 7 20M17 4l-2 16M4.5 9h16M3.5 15h16",
            Self::History => "M4.5 12a7.5 7.5 0 1 0 2.4-5.5L4.5 8.7M4.5 4.5v4.2h4.2M12 8v4.3l2.8 1.7",
            Self::Invite => {
                "M6.3 8.5a3.7 3.7 0 1 0 7.4 0a3.7 3.7 0 1 0-7.4 0M3 20c.6-3.6 3.3-5.6 7-5.6 2 0 3.7.6 5 1.7M18.5 14v6M15.5 17h6"
            }
            Self::Leave => "M14 5H7.5A2.5 2.5 0 0 0 5 7.5v9A2.5 2.5 0 0 0 7.5 19H14M10.5 12H20M16.5 8.5 20 12l-3.5 3.5",
            Self::Link => {
                "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1"
            }
            Self::Lock => "M6.5 11h11v8.5h-11zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
            Self::Menu => "M4 7h16M4 12h16M4 17h10",
            Self::More => {
                "M5.3 12a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0M11.5 12a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0M17.7 12a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0"
            }
            Self::People => {
                "M5.5 9a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0M2.5 19.5c.5-3.6 2.9-5.5 6.5-5.5s6 1.9 6.5 5.5M15.5 5.8a3.5 3.5 0 0 1 0 6.4M18 14.6c2 .8 3.2 2.4 3.5 4.9"
            }
            Self::Pin => "M9 4.5h6l-.8 5.2 3 3.3H6.8l3-3.3zM12 13v6.5",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Reply => "M9.5 6 4.5 11l5 5M4.5 11H14a5.5 5.5 0 0 1 5.5 5.5V18",
            Self::Save => "M7 4.5h10v15l-5-4-5 4z",
            Self::Search => "M4.5 11a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M20 20l-4.3-4.3",
            Self::Send => "M12 19V5M5.5 11.5 12 5l6.5 6.5",
            Self::Smile => {
                "M4.5 12a7.5 7.5 0 1 0 15 0a7.5 7.5 0 1 0-15 0M9 10v.01M15 10v.01M8.8 14a3.8 3.8 0 0 0 6.4 0"
            }
            Self::Thread => "M5 5.5h14v10.5h-7.5L7.5 19.5V16H5zM8.5 9.3h7M8.5 12.3h4.5",
            Self::Tide => "M3 9.5c2-2 4-2 6 0s4 2 6 0 4-2 6 0M3 15c2-2 4-2 6 0s4 2 6 0 4-2 6 0",
            Self::Unread => {
                "M4.5 12.5a7.5 7 0 0 1 9.5-6.8M19 10.5a7 7 0 0 1-9.8 8.2L5 20l1.2-3.6M15.5 6.5a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0"
            }
            Self::Up => "M12 19V5M5.5 11.5 12 5l6.5 6.5",
            Self::Warning => "M12 4.5 3.5 19h17zM12 10v4M12 16.5v.01",
        }
    }
}

/// A pictogram among what is drawn; see [`Icon`].
pub fn drawn_icon(of: Pictogram, small: bool) -> Drawn {
    Drawn::of_class("svg", if small { "icon icon--small" } else { "icon" })
        .with("viewBox", "0 0 24 24")
        .with("aria-hidden", "true")
        .child(Drawn::new("path").with("d", of.path()))
}

/// A pictogram for the eye alone; what it means stands beside it in words.
#[component]
pub fn Icon(
    /// Which one.
    of: Pictogram,
    /// Whether it stands in a line of text.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    view! {
        <svg class=if small { "icon icon--small" } else { "icon" } viewBox="0 0 24 24" aria-hidden="true">
            <path d=of.path()></path>
        </svg>
    }
}

//! What happened: stored events of a room, private ones of a person, and activity that is
//! never stored.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::entry::RoomEntry;
use crate::domain::{
    Availability, Cid, Involvement, Message, Person, Presence, Present, Role, RoomId, Status, Thread, Timestamp, UserId,
};

macro_rules! events {
    ($(#[$doc:meta])* $set:ident { $($(#[$variant_doc:meta])* $op:literal $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty),* $(,)? },)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(untagged)]
        pub enum $set {
            $($(#[$variant_doc])* $name { $($(#[$field_doc])* $field: $kind,)* },)*
        }

        impl $set {
            /// The name on the wire.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$name { .. } => $op,)* }
            }

            /// Reads the body `d` of an event called `e`. `None`: not of this set, or of a
            /// shape that this build does not know, and to be ignored.
            pub(crate) fn decode(e: &str, d: Option<&RawValue>) -> Option<Self> {
                let body = d.map_or("{}", RawValue::get);
                match e {
                    $($op => {
                        #[derive(Deserialize)]
                        struct Body { $($(#[$field_doc])* $field: $kind,)* }
                        crate::json::read::<Body>(body).ok().map(|b| Self::$name { $($field: b.$field,)* })
                    })*
                    _ => None,
                }
            }
        }
    };
}

events! {
    /// A durable event of a room, at one `seq` of its log.
    Event {
        /// Something was said.
        "message.new" MessagePosted {
            /// What, by whom, as number what.
            message: Message,
            /// The author's name for the attempt, so that the author's screen settles it.
            cid: Cid,
        },
        /// Its author changed the text. The message as it is now.
        "message.edited" MessageEdited {
            /// All of it.
            message: Message,
        },
        /// A message is gone; its place stays.
        "message.deleted" MessageDeleted {
            /// Which.
            no: u64,
            /// Who did it.
            by: Person,
        },
        /// Somebody reacted, or took it back.
        "message.reacted" Reacted {
            /// To which message.
            no: u64,
            /// With which emoji.
            emoji: String,
            /// Whether it is there now.
            on: bool,
            /// Who did it.
            by: Person,
        },
        /// A message was pinned, or taken off.
        "message.pinned" MessagePinned {
            /// Which.
            no: u64,
            /// Whether it is pinned now.
            on: bool,
            /// Who did it.
            by: Person,
        },
        /// Something was said or deleted in the thread beneath a message.
        "thread.moved" ThreadMoved {
            /// Beneath which.
            no: u64,
            /// What the message shows of it now; nothing where no reply is left.
            #[serde(default)]
            thread: Option<Thread>,
        },
        /// In the log of a thread: the message that it hangs from was changed, deleted, pinned or reacted to.
        "thread.root" RootChanged {
            /// As it is now.
            message: Message,
        },
        /// Somebody is in the room now.
        "member.joined" MemberJoined {
            /// Who.
            person: Person,
        },
        /// Somebody is no longer in the room.
        "member.left" MemberLeft {
            /// Who.
            person: Person,
        },
        /// Somebody is called otherwise, or has another picture. In the logs of all rooms that may show them; goes to all
        /// members.
        "person.changed" PersonChanged {
            /// As they are now.
            person: Person,
        },
        /// The room has another name. Goes to all its members, whatever they look at.
        "room.renamed" RoomRenamed {
            /// The new name.
            name: String,
            /// Who did it.
            by: Person,
        },
        /// The room or thread is only there to be read, or is open again. Goes to all its members.
        "room.archived" RoomArchived {
            /// Whether it is archived now.
            on: bool,
            /// Who did it.
            by: Person,
        },
        /// Who may post here has changed.
        "room.posting" PostingSet {
            /// Whether only those may who look after the room, and who was chosen.
            chosen_only: bool,
            /// Who did it.
            by: Person,
        },
        /// Somebody was chosen to post here, or is no longer.
        "member.chosen" MemberChosen {
            /// Whom it is about.
            person: Person,
            /// Whether they are chosen now.
            on: bool,
        },
        /// The room is about something else.
        "room.topic" TopicSet {
            /// The new topic; empty for none.
            topic: String,
            /// Who did it.
            by: Person,
        },
    }
}

events! {
    /// A private fact of one person, at one `user_seq`, for all their screens.
    PrivateEvent {
        /// A room is theirs now.
        "you.joined" RoomJoined {
            /// As it stands in the sidebar.
            room: RoomEntry,
        },
        /// A room is no longer theirs.
        "you.left" RoomLeft {
            /// Which.
            room: RoomId,
        },
        /// They were called in a message, or are no longer, since it was changed.
        "you.mentioned" Mentioned {
            /// Where.
            room: RoomId,
            /// In which message.
            no: u64,
            /// Whether they are called there now.
            on: bool,
        },
        /// They want to read from here on again, on whatever screen. What waits, as it stands.
        "you.unread" Unread {
            /// Where.
            room: RoomId,
            /// The newest message that counts as read.
            read_no: u64,
            /// As in [`RoomEntry::marked_no`].
            marked_no: u64,
            /// As in [`RoomEntry::skipped`].
            skipped: Vec<u64>,
            /// As in [`RoomEntry::mentions`].
            mentions: Vec<u64>,
            /// Whether nothing is unread again by it: what was, stays so, though they said something.
            #[serde(default, skip_serializing_if = "std::ops::Not::not")]
            stays: bool,
        },
        /// Another part of a room reaches them now, or it stands elsewhere.
        "you.involved" Involved {
            /// Which room.
            room: RoomId,
            /// What reaches them.
            involvement: Involvement,
            /// Whether it stands at the top.
            favourite: bool,
        },
        /// They are called otherwise, or have another picture.
        "you.changed" Changed {
            /// As they are now.
            person: Person,
        },
        /// They keep a message for later, or no longer, or are reminded of it.
        "you.saved" MessageSaved {
            /// Where.
            room: RoomId,
            /// Which message.
            no: u64,
            /// Whether it is kept now.
            on: bool,
            /// As in [`Later::reminders`](super::Later::reminders).
            #[serde(default)]
            reminders: u64,
        },
        /// They have typed something that is not sent yet, or have sent it, or want it no longer, on some screen.
        "you.drafted" Drafted {
            /// Where.
            room: RoomId,
            /// Whether there is something now. It may be something else.
            on: bool,
            /// Its [`Draft::at`](super::Draft::at); 0 where there is nothing.
            #[serde(default)]
            at: Timestamp,
        },
        /// Something could not be said when it was to be, or somebody has seen to it.
        "you.unsent" Unsent {
            /// As in [`Later::unsent`](super::Later::unsent).
            unsent: u64,
        },
        /// They are about something else, or about nothing any more, as others see it; or seen in another way.
        "you.status" StatusSet {
            /// What.
            #[serde(default)]
            status: Option<Status>,
            /// What they chose that others see of their presence.
            #[serde(default, skip_serializing_if = "Availability::is_auto")]
            availability: Availability,
        },
        /// They may do more now, or less.
        "you.role" RoleGiven {
            /// What they are.
            role: Role,
        },
        /// They have read up to here, on some screen.
        "you.read" Read {
            /// Where.
            room: RoomId,
            /// The newest message that was read.
            no: u64,
        },
    }
}

impl PrivateEvent {
    /// The room that it says something of, and whether something may wait there because of it.
    pub(super) fn concerns(&self) -> Option<(RoomId, bool)> {
        match self {
            Self::RoomJoined { .. }
            | Self::RoomLeft { .. }
            | Self::RoleGiven { .. }
            | Self::StatusSet { .. }
            | Self::MessageSaved { .. }
            | Self::Drafted { .. }
            | Self::Unsent { .. }
            | Self::Changed { .. }
            | Self::Involved { .. } => None,
            Self::Mentioned { room, on, .. } => Some((*room, *on)),
            Self::Unread { room, .. } => Some((*room, true)),
            Self::Read { room, .. } => Some((*room, false)),
        }
    }
}

events! {
    /// What is only true right now. Never stored, never replayed, first to be dropped.
    Activity {
        /// Somebody is writing; forget it after five seconds.
        "typing" Typing {
            /// Who.
            person: Person,
        },
        /// Everyone of the room who is here; sent when the room comes into view.
        "presence.all" Present {
            /// Who is online.
            online: Vec<UserId>,
            /// Who is idle.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            idle: Vec<UserId>,
            /// Who is away.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            away: Vec<UserId>,
            /// What members are about, of those who say so.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            statuses: Vec<(UserId, Status)>,
        },
        /// Somebody of the room is about something else.
        "presence.status" StatusChanged {
            /// Who.
            person: UserId,
            /// What; nothing where they say nothing any more.
            #[serde(default)]
            status: Option<Status>,
        },
        /// Somebody of the room came or went, or is here in another way; in none of these, they are gone. The other of a
        /// direct room of two hears of it wherever they look.
        "presence" PresenceChanged {
            /// Who.
            person: Person,
            /// Whether they are online now.
            online: bool,
            /// Whether they are idle.
            #[serde(default, skip_serializing_if = "std::ops::Not::not")]
            idle: bool,
            /// Whether they are away.
            #[serde(default, skip_serializing_if = "std::ops::Not::not")]
            away: bool,
        },
    }
}

impl Activity {
    /// Somebody is here in this way now, or gone.
    pub fn presence(person: Person, presence: Option<Presence>) -> Self {
        let is = |of| presence == Some(of);
        let (online, idle, away) = (is(Presence::Online), is(Presence::Idle), is(Presence::Away));
        Self::PresenceChanged { person, online, idle, away }
    }

    /// These are here.
    pub fn present(Present { online, idle, away }: Present, statuses: Vec<(UserId, Status)>) -> Self {
        Self::Present { online, idle, away, statuses }
    }
}

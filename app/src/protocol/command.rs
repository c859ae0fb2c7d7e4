//! What a client asks. Every command is a struct of its own, knows its `op` and the type of
//! its answer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::answer::{Begun, Direction, Done, Entry, Posted};
use super::ask::{Ask, commands};
use super::entry::RoomEntry;
use super::frame::DecodeError;
use super::later::{Draft, Saved, Scheduled};
use super::sidebar::Followed;
use super::view::{History, Listing, RoomView};
use crate::domain::{
    AttachmentId, Cid, Edit, Epoch, Involvement, Message, NamedEmoji, Person, Profile, Revision, Role, RoomId,
    ScheduledId, Timestamp, UserId,
};

commands! {
    /// The first thing said on a socket: where this client stands. Answered by `welcome`,
    /// the replay and `live`.
    "hello" Hello {
        /// The history the positions belong to; `null` for a client that knows nothing yet.
        epoch: Option<Epoch>,
        /// The last private event that was applied.
        #[serde(default)]
        user_seq: u64,
        /// The rooms in view, each with the seq up to which the client knows it. They are watched.
        #[serde(default)]
        timelines: BTreeMap<RoomId, u64>,
        /// Whether nobody touches this screen.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        idle: bool,
    } -> Done;

    /// Sends everything of a room from after `seq` on; the room is in view now.
    "room.watch" Watch {
        /// Which room.
        room: RoomId,
        /// What the client already knows.
        seq: u64,
    } -> Done;

    /// The room is out of view: from now on only heads.
    "room.unwatch" Unwatch {
        /// Which room.
        room: RoomId,
    } -> Done;

    /// The newest page of a room, with the position it was read at.
    "room.load" LoadRoom {
        /// Which room.
        room: RoomId,
    } -> RoomView;

    /// Every open room, and whether one is in it.
    "room.list" ListRooms {} -> Vec<Listing>;

    /// Makes a room and joins it.
    "room.make" MakeRoom {
        /// A name that no other room has.
        name: String,
        /// What it is about; may be empty.
        #[serde(default)]
        topic: String,
        /// Whether only who is invited may come in.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        closed: bool,
    } -> RoomEntry;

    /// Opens the room of oneself and these people alone; the same people always meet in the same room.
    "direct.open" OpenDirect {
        /// The others, at most 19; nobody for notes to oneself.
        people: Vec<UserId>,
    } -> RoomEntry;

    /// Brings somebody into an open or closed room. Any member may.
    "room.invite" Invite {
        /// Which room.
        room: RoomId,
        /// Whom.
        person: UserId,
    } -> Done;

    /// Takes somebody out of an open or closed room. Who made the room, or owns the workspace, may.
    "room.remove" Remove {
        /// Which room.
        room: RoomId,
        /// Whom.
        person: UserId,
    } -> Done;

    /// Everyone in the workspace, by name; at most 1,000.
    "people.list" ListPeople {} -> Vec<Profile>;

    /// The emoji that some beginnings of words fit, the best first; at most six.
    "emoji.find" FindEmoji {
        /// What is typed of a name, without colons; at most 64 bytes.
        typed: String,
    } -> Vec<NamedEmoji>;

    /// Gives somebody else a role: the owner any but their own, an admin member or guest to who is one of them.
    "people.set_role" GiveRole {
        /// Whom.
        person: UserId,
        /// What they may do from now on.
        role: Role,
    } -> Done;

    /// Says what of a room reaches oneself, and whether it stands at the top.
    "room.involve" Involve {
        /// Which room; no thread.
        room: RoomId,
        /// What reaches oneself.
        involvement: Involvement,
        /// Whether it stands at the top.
        favourite: bool,
    } -> Done;

    /// Archives a room with a name, with its threads, or brings it back. Who made it, or looks after the workspace, may.
    "room.archive" ArchiveRoom {
        /// Which room.
        room: RoomId,
        /// Whether it is archived afterwards.
        on: bool,
    } -> Done;

    /// Says who posts in a room with a name. Who made it, or looks after the workspace, may.
    "room.set_posting" SetPosting {
        /// Which room.
        room: RoomId,
        /// Whether only those may who look after it, and who was chosen.
        chosen_only: bool,
    } -> Done;

    /// Chooses a member to post where not everyone may, or does so no longer. Who made the room, or looks after
    /// the workspace, may.
    "room.choose" Choose {
        /// Which room.
        room: RoomId,
        /// Whom.
        person: UserId,
        /// Whether they are chosen afterwards.
        on: bool,
    } -> Done;

    /// Gives a room another name. Any member may.
    "room.rename" RenameRoom {
        /// Which room.
        room: RoomId,
        /// The new name.
        name: String,
    } -> Done;

    /// Says what a room is about. Any member may.
    "room.set_topic" SetTopic {
        /// Which room.
        room: RoomId,
        /// The new topic; empty for none.
        topic: String,
    } -> Done;

    /// A room or thread as it stands in one's sidebar: heads of a thread come also where the sidebar does not have it,
    /// because nothing waited there.
    "room.entry" LoadEntry {
        /// Which room.
        room: RoomId,
    } -> Entry;

    /// The thread beneath a message, which begins empty; the same message always has the same.
    "thread.start" StartThread {
        /// In which room the message is.
        room: RoomId,
        /// Which message.
        no: u64,
    } -> Begun;

    /// The threads that one follows and in which something was said, the newest first; at most 20.
    "thread.list" ListThreads {
        /// Only what is older than this [`Followed::position`].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<i64>,
    } -> Vec<Followed>;

    /// Joins an open room, or follows a thread; joining twice is joining once.
    "room.join" JoinRoom {
        /// Which room.
        room: RoomId,
    } -> RoomEntry;

    /// Leaves a room; nothing of it or its threads arrives afterwards. Of a thread: follows it no longer.
    "room.leave" LeaveRoom {
        /// Which room.
        room: RoomId,
    } -> Done;

    /// The members of a room, by name; at most 500.
    "room.members" ListMembers {
        /// Which room.
        room: RoomId,
    } -> Vec<Person>;

    /// Says something. Idempotent by author and `cid`: a repeat answers what the first did.
    "message.send" PostMessage {
        /// Where.
        room: RoomId,
        /// The client's name for this attempt.
        cid: Cid,
        /// 1 byte to 16 KiB of text.
        body: String,
        /// The message that it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply: Option<u64>,
        /// Files that one has brought to this room and not sent yet, at most 10. With files, the text may be empty.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<AttachmentId>,
    } -> Posted;

    /// Changes the text of one's own message. A change that is based on an older text is a conflict.
    "message.edit" EditMessage {
        /// Which room.
        room: RoomId,
        /// Which message.
        no: u64,
        /// The version that was changed: 0 for the first text.
        base_rev: u32,
        /// 1 byte to 16 KiB of text.
        body: String,
    } -> Edit;

    /// Deletes one's own message; who owns the workspace may delete any. Its place stays, nothing else.
    "message.delete" DeleteMessage {
        /// Which room.
        room: RoomId,
        /// Which message.
        no: u64,
    } -> Done;

    /// Reacts to a message, or takes it back; twice is once.
    "message.react" React {
        /// Which room.
        room: RoomId,
        /// Which message.
        no: u64,
        /// One emoji, or its name.
        emoji: String,
        /// Whether it is there afterwards.
        on: bool,
    } -> Done;

    /// Pins a message for everyone in the room, or takes it off; twice is once.
    "message.pin" PinMessage {
        /// Which room.
        room: RoomId,
        /// Which message.
        no: u64,
        /// Whether it is pinned afterwards.
        on: bool,
    } -> Done;

    /// Every text that a message had, the oldest first.
    "message.revisions" ListRevisions {
        /// Which room.
        room: RoomId,
        /// Which message.
        no: u64,
    } -> Vec<Revision>;

    /// The pinned messages of a room, the newest pin first; at most 100.
    "room.pins" ListPins {
        /// Which room.
        room: RoomId,
    } -> Vec<Message>;

    /// Keeps a message for later, or lets go of it; twice is once. Only oneself knows.
    "message.save" SaveMessage {
        /// Which room.
        room: RoomId,
        /// Which message.
        no: u64,
        /// Whether it is kept afterwards.
        on: bool,
        /// When to be reminded of it; nothing for never.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        remind_at: Option<Timestamp>,
    } -> Done;

    /// What one keeps for later, the newest first, and what one was reminded of last as the newest; at most 30.
    "saved.list" ListSaved {
        /// Only what is older than this [`Saved::position`].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<i64>,
    } -> Vec<Saved>;

    /// Keeps what one has typed and not sent in a room or thread, for all of one's screens.
    "draft.keep" KeepDraft {
        /// Where.
        room: RoomId,
        /// At most 16 KiB of text; empty for none.
        body: String,
        /// The [`Draft::at`] that the text was begun from, 0 for none. What changed since, on another screen, is not lost:
        /// it stands before this text then. Without it, this text takes the place of whatever is there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        base: Option<Timestamp>,
    } -> Draft;

    /// What one has typed and not sent in a room or thread; empty, and of the time 0, where there is nothing.
    "draft.load" LoadDraft {
        /// Where.
        room: RoomId,
    } -> Draft;

    /// Everything that one has typed and not sent, the newest first; at most 500.
    "draft.list" ListDrafts {} -> Vec<Draft>;

    /// Says something later. It is said as if one did so then: with the rights that one has by then.
    "message.schedule" ScheduleMessage {
        /// Where.
        room: RoomId,
        /// The client's name for this attempt; a repeat changes nothing.
        cid: Cid,
        /// 1 byte to 16 KiB of text.
        body: String,
        /// When: at most a year from now.
        at: Timestamp,
    } -> Scheduled;

    /// What one will say later, the next first; at most 100.
    "scheduled.list" ListScheduled {} -> Vec<Scheduled>;

    /// Does not say it after all; the text becomes the draft of its room, behind what is there.
    "scheduled.cancel" CancelScheduled {
        /// Which.
        id: ScheduledId,
    } -> Done;

    /// A page of history around, before or after a message.
    "message.page" LoadHistory {
        /// Which room.
        room: RoomId,
        /// In which direction from `no`.
        direction: Direction,
        /// The message to start from; it is part of the page only with `around`.
        no: u64,
        /// At most this many messages, `1..=100`.
        limit: u32,
    } -> History;

    /// Everything up to `no` is read. The pointer only moves forward.
    "read.mark" MarkRead {
        /// Which room.
        room: RoomId,
        /// The newest message that was seen.
        no: u64,
    } -> Done;

    /// Message `no` and everything after it is to be read again, on every screen.
    "read.unmark" MarkUnread {
        /// Which room.
        room: RoomId,
        /// The first message that is unread.
        no: u64,
    } -> Done;

    /// The person is writing. Not stored, not answered when sent without `i`; at most once in three seconds.
    "typing.start" StartTyping {
        /// In which room.
        room: RoomId,
    } -> Done;

    /// Nobody touches this screen any more, or somebody does again. Who touches none of theirs is idle.
    "presence.idle" SetIdle {
        /// Whether nobody does.
        on: bool,
    } -> Done;
}

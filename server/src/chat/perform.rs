//! One arm per command: what a socket or a bot asks, in the words of the chat.

use app::domain::{MessageBody, RoomKind, RoomName, Topic};
use app::protocol::{
    ArchiveRoom, Ask, CancelScheduled, Choose, Command, DeleteMessage, Done, EditMessage, FindEmoji, GiveRole, Invite,
    Involve, JoinRoom, KeepDraft, LeaveRoom, ListDrafts, ListMembers, ListPeople, ListPins, ListRevisions, ListRooms,
    ListSaved, ListScheduled, ListThreads, LoadDraft, LoadEntry, LoadHistory, LoadRoom, MakeRoom, MarkRead, MarkUnread,
    OpenDirect, PinMessage, PostMessage, Problem, ProblemCode, React, Remove, RenameRoom, SaveMessage, ScheduleMessage,
    SetIdle, SetPosting, SetTopic, StartThread, StartTyping,
};
use serde_json::value::{RawValue, to_raw_value};

use super::{Actor, Chat, ChatError, Words};
use crate::hub::SocketId;
use crate::markup;

/// Threads in one answer.
const THREADS: u64 = 20;

/// Messages in one answer, of those that are kept for later.
const SAVED: u64 = 30;

/// Emoji in one answer.
const EMOJI: usize = 6;

impl Chat {
    /// Does what a command asks and answers with the body of its `ok`. `hello`, `room.watch`
    /// and `room.unwatch` belong to a socket and are refused here.
    ///
    /// # Errors
    /// What the person is told.
    pub async fn perform(
        &self,
        actor: &Actor,
        command: Command,
        from: Option<SocketId>,
    ) -> Result<Box<RawValue>, Problem> {
        match command {
            Command::Hello(_) | Command::Watch(_) | Command::Unwatch(_) => {
                return Err(Problem::new(ProblemCode::Invalid, "This is for a socket only."));
            }
            Command::LoadRoom(LoadRoom { room }) => ok::<LoadRoom>(&self.load_room(actor, room).await?),
            Command::ListRooms(ListRooms {}) => ok::<ListRooms>(&self.list_rooms(actor).await?),
            Command::MakeRoom(MakeRoom { name, topic, closed }) => {
                let (name, topic) = (RoomName::parse(&name)?, Topic::parse(&topic)?);
                let kind = if closed { RoomKind::Closed } else { RoomKind::Open };
                ok::<MakeRoom>(&self.make_room(actor, name, topic, kind).await?)
            }
            Command::OpenDirect(OpenDirect { people }) => ok::<OpenDirect>(&self.open_direct(actor, people).await?),
            Command::Invite(Invite { room, person }) => {
                self.invite(actor, room, person).await?;
                ok::<Invite>(&Done {})
            }
            Command::Remove(Remove { room, person }) => {
                self.remove(actor, room, person).await?;
                ok::<Remove>(&Done {})
            }
            Command::ListPeople(ListPeople {}) => ok::<ListPeople>(&self.people(actor).await?),
            Command::FindEmoji(FindEmoji { typed }) => ok::<FindEmoji>(&markup::find_emoji(&typed, EMOJI)),
            Command::GiveRole(GiveRole { person, role }) => {
                self.give_role(actor, person, role).await?;
                ok::<GiveRole>(&Done {})
            }
            Command::Involve(Involve { room, involvement, favourite }) => {
                self.involve(actor, room, involvement, favourite).await?;
                ok::<Involve>(&Done {})
            }
            Command::ArchiveRoom(ArchiveRoom { room, on }) => {
                self.archive_room(actor, room, on).await?;
                ok::<ArchiveRoom>(&Done {})
            }
            Command::SetPosting(SetPosting { room, chosen_only }) => {
                self.set_posting(actor, room, chosen_only).await?;
                ok::<SetPosting>(&Done {})
            }
            Command::Choose(Choose { room, person, on }) => {
                self.choose(actor, room, person, on).await?;
                ok::<Choose>(&Done {})
            }
            Command::RenameRoom(RenameRoom { room, name }) => {
                self.rename_room(actor, room, RoomName::parse(&name)?).await?;
                ok::<RenameRoom>(&Done {})
            }
            Command::SetTopic(SetTopic { room, topic }) => {
                self.set_topic(actor, room, Topic::parse(&topic)?).await?;
                ok::<SetTopic>(&Done {})
            }
            Command::LoadEntry(LoadEntry { room }) => ok::<LoadEntry>(&self.entry(actor, room).await?),
            Command::StartThread(StartThread { room, no }) => {
                ok::<StartThread>(&self.start_thread(actor, room, no).await?)
            }
            Command::ListThreads(ListThreads { before }) => {
                ok::<ListThreads>(&self.threads(actor, before, THREADS).await?)
            }
            Command::JoinRoom(JoinRoom { room }) => ok::<JoinRoom>(&self.join_room(actor, room).await?),
            Command::LeaveRoom(LeaveRoom { room }) => {
                self.leave_room(actor, room).await?;
                ok::<LeaveRoom>(&Done {})
            }
            Command::ListMembers(ListMembers { room }) => ok::<ListMembers>(&self.members(actor, room).await?),
            Command::PostMessage(PostMessage { room, cid, body, reply, files }) => {
                let body = MessageBody::beside(files.len(), &body)?;
                ok::<PostMessage>(&self.post(actor, room, cid, Words { body, reply, files }).await?)
            }
            Command::EditMessage(EditMessage { room, no, base_rev, body }) => {
                let body = MessageBody::parse(&body)?;
                ok::<EditMessage>(&self.edit(actor, room, no, base_rev, body).await?)
            }
            Command::DeleteMessage(DeleteMessage { room, no }) => {
                self.delete(actor, room, no).await?;
                ok::<DeleteMessage>(&Done {})
            }
            Command::React(React { room, no, emoji, on }) => {
                self.react(actor, room, no, &emoji, on).await?;
                ok::<React>(&Done {})
            }
            Command::PinMessage(PinMessage { room, no, on }) => {
                self.pin(actor, room, no, on).await?;
                ok::<PinMessage>(&Done {})
            }
            Command::ListRevisions(ListRevisions { room, no }) => {
                ok::<ListRevisions>(&self.revisions(actor, room, no).await?)
            }
            Command::ListPins(ListPins { room }) => ok::<ListPins>(&self.pins(actor, room).await?),
            Command::SaveMessage(SaveMessage { room, no, on, remind_at }) => {
                self.save(actor, room, no, on, remind_at).await?;
                ok::<SaveMessage>(&Done {})
            }
            Command::ListSaved(ListSaved { before }) => ok::<ListSaved>(&self.saved(actor, before, SAVED).await?),
            Command::KeepDraft(KeepDraft { room, body, base }) => {
                ok::<KeepDraft>(&self.keep_draft(actor, room, body, base).await?)
            }
            Command::LoadDraft(LoadDraft { room }) => ok::<LoadDraft>(&self.draft(actor, room).await?),
            Command::ListDrafts(ListDrafts {}) => ok::<ListDrafts>(&self.drafts(actor).await?),
            Command::ScheduleMessage(ScheduleMessage { room, cid, body, at }) => {
                let body = MessageBody::parse(&body)?;
                ok::<ScheduleMessage>(&self.schedule(actor, room, cid, body, at).await?)
            }
            Command::ListScheduled(ListScheduled {}) => ok::<ListScheduled>(&self.scheduled(actor).await?),
            Command::CancelScheduled(CancelScheduled { id }) => {
                self.cancel_scheduled(actor, id).await?;
                ok::<CancelScheduled>(&Done {})
            }
            Command::LoadHistory(LoadHistory { room, direction, no, limit }) => {
                ok::<LoadHistory>(&self.history(actor, room, direction, no, limit).await?)
            }
            Command::MarkRead(MarkRead { room, no }) => {
                self.mark_read(actor, room, no).await?;
                ok::<MarkRead>(&Done {})
            }
            Command::MarkUnread(MarkUnread { room, no }) => {
                self.mark_unread(actor, room, no).await?;
                ok::<MarkUnread>(&Done {})
            }
            Command::SetIdle(SetIdle { on }) => {
                if let Some(from) = from {
                    self.hub.set_idle(actor.user(), from, on);
                }
                ok::<SetIdle>(&Done {})
            }
            Command::StartTyping(StartTyping { room }) => {
                self.start_typing(actor, room, from).await?;
                ok::<StartTyping>(&Done {})
            }
        }
        .map_err(|error| ChatError::Internal(Box::new(error)).into())
    }
}

/// The body of the `ok` of `A`, and of nothing else.
fn ok<A: Ask>(body: &A::Ok) -> serde_json::Result<Box<RawValue>> {
    to_raw_value(body)
}

//! Any command as a frame.

use app::protocol::{ClientFrame, Command};

/// Writes any command. One arm for each, so that a new command
/// does not compile without a line here.
pub(crate) fn encode(i: Option<u64>, command: &Command) -> String {
    match command {
        Command::Hello(c) => ClientFrame::encode(i, c),
        Command::Watch(c) => ClientFrame::encode(i, c),
        Command::Unwatch(c) => ClientFrame::encode(i, c),
        Command::LoadRoom(c) => ClientFrame::encode(i, c),
        Command::ListRooms(c) => ClientFrame::encode(i, c),
        Command::MakeRoom(c) => ClientFrame::encode(i, c),
        Command::OpenDirect(c) => ClientFrame::encode(i, c),
        Command::Invite(c) => ClientFrame::encode(i, c),
        Command::Remove(c) => ClientFrame::encode(i, c),
        Command::ListPeople(c) => ClientFrame::encode(i, c),
        Command::FindEmoji(c) => ClientFrame::encode(i, c),
        Command::GiveRole(c) => ClientFrame::encode(i, c),
        Command::Involve(c) => ClientFrame::encode(i, c),
        Command::ArchiveRoom(c) => ClientFrame::encode(i, c),
        Command::SetPosting(c) => ClientFrame::encode(i, c),
        Command::Choose(c) => ClientFrame::encode(i, c),
        Command::RenameRoom(c) => ClientFrame::encode(i, c),
        Command::SetTopic(c) => ClientFrame::encode(i, c),
        Command::LoadEntry(c) => ClientFrame::encode(i, c),
        Command::StartThread(c) => ClientFrame::encode(i, c),
        Command::ListThreads(c) => ClientFrame::encode(i, c),
        Command::JoinRoom(c) => ClientFrame::encode(i, c),
        Command::LeaveRoom(c) => ClientFrame::encode(i, c),
        Command::ListMembers(c) => ClientFrame::encode(i, c),
        Command::PostMessage(c) => ClientFrame::encode(i, c),
        Command::EditMessage(c) => ClientFrame::encode(i, c),
        Command::DeleteMessage(c) => ClientFrame::encode(i, c),
        Command::React(c) => ClientFrame::encode(i, c),
        Command::PinMessage(c) => ClientFrame::encode(i, c),
        Command::ListRevisions(c) => ClientFrame::encode(i, c),
        Command::ListPins(c) => ClientFrame::encode(i, c),
        Command::SaveMessage(c) => ClientFrame::encode(i, c),
        Command::ListSaved(c) => ClientFrame::encode(i, c),
        Command::KeepDraft(c) => ClientFrame::encode(i, c),
        Command::LoadDraft(c) => ClientFrame::encode(i, c),
        Command::ListDrafts(c) => ClientFrame::encode(i, c),
        Command::ScheduleMessage(c) => ClientFrame::encode(i, c),
        Command::ListScheduled(c) => ClientFrame::encode(i, c),
        Command::CancelScheduled(c) => ClientFrame::encode(i, c),
        Command::LoadHistory(c) => ClientFrame::encode(i, c),
        Command::MarkRead(c) => ClientFrame::encode(i, c),
        Command::MarkUnread(c) => ClientFrame::encode(i, c),
        Command::StartTyping(c) => ClientFrame::encode(i, c),
        Command::SetIdle(c) => ClientFrame::encode(i, c),
    }
}

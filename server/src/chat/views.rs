//! What a page loads at once. Everything of one view is read at one moment, so that its
//! positions are those of its rows.

use app::domain::{Present, RoomId, RoomKind, Status, Timestamp, UserId};
use app::protocol::{Limits, RoomView, SidebarView, Welcome};

use super::access::SIGNED_OUT;
use super::{Actor, Chat, Result, Window, access};
use crate::store::{Own, Reading, Seat};

/// Messages on a page.
const PAGE: u64 = 50;

/// Most members whose statuses a page knows.
const STATUSES: u64 = 200;

/// The numbers of the first and last message of a window, of a room whose newest is `newest`.
pub(super) fn span(window: Window, newest: u64, limit: u64) -> Option<(u64, u64)> {
    let up_to = |last: u64| (last.saturating_sub(limit - 1).max(1), last);
    let (first, last) = match window {
        Window::Newest => up_to(newest),
        Window::Before(no) => up_to(no.saturating_sub(1).min(newest)),
        Window::After(no) => (no.saturating_add(1), no.saturating_add(limit).min(newest)),
        Window::Around(no) => up_to(no.clamp(1, newest.max(1)).saturating_add((limit - 1) / 2).max(limit).min(newest)),
    };
    (first <= last).then_some((first, last))
}

impl Chat {
    /// The workspace as the person sees it.
    ///
    /// # Errors
    /// The account is gone, or the store failed.
    pub async fn sidebar(&self, actor: &Actor) -> Result<SidebarView> {
        let mut moment = self.store.moment().await?;
        self.sidebar_of(&mut moment.read(), actor).await
    }

    /// The workspace and a room, read at one moment. Who is not in the room sees its door only.
    ///
    /// # Errors
    /// There is no such room.
    pub async fn page(&self, actor: &Actor, room: RoomId, window: Window) -> Result<(SidebarView, RoomView)> {
        let mut moment = self.store.moment().await?;
        let mut reading = moment.read();
        let sidebar = self.sidebar_of(&mut reading, actor).await?;
        let room = self.room_view(&mut reading, actor, room, window).await?;
        Ok((sidebar, room))
    }

    /// The newest page of a room. Who is not in the room sees its door only.
    ///
    /// # Errors
    /// There is no such room.
    pub async fn load_room(&self, actor: &Actor, room: RoomId) -> Result<RoomView> {
        let mut moment = self.store.moment().await?;
        self.room_view(&mut moment.read(), actor, room, Window::Newest).await
    }

    /// What a socket is greeted with, and every room and thread that the person is a member of, with its newest event.
    /// It looks whether the session still stands: a socket that was let in just before its end is not greeted. The door
    /// fills in the `build`, which is its own.
    ///
    /// # Errors
    /// The session has ended, or the store failed.
    pub async fn welcome(&self, actor: &Actor) -> Result<(Welcome, Vec<(RoomId, u64)>)> {
        let mut moment = self.store.moment().await?;
        let mut reading = moment.read();
        if !reading.has_session(actor.session).await? {
            return Err(SIGNED_OUT);
        }
        let sidebar = sidebar(&mut reading, actor, self.clock.now()).await?;
        let mut rooms = reading.followed(actor.user()).await?;
        rooms.extend(sidebar.rooms.iter().map(|room| (room.id, room.seq)));
        Ok((
            Welcome {
                sidebar,
                heartbeat_ms: 25_000,
                build: String::new(),
                limits: Limits { file_bytes: self.file_limit(), ..Limits::default() },
            },
            rooms,
        ))
    }

    /// Whether the person may watch the room, and if so its newest event, and what its members are about.
    ///
    /// # Errors
    /// The actor is not in the room.
    pub async fn watch(&self, actor: &Actor, room: RoomId) -> Result<(u64, Vec<(UserId, Status)>)> {
        let mut moment = self.store.moment().await?;
        let mut reading = moment.read();
        let seat = access::seat(&mut reading, actor, room).await?;
        let (seq, _) = reading.position(&seat).await?;
        Ok((seq, reading.statuses(room, STATUSES, self.clock.now()).await?))
    }

    /// The workspace as the person sees it, read at this moment, with who is here now.
    pub(super) async fn sidebar_of(&self, reading: &mut Reading<'_>, actor: &Actor) -> Result<SidebarView> {
        let sidebar = sidebar(reading, actor, self.clock.now()).await?;
        Ok(SidebarView { present: self.hub.present_of(sidebar.companions()), ..sidebar })
    }

    async fn room_view(
        &self,
        reading: &mut Reading<'_>,
        actor: &Actor,
        room: RoomId,
        window: Window,
    ) -> Result<RoomView> {
        let state = reading.room(room).await?.ok_or(access::NO_ROOM)?;
        let role = access::role(reading, actor).await?;
        let kind = state.room.kind;
        let door = RoomView {
            made: state.made_by == actor.user(),
            member_count: state.member_count,
            ..RoomView::door(state.room, state.seq, actor.user())
        };
        match reading.seat(room, actor.user()).await? {
            Some(seat) => {
                let mut view = self.inside(reading, &seat, door, state.msg_no, window).await?;
                view.take_role(role);
                if kind == RoomKind::Direct {
                    view.room.name = reading.entry(&seat).await?.name;
                }
                Ok(view)
            }
            None if kind.is_open() && !role.is_guest() => Ok(door),
            None => Err(access::NO_ROOM),
        }
    }

    /// What is behind the door.
    async fn inside(
        &self,
        reading: &mut Reading<'_>,
        seat: &Seat,
        door: RoomView,
        msg_no: u64,
        window: Window,
    ) -> Result<RoomView> {
        let members = reading.members(seat, RoomView::MEMBERS_SHOWN).await?;
        let messages = match span(window, msg_no, PAGE) {
            Some((first, last)) => reading.messages(seat, first, last).await?,
            None => Vec::new(),
        };
        let Present { online, idle, away } = self.hub.present(seat.room());
        let root = if seat.root().is_some() { reading.root(seat.room()).await? } else { None };
        let follows = seat.root().is_some() && seat.is_member();
        let read_no = seat.read_no();
        let statuses = reading.statuses(seat.room(), STATUSES, self.clock.now()).await?;
        let chosen = reading.chosen(seat).await?;
        Ok(RoomView {
            joined: true,
            members,
            online,
            idle,
            away,
            statuses,
            msg_no,
            read_no,
            messages,
            root,
            follows,
            chosen,
            ..door
        })
    }
}

/// Who is here is left to whoever says so last.
async fn sidebar(reading: &mut Reading<'_>, actor: &Actor, now: Timestamp) -> Result<SidebarView> {
    let workspace = reading.workspace().await?.ok_or(SIGNED_OUT)?;
    let Own { account: me, user_seq, status, availability } = reading.own(actor.user()).await?.ok_or(SIGNED_OUT)?;
    let (threads, rooms) = reading.entries(actor.user()).await?.into_iter().partition(|entry| entry.root.is_some());
    let later = reading.later(actor.user()).await?;
    let status = status.filter(|status| !status.is_over(now));
    let (epoch, workspace) = (workspace.epoch, workspace.name);
    let present = Present::default();
    Ok(SidebarView { epoch, user_seq, workspace, me, rooms, threads, status, availability, later, present })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_lies_inside_the_room() {
        assert_eq!(span(Window::Newest, 0, 50), None);
        assert_eq!(span(Window::Newest, 30, 50), Some((1, 30)));
        assert_eq!(span(Window::Newest, 130, 50), Some((81, 130)));
        assert_eq!(span(Window::Before(81), 130, 50), Some((31, 80)));
        assert_eq!(span(Window::Before(1), 130, 50), None);
        assert_eq!(span(Window::Before(0), 130, 50), None);
        assert_eq!(span(Window::Before(u64::MAX), 130, 50), Some((81, 130)));
        assert_eq!(span(Window::After(80), 130, 20), Some((81, 100)));
        assert_eq!(span(Window::After(120), 130, 50), Some((121, 130)));
        assert_eq!(span(Window::After(130), 130, 50), None);
        assert_eq!(span(Window::After(u64::MAX), 130, 50), None);
    }

    #[test]
    fn a_window_around_a_message_holds_it_and_is_full_where_it_can_be() {
        assert_eq!(span(Window::Around(60), 130, 51), Some((35, 85)));
        assert_eq!(span(Window::Around(60), 130, 50), Some((35, 84)));
        assert_eq!(span(Window::Around(3), 130, 50), Some((1, 50)));
        assert_eq!(span(Window::Around(129), 130, 50), Some((81, 130)));
        assert_eq!(span(Window::Around(0), 130, 1), Some((1, 1)));
        assert_eq!(span(Window::Around(7), 130, 1), Some((7, 7)));
        assert_eq!(span(Window::Around(u64::MAX), 130, 1), Some((130, 130)));
        assert_eq!(span(Window::Around(5), 0, 50), None);
        assert_eq!(span(Window::Around(5), 3, 50), Some((1, 3)));
    }
}

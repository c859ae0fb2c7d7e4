//! What was committed, on its way to the hub; and the same frames again for who fell behind.

use std::sync::Arc;

use app::domain::{RoomId, UserId};
use app::protocol::{Activity, CloseCode, Event, PrivateEvent, ServerFrame};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;

use super::sessions::Sessions;
use crate::hub::{Audience, Frame, Hub, Log, LogError, Published};
use crate::store::{Committed, Effect, Store, StoreError};

/// Tells the hub of every commit, in order.
pub(super) fn publisher(hub: Hub, sessions: Arc<Sessions>) -> impl Fn(Committed) + Send + Sync + 'static {
    move |committed| {
        for effect in committed.into_effects() {
            match effect {
                Effect::Happened { room, seq, msg_no, event } => hub.publish(room, published(room, seq, msg_no, event)),
                Effect::Told { user, user_seq, event } => tell(&hub, user, user_seq, event),
                Effect::Entered { user, room } => hub.enter(user, room),
                Effect::Left { user, room } => hub.leave(user, room),
                Effect::Unfollowed { user, room } => hub.unfollow(user, room),
                Effect::SessionEnded { session } => {
                    sessions.forget(session);
                    hub.close_session(session, CloseCode::NotSignedIn.number());
                }
            }
        }
    }
}

/// A private fact to its person. How others see them changes in the order of the commits; and of whom they are alone
/// with from now on they see whether they are here.
fn tell(hub: &Hub, user: UserId, user_seq: u64, event: PrivateEvent) {
    let mut met = None;
    match &event {
        PrivateEvent::StatusSet { availability, .. } => hub.set_availability(user, *availability),
        PrivateEvent::RoomJoined { room } if room.companion().is_some() => {
            met = room.people.first().map(|person| (room.id, person.clone()));
        }
        _ => {}
    }
    hub.tell(user, frame(&ServerFrame::Private { user_seq, event }));
    if let Some((room, person)) = met {
        let presence = hub.present_of(std::iter::once(person.id)).of(person.id);
        hub.tell_passing(user, &frame(&ServerFrame::Activity { room, activity: Activity::presence(person, presence) }));
    }
}

/// A frame as it goes over the wire.
pub(super) fn frame(frame: &ServerFrame) -> Frame {
    Frame::text(&frame.encode())
}

pub(super) fn published(room: RoomId, seq: u64, msg_no: u64, event: Event) -> Published {
    let (audience, author) = (audience(&event), author(&event));
    Published { seq, msg_no, author, frame: frame(&ServerFrame::Event { room, seq, event }), audience }
}

/// What a room is called, a direct one by its people, and whether it is archived stands in every member's sidebar, and a
/// deleted message waits there no longer; the rest is for those who look at the room.
fn audience(event: &Event) -> Audience {
    match event {
        Event::RoomRenamed { .. }
        | Event::RoomArchived { .. }
        | Event::PersonChanged { .. }
        | Event::MessageDeleted { .. } => Audience::Members,
        Event::MessagePosted { .. }
        | Event::MessageEdited { .. }
        | Event::Reacted { .. }
        | Event::MessagePinned { .. }
        | Event::ThreadMoved { .. }
        | Event::RootChanged { .. }
        | Event::MemberJoined { .. }
        | Event::MemberLeft { .. }
        | Event::PostingSet { .. }
        | Event::MemberChosen { .. }
        | Event::TopicSet { .. } => Audience::Watchers,
    }
}

/// Who has read up to the message because they said it.
fn author(event: &Event) -> Option<UserId> {
    match event {
        Event::MessagePosted { message, .. } => Some(message.by.id),
        Event::MessageEdited { .. }
        | Event::MessageDeleted { .. }
        | Event::Reacted { .. }
        | Event::MessagePinned { .. }
        | Event::ThreadMoved { .. }
        | Event::RootChanged { .. }
        | Event::MemberJoined { .. }
        | Event::MemberLeft { .. }
        | Event::PersonChanged { .. }
        | Event::RoomRenamed { .. }
        | Event::RoomArchived { .. }
        | Event::PostingSet { .. }
        | Event::MemberChosen { .. }
        | Event::TopicSet { .. } => None,
    }
}

/// The log of the store, in the frames that were published.
#[derive(Clone, Debug)]
pub struct RoomLog {
    store: Store,
}

impl RoomLog {
    /// What the hub reads on from.
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    async fn events(&self, room: RoomId, seq: u64, limit: usize) -> Result<Vec<(u64, Option<Event>)>, StoreError> {
        self.store.glance().await?.read().events_since(room, seq, limit).await
    }
}

impl Log for RoomLog {
    fn since(&self, room: RoomId, seq: u64, limit: usize) -> BoxFuture<'_, Result<Vec<(u64, Frame)>, LogError>> {
        async move {
            let events = self.events(room, seq, limit).await.map_err(|error| {
                tracing::error!(%error, room.id = room.0, "the log of a room could not be read");
                LogError
            })?;
            let frame_of = |(seq, event)| match event {
                Some(event) => (seq, frame(&ServerFrame::Event { room, seq, event })),
                None => (seq, frame(&ServerFrame::Passed { room, seq })),
            };
            Ok(events.into_iter().map(frame_of).collect())
        }
        .boxed()
    }
}

//! What is only true right now: who is online, who is writing. Nothing of it is stored.

use std::collections::BTreeMap;

use app::domain::{Availability, Person, RoomId};
use app::protocol::{Activity, ServerFrame};
use tokio::sync::mpsc;

use super::publish::frame;
use super::{Actor, Chat, Result, access};
use crate::hub::{ActivityKey, Arrival, SocketId};
use crate::store::{Seat, StoreError};

/// So much news is looked at together.
const TOGETHER: usize = 1_024;

impl Chat {
    /// Shows the others in the room that the person is writing. More than once in three seconds
    /// is once.
    ///
    /// # Errors
    /// The actor is not in the room, or may say nothing there.
    pub async fn start_typing(&self, actor: &Actor, room: RoomId, from: Option<SocketId>) -> Result<()> {
        let user = actor.user();
        if self.typing.take((user, room), self.clock.now()).is_err() {
            return Ok(());
        }
        // Who may say nothing here is told so every time.
        let said = self.seat_to_say(actor, room).await.inspect_err(|_| self.typing.put_back(&(user, room)));
        let (seat, person, availability) = said?;
        // Who is not to be seen is not seen writing.
        if availability == Availability::Invisible {
            return Ok(());
        }
        let activity = Activity::Typing { person };
        self.show(seat.room(), ActivityKey { kind: activity.name(), user }, activity, from);
        Ok(())
    }

    async fn seat_to_say(&self, actor: &Actor, room: RoomId) -> Result<(Seat, Person, Availability)> {
        let mut glance = self.store.glance().await?;
        let seat = access::seat(&mut glance.read(), actor, room).await?;
        access::may_say(&mut glance.read(), &seat).await?;
        let own = glance.read().own(actor.user()).await?.ok_or(access::SIGNED_OUT)?;
        Ok((seat, own.account.person, own.availability))
    }

    /// Shows who comes and goes, until the hub has nothing more to tell: to who looks at a room that they are in, and to
    /// who has them in the sidebar.
    pub async fn show_presence(self, mut news: mpsc::UnboundedReceiver<Arrival>) {
        let mut waiting = Vec::new();
        while news.recv_many(&mut waiting, TOGETHER).await > 0 {
            // Of each person only the newest is true.
            let newest: BTreeMap<_, _> = waiting.drain(..).map(|arrival| (arrival.user, arrival)).collect();
            for (user, arrival) in newest {
                if let Err(error) = self.show_arrival(arrival).await {
                    tracing::warn!(%error, user.id = user.0, "nobody is told who came or went");
                }
            }
        }
    }

    async fn show_arrival(&self, Arrival { user, rooms, presence }: Arrival) -> std::result::Result<(), StoreError> {
        let mut moment = self.store.moment().await?;
        let mut reading = moment.read();
        let activity = Activity::presence(reading.person(user).await?, presence);
        for room in rooms.into_iter().filter(|room| self.hub.is_watched(*room)) {
            self.show(room, ActivityKey { kind: activity.name(), user }, activity.clone(), None);
        }
        for (room, other) in reading.companions(user).await? {
            self.hub.tell_passing(other, &frame(&ServerFrame::Activity { room, activity: activity.clone() }));
        }
        Ok(())
    }

    pub(super) fn show(&self, room: RoomId, key: ActivityKey, activity: Activity, except: Option<SocketId>) {
        self.hub.activity(room, key, frame(&ServerFrame::Activity { room, activity }), except);
    }
}

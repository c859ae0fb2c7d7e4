//! The tasks that write: whatever was published since the last time goes to each reader as one
//! piece. Several rooms may be written at once, one room never, so that its order holds.

use std::sync::{Arc, Mutex};

use bytes::{Bytes, BytesMut};
use tokio::sync::Notify;
use tokio::task::yield_now;
use tokio::time::sleep;

use super::backlog::Head;
use super::topic::{Passing, Round, Topic};
use super::{ActivityKey, Frame, Hub, lock};

/// So many sockets are written to before others get a turn.
const TURN: usize = 128;

/// Topics that have something to be written, each at most once.
#[derive(Default)]
pub(super) struct Dirty {
    topics: Mutex<Vec<Arc<Topic>>>,
    wake: Notify,
}

impl Dirty {
    pub(super) fn mark(&self, topic: Arc<Topic>) {
        lock(&self.topics).push(topic);
        self.wake.notify_one();
    }

    async fn take(&self) -> Vec<Arc<Topic>> {
        self.wake.notified().await;
        // Whoever is ready to publish comes first: the more in one write, the better.
        yield_now().await;
        std::mem::take(&mut *lock(&self.topics))
    }
}

/// Writes what is published in the rooms of one shard.
pub(super) async fn flush(hub: Hub, shard: usize) {
    while let Some(topics) = hub.shared.stop.run_until_cancelled(hub.inner.shards[shard].take()).await {
        for topic in topics {
            write(&hub, &topic, topic.take()).await;
        }
    }
}

async fn write(hub: &Hub, topic: &Arc<Topic>, round: Round) {
    if let Some(batch) = &round.batch {
        for (turn, watcher) in round.watchers.iter().enumerate() {
            watcher.deliver(topic.room, batch);
            if turn % TURN == TURN - 1 {
                yield_now().await;
            }
        }
    }
    if !round.activity.is_empty() {
        pass(topic, &round).await;
    }
    if !round.outside.is_empty() {
        for socket in hub.inner.people.sockets_of(&topic.members()) {
            for (seq, frame) in &round.outside {
                socket.with(|out, line| out.tell_outside(topic.room, *seq, frame, line));
            }
        }
    }
    if topic.flushed(&round) {
        hub.inner.heads.mark(Arc::clone(topic));
    }
}

/// Activity as one piece where that is possible: all but the sockets it came from, or that are full.
async fn pass(topic: &Topic, round: &Round) {
    let all = together(&round.activity);
    for (turn, watcher) in round.watchers.iter().enumerate() {
        let is_from = |passing: &Passing| passing.except == Some(watcher.id);
        let mine = round.activity.iter().any(is_from);
        watcher.with(|out, line| match &all {
            Some((key, frames)) if !mine && out.is_clear() => out.activity(topic.room, *key, frames, line),
            Some(_) | None => {
                for passing in round.activity.iter().filter(|passing| !is_from(passing)) {
                    out.activity(topic.room, passing.key, &passing.frame, line);
                }
            }
        });
        if turn % TURN == TURN - 1 {
            yield_now().await;
        }
    }
}

/// Several frames as one piece, under the key of the first.
fn together(activity: &[Passing]) -> Option<(ActivityKey, Frame)> {
    let (first, rest) = activity.split_first()?;
    if rest.is_empty() {
        return Some((first.key, first.frame.clone()));
    }
    let mut bytes = BytesMut::new();
    activity.iter().for_each(|passing| bytes.extend_from_slice(passing.frame.bytes()));
    Some((first.key, Frame::of_frames(Bytes::from(bytes))))
}

/// Tells members who look elsewhere that a room has moved on, of each room only the newest.
pub(super) async fn tell_heads(hub: Hub) {
    let work = async {
        loop {
            for topic in hub.inner.heads.take().await {
                let round = topic.take_heads();
                for socket in hub.inner.people.sockets_of(&round.members) {
                    let read_no = round.authors.iter().find(|(user, _)| *user == socket.user).map(|(_, no)| *no);
                    socket.with(|out, line| out.head(Head { read_no, ..round.head }, line));
                }
                yield_now().await;
            }
            sleep(hub.shared.settings.head_pause).await;
        }
    };
    hub.shared.stop.run_until_cancelled(work).await;
}

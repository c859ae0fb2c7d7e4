//! What waits for one socket because its peer does not read fast enough. Bounded in bytes by
//! whoever fills it; the memory of a batch is shared by all sockets it waits for.

use std::collections::VecDeque;
use std::io::IoSlice;

use app::domain::RoomId;
use bytes::Bytes;

use super::{ActivityKey, Batch, Frame};

/// What a waiting piece costs beside its bytes.
pub(super) const OVERHEAD: usize = 64;

/// Most kinds of activity that wait; more is dropped.
const ACTIVITY_MOST: usize = 64;

#[derive(Debug, Default)]
pub(super) struct Backlog {
    pieces: VecDeque<Piece>,
    bytes: usize,
    heads: Vec<Head>,
    activity: Vec<(RoomId, ActivityKey, Frame)>,
}

/// A run of whole frames, of which a part may be written already.
#[derive(Debug)]
pub(super) struct Piece {
    content: Content,
    written: usize,
}

#[derive(Debug)]
enum Content {
    Durable(RoomId, Batch),
    Other(Bytes),
}

/// Where a room stands that is out of view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) room: RoomId,
    pub(super) seq: u64,
    pub(super) msg_no: u64,
    pub(super) read_no: Option<u64>,
    /// The first event that no head before this one told of.
    pub(super) since: u64,
}

impl Head {
    /// For a screen that shows the room, and whose view of it was read at `from`. What had happened by then comes as no
    /// event any more, so that the rest of the screen has it from here; what came later is left to its event, but for the
    /// numbers of messages, which only grow.
    pub(super) fn up_to(self, from: u64) -> Option<Self> {
        (self.since <= from).then(|| Self { seq: self.seq.min(from), ..self })
    }
}

impl Piece {
    pub(super) fn durable(room: RoomId, batch: &Batch, written: usize) -> Self {
        Self { content: Content::Durable(room, batch.clone()), written }
    }

    pub(super) fn other(frame: &Frame, written: usize) -> Self {
        Self { content: Content::Other(frame.bytes().clone()), written }
    }

    fn bytes(&self) -> &Bytes {
        match &self.content {
            Content::Durable(_, batch) => &batch.bytes,
            Content::Other(bytes) => bytes,
        }
    }

    fn left(&self) -> usize {
        self.bytes().len() - self.written
    }
}

impl Backlog {
    /// Whether everything that has an order is written.
    pub(super) fn is_clear(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether nothing at all waits.
    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty() && self.heads.is_empty() && self.activity.is_empty()
    }

    /// What waits, and what it costs to let it wait.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn push(&mut self, piece: Piece) {
        self.bytes += piece.left() + OVERHEAD;
        self.pieces.push_back(piece);
    }

    /// Of a room only the newest head is worth a place.
    pub(super) fn hold_head(&mut self, head: Head) {
        match self.heads.iter_mut().find(|held| held.room == head.room) {
            Some(held) => {
                let (read_no, since) = (held.read_no.max(head.read_no), held.since.min(head.since));
                *held = Head { read_no, since, ..head };
            }
            None => self.heads.push(head),
        }
    }

    /// Of a key only the newest activity is worth a place, and none is when there are many.
    pub(super) fn hold_activity(&mut self, room: RoomId, key: ActivityKey, frame: Frame) {
        let is_full = self.activity.len() >= ACTIVITY_MOST;
        match self.activity.iter_mut().find(|(r, k, _)| (*r, *k) == (room, key)) {
            Some((_, _, held)) => *held = frame,
            None if is_full => {}
            None => self.activity.push((room, key, frame)),
        }
    }

    /// The room is in view now, and its events tell what happens after `from`.
    pub(super) fn come_into_view(&mut self, room: RoomId, from: u64) {
        let heads = std::mem::take(&mut self.heads).into_iter();
        self.heads = heads.filter_map(|head| if head.room == room { head.up_to(from) } else { Some(head) }).collect();
        self.activity.retain(|(r, _, _)| *r != room);
    }

    /// The room is no longer in view, or no longer the reader's. Returns whether a head was dropped.
    pub(super) fn forget(&mut self, room: RoomId) -> bool {
        let before = self.heads.len();
        self.heads.retain(|head| head.room != room);
        self.activity.retain(|(r, _, _)| *r != room);
        self.heads.len() < before
    }

    pub(super) fn take_heads(&mut self) -> Vec<Head> {
        std::mem::take(&mut self.heads)
    }

    pub(super) fn take_activity(&mut self) -> Vec<(RoomId, ActivityKey, Frame)> {
        std::mem::take(&mut self.activity)
    }

    /// Takes back the durable frames of a room, but for one that is begun. If any were there: the
    /// seq after which they are missing now.
    pub(super) fn take_back(&mut self, room: RoomId) -> Option<u64> {
        let mut resume = None;
        self.pieces.retain_mut(|piece| {
            let (batch, written) = match &mut piece.content {
                Content::Durable(of, batch) if *of == room => (batch, piece.written),
                Content::Durable(..) | Content::Other(_) => return true,
            };
            if batch.cut_behind(written) {
                resume.get_or_insert(batch.last);
            }
            batch.bytes.len() > written
        });
        self.bytes = self.pieces.iter().map(|piece| piece.left() + OVERHEAD).sum();
        resume
    }

    /// Keeps nothing but the rest of a frame that is begun.
    pub(super) fn abandon(&mut self) {
        let mut begun = self.pieces.pop_front().filter(|piece| piece.written > 0);
        if let Some(piece) = &mut begun {
            let written = piece.written;
            let mut batch = Batch { first: 1, last: 1, bytes: piece.bytes().clone() };
            batch.cut_behind(written);
            piece.content = Content::Other(batch.bytes);
        }
        *self = Self::default();
        if let Some(piece) = begun.filter(|piece| piece.left() > 0) {
            self.push(piece);
        }
    }

    /// What comes next, for one vectored write.
    pub(super) fn slices(&self) -> ([IoSlice<'_>; 16], usize) {
        let mut slices = [IoSlice::new(&[]); 16];
        let count = self.pieces.len().min(slices.len());
        for (slice, piece) in slices.iter_mut().zip(&self.pieces) {
            *slice = IoSlice::new(&piece.bytes()[piece.written..]);
        }
        (slices, count)
    }

    /// So many bytes of what comes next are written.
    pub(super) fn advance(&mut self, mut written: usize) {
        while let Some(piece) = self.pieces.front_mut() {
            let step = piece.left().min(written);
            piece.written += step;
            written -= step;
            self.bytes -= step;
            if piece.left() > 0 {
                return;
            }
            self.bytes -= OVERHEAD;
            self.pieces.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: RoomId = RoomId(1);
    const OTHER: RoomId = RoomId(2);

    fn batch(seqs: &[u64]) -> Batch {
        let frames: Vec<_> = seqs.iter().map(|seq| (*seq, Frame::text(&format!("event {seq}")))).collect();
        Batch::gather(&frames, usize::MAX).unwrap()
    }

    fn written_out(backlog: &Backlog) -> Vec<u8> {
        let (slices, count) = backlog.slices();
        slices[..count].iter().flat_map(|slice| slice.to_vec()).collect()
    }

    #[test]
    fn frames_are_taken_back_whole_and_the_others_stay() {
        let mut backlog = Backlog::default();
        backlog.push(Piece::durable(ROOM, &batch(&[4, 5, 6]), 10));
        backlog.push(Piece::durable(OTHER, &batch(&[1]), 0));
        backlog.push(Piece::durable(ROOM, &batch(&[7]), 0));
        assert_eq!(backlog.take_back(ROOM), Some(5));
        let expected = [&Frame::text("event 5").bytes()[1..], Frame::text("event 1").bytes()].concat();
        assert_eq!(written_out(&backlog), expected);
        assert_eq!(backlog.bytes(), expected.len() + 2 * OVERHEAD);
        assert_eq!(backlog.take_back(ROOM), None);
        backlog.advance(expected.len());
        assert!(backlog.is_empty());
        assert_eq!(backlog.bytes(), 0);
    }

    #[test]
    fn a_frame_that_is_written_to_its_end_leaves_nothing_behind() {
        let mut backlog = Backlog::default();
        backlog.push(Piece::durable(ROOM, &batch(&[4, 5]), 9));
        assert_eq!(backlog.take_back(ROOM), Some(4));
        assert!(backlog.is_empty());
    }

    #[test]
    fn abandoning_keeps_the_rest_of_the_frame_that_is_begun() {
        let mut backlog = Backlog::default();
        backlog.push(Piece::durable(ROOM, &batch(&[4, 5]), 3));
        backlog.push(Piece::other(&Frame::text("reply"), 0));
        backlog.abandon();
        assert_eq!(written_out(&backlog), Frame::text("event 4").bytes()[3..]);
        backlog.abandon();
        backlog.advance(6);
        backlog.push(Piece::other(&Frame::text("reply"), 0));
        backlog.abandon();
        assert!(backlog.is_empty());
    }

    #[test]
    fn heads_and_activity_keep_the_newest_of_each() {
        let mut backlog = Backlog::default();
        let head = |seq, read_no| Head { room: ROOM, seq, msg_no: seq, read_no, since: 1 };
        backlog.hold_head(head(1, Some(1)));
        backlog.hold_head(head(2, None));
        assert_eq!(backlog.take_heads(), [head(2, Some(1))]);
        let key = ActivityKey { kind: "typing", user: app::domain::UserId(1) };
        backlog.hold_activity(ROOM, key, Frame::text("old"));
        backlog.hold_activity(ROOM, key, Frame::text("new"));
        assert_eq!(backlog.take_activity(), [(ROOM, key, Frame::text("new"))]);
    }
}

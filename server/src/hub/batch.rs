//! Durable frames of one room, back to back in one piece of memory.

use bytes::{Bytes, BytesMut};

use super::Frame;
use super::frame::frame_length;

/// Frames of consecutive seqs, contiguous, so that one write carries them all.
#[derive(Clone, Debug)]
pub(super) struct Batch {
    pub(super) first: u64,
    pub(super) last: u64,
    pub(super) bytes: Bytes,
}

impl Batch {
    /// The leading part of `frames` without a gap and of at most `most` bytes, but at least one frame.
    pub(super) fn gather(frames: &[(u64, Frame)], most: usize) -> Option<Self> {
        let (first, _) = frames.first()?;
        let (mut count, mut length) = (0, 0);
        for ((seq, frame), expected) in frames.iter().zip(*first..) {
            if *seq != expected || (count > 0 && length + frame.bytes().len() > most) {
                break;
            }
            count += 1;
            length += frame.bytes().len();
        }
        let mut bytes = BytesMut::with_capacity(length);
        for (_, frame) in &frames[..count] {
            bytes.extend_from_slice(frame.bytes());
        }
        Some(Self { first: *first, last: frames[count - 1].0, bytes: bytes.freeze() })
    }

    /// What of it comes after `seq`, which is at or behind its start.
    pub(super) fn after(&self, seq: u64) -> Self {
        let skipped = seq.saturating_add(1).saturating_sub(self.first);
        let start = (0..skipped).fold(0, |at, _| at + frame_length(&self.bytes[at..]));
        Self { first: self.first + skipped, last: self.last, bytes: self.bytes.slice(start..) }
    }

    /// Keeps the frames that begin before `written`, so that none is torn. Returns whether any is left out.
    pub(super) fn cut_behind(&mut self, written: usize) -> bool {
        let (mut at, mut frames) = (0, 0);
        while at < written {
            at += frame_length(&self.bytes[at..]);
            frames += 1;
        }
        let is_cut = at < self.bytes.len();
        self.bytes.truncate(at);
        self.last = (self.first + frames).saturating_sub(1);
        is_cut
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(seqs: &[u64]) -> Vec<(u64, Frame)> {
        seqs.iter().map(|seq| (*seq, Frame::text(&format!("event {seq}")))).collect()
    }

    #[test]
    fn a_batch_ends_at_a_gap_and_at_the_limit_but_is_never_empty() {
        let gap = Batch::gather(&frames(&[4, 5, 7]), 1_000).unwrap();
        assert_eq!((gap.first, gap.last, gap.bytes.len()), (4, 5, 18));
        let small = Batch::gather(&frames(&[4, 5]), 1).unwrap();
        assert_eq!((small.first, small.last), (4, 4));
        assert!(Batch::gather(&[], 1).is_none());
    }

    #[test]
    fn a_batch_is_only_ever_split_between_frames() {
        let batch = Batch::gather(&frames(&[4, 5, 6]), 1_000).unwrap();
        assert_eq!(batch.after(3).bytes, batch.bytes);
        let tail = batch.after(5);
        assert_eq!((tail.first, tail.bytes), (6, Frame::text("event 6").bytes().clone()));
        for (written, last) in [(0, 3), (1, 4), (9, 4), (10, 5), (27, 6)] {
            let mut cut = batch.clone();
            assert_eq!(cut.cut_behind(written), last < 6);
            assert_eq!(cut.last, last);
            assert_eq!(cut.bytes.len(), usize::try_from(last - 3).unwrap() * 9);
        }
    }
}

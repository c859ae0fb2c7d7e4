//! What this page knows of the box, and of what it has told the server.

use std::cell::{Cell, RefCell};

use app::domain::{RoomId, Timestamp};

/// The box as this page knows it.
#[derive(Clone, Default)]
pub(super) struct Seen {
    pub(super) room: Option<RoomId>,
    pub(super) text: String,
    /// The time of the draft that it was level with last; 0 for none.
    pub(super) base: Timestamp,
    /// The newest draft that was heard of.
    pub(super) latest: Timestamp,
    /// Whether the server has yet to answer what is typed.
    pub(super) untold: bool,
}

thread_local! {
    pub(super) static SEEN: RefCell<Seen> = RefCell::new(Seen::default());
    /// Counts what is typed, to know whether it was the last.
    pub(super) static TYPED: Cell<u32> = const { Cell::new(0) };
    /// Texts are told one by one.
    pub(super) static IS_TELLING: Cell<bool> = const { Cell::new(false) };
    /// What was told without an answer: the server may have it.
    pub(super) static DOUBT: RefCell<Option<(RoomId, String)>> = const { RefCell::new(None) };
    /// Where to go once the server has what is typed.
    pub(super) static THEN: RefCell<Option<String>> = const { RefCell::new(None) };
}

//! The room in the main pane: a [`RoomView`] that events keep true, and the signals that
//! show it. One signal for each thing that changes alone.

use leptos::prelude::*;

use super::Clockwork;
use super::Row;
use super::pages::paged;
use crate::domain::{Message, Person, Present, Role, Room, RoomId, RoomKind, Status, Timestamp, UserId, place};
use crate::protocol::{Event, History, RoomView};

/// How many messages are kept on the screen when the reader has scrolled through more.
pub const WINDOW: usize = 200;

/// So many changes are kept for pages that are under way: far more than come in that time.
const CHANGES: usize = 256;

/// With so many unread messages the first is surely out of view.
const SURELY_ABOVE: u64 = 12;

/// So many there may be before the window is cut back to [`WINDOW`].
const MOST: usize = WINDOW + WINDOW / 4;

/// Events that came while the room was read afresh; `None` for one that this build does not know.
type Waiting = Vec<(u64, Option<Event>)>;

/// The open room. The signals stay, whatever room they show.
#[derive(Clone, Copy)]
pub struct OpenRoom {
    /// Name and topic.
    pub head: RwSignal<Room>,
    /// Whether the reader is in it.
    pub joined: RwSignal<bool>,
    /// Whether the reader follows it, which is a thread.
    pub follows: RwSignal<bool>,
    /// Whether the reader looks after it.
    pub may_remove: RwSignal<bool>,
    /// How many are in it.
    pub member_count: RwSignal<u64>,
    /// The first members by name.
    pub members: RwSignal<Vec<Person>>,
    /// Who was chosen to post where not everyone may.
    pub chosen: RwSignal<Vec<UserId>>,
    /// Members who are here.
    pub present: RwSignal<Present>,
    /// What members are about.
    pub statuses: RwSignal<Vec<(UserId, Status)>>,
    /// Who is writing, other than the reader.
    pub typing: RwSignal<Vec<Person>>,
    /// The window of messages.
    pub rows: RwSignal<Vec<Row>>,
    /// The messages that the pages of the window begin with. A page that comes above is one new
    /// thing in the document, whatever it holds, so that no row below it is taken out and put back.
    pub pages: RwSignal<Vec<u64>>,
    /// Where the “New” line stands: below this message; 0 for nowhere.
    pub read_no: RwSignal<u64>,
    /// Whether the “New” line is above the view: a guess until one has scrolled.
    pub unread_above: RwSignal<bool>,
    /// The room's newest message.
    pub msg_no: RwSignal<u64>,
    /// The message that a permalink leads to.
    pub flash: RwSignal<Option<u64>>,
    /// Whether another page of history is on its way.
    pub loading: RwSignal<bool>,
    /// Whether the end of the window is in view.
    pub at_bottom: RwSignal<bool>,
    /// The newest message that was in view.
    pub seen_no: RwSignal<u64>,
    view: StoredValue<RoomView>,
    waiting: StoredValue<Option<Waiting>>,
    /// The last changes to messages, for pages of history that were read before them.
    changes: StoredValue<Vec<(u64, Event)>>,
    asked: StoredValue<bool>,
    unwatched: StoredValue<bool>,
    pub(super) typing_until: StoredValue<Vec<(UserId, Timestamp)>>,
    pub(super) typing_told: StoredValue<i64>,
    clock: Clockwork,
}

impl OpenRoom {
    pub(super) fn new(view: Option<RoomView>, flash: Option<u64>, clock: Clockwork) -> Self {
        let view = view.unwrap_or_else(nowhere);
        let this = Self {
            head: RwSignal::new(view.room.clone()),
            joined: RwSignal::new(view.joined),
            follows: RwSignal::new(view.follows),
            may_remove: RwSignal::new(view.may_remove),
            member_count: RwSignal::new(view.member_count),
            members: RwSignal::new(view.members.clone()),
            chosen: RwSignal::new(view.chosen.clone()),
            present: RwSignal::new(view.present()),
            statuses: RwSignal::new(view.statuses.clone()),
            typing: RwSignal::new(Vec::new()),
            rows: RwSignal::new(Vec::new()),
            pages: RwSignal::new(Vec::new()),
            read_no: RwSignal::new(line_below(&view)),
            unread_above: RwSignal::new(is_surely_above(&view, flash)),
            msg_no: RwSignal::new(view.msg_no),
            flash: RwSignal::new(flash),
            loading: RwSignal::new(false),
            at_bottom: RwSignal::new(flash.is_none()),
            seen_no: RwSignal::new(view.msg_no),
            view: StoredValue::new(view),
            waiting: StoredValue::new(None),
            changes: StoredValue::new(Vec::new()),
            asked: StoredValue::new(false),
            unwatched: StoredValue::new(false),
            typing_until: StoredValue::new(Vec::new()),
            typing_told: StoredValue::new(0),
            clock,
        };
        this.project_rows();
        this
    }

    /// Which room it is.
    pub fn id(&self) -> RoomId {
        self.view.with_value(|view| view.room.id)
    }

    /// Of a thread: the message that it hangs from; reactive.
    pub fn root(&self) -> Option<Message> {
        self.rows.track();
        self.view.with_value(|view| view.root.clone())
    }

    /// The position up to which everything is known.
    pub fn as_of(&self) -> u64 {
        self.view.with_value(|view| view.as_of)
    }

    /// The rows of the page that begins with the message `start`; reactive.
    pub fn page(&self, start: u64) -> Vec<Row> {
        let next = self.pages.with(|pages| pages.iter().copied().find(|other| *other > start)).unwrap_or(u64::MAX);
        self.rows.with(|rows| {
            let at = |no| rows.partition_point(|row| row.no < no);
            rows[at(start)..at(next)].to_vec()
        })
    }

    /// Whether there is history above the window; reactive.
    pub fn has_older(&self) -> bool {
        self.rows.with(|rows| rows.first().is_some_and(|row| row.no > 1))
    }

    /// Whether there is history above the window; not reactive.
    pub fn has_older_untracked(&self) -> bool {
        self.window().is_some_and(|(first, _)| first > 1)
    }

    /// Whether there is history below the window; reactive.
    pub fn has_newer(&self) -> bool {
        self.rows.with(|rows| rows.last().map_or(0, |row| row.no)) < self.msg_no.get()
    }

    /// Whether there is history below the window; not reactive.
    pub fn has_newer_untracked(&self) -> bool {
        self.window().map_or(0, |(_, last)| last) < self.msg_no.get_untracked()
    }

    /// How many messages came below what is in view; reactive.
    pub fn new_below(&self) -> u64 {
        if self.at_bottom.get() { 0 } else { self.msg_no.get().saturating_sub(self.seen_no.get()) }
    }

    /// The first and last message of the window.
    pub fn window(&self) -> Option<(u64, u64)> {
        self.view.with_value(|view| Some((view.messages.first()?.no, view.messages.last()?.no)))
    }

    /// Shows another view: of another room, or of the same one read afresh. Events that came
    /// while it was read are brought in. A view that is older than what is shown is not used.
    pub(super) fn show(&self, view: RoomView, flash: Option<u64>) {
        let same = view.room.id == self.id();
        let read_no = if same { self.read_no.get_untracked() } else { line_below(&view) };
        if !same || view.as_of >= self.as_of() {
            self.view.set_value(view);
        }
        let mut waiting = None;
        self.waiting.update_value(|slot| waiting = slot.take());
        if same {
            for (seq, event) in waiting.into_iter().flatten() {
                self.view.update_value(|view| match &event {
                    Some(event) => drop(view.apply(seq, event)),
                    None => view.pass(seq),
                });
            }
        }
        self.read_no.set(read_no);
        self.flash.set(flash);
        change(self.follows, &self.view.with_value(|view| view.follows));
        if !same {
            self.changes.set_value(Vec::new());
            self.typing.set(Vec::new());
            self.unread_above.set(self.view.with_value(|view| is_surely_above(view, flash)));
            self.seen_no.set(self.view.with_value(|view| view.msg_no));
        }
        self.present.set(self.view.with_value(RoomView::present));
        self.statuses.set(self.view.with_value(|view| view.statuses.clone()));
        self.project();
    }

    /// The room stands at `seq`: what is shown beyond it belongs to a history that is no more.
    pub(super) fn rewind(&self, seq: u64) {
        self.view.update_value(|view| view.as_of = view.as_of.min(seq));
    }

    /// The reader follows the thread, if it is this one, or does so no longer.
    pub(super) fn follow(&self, thread: RoomId, follows: bool) {
        if thread == self.id() && self.head.with_untracked(|head| head.root.is_some()) {
            self.view.update_value(|view| view.follows = follows);
            change(self.follows, &follows);
        }
    }

    /// From here on the view is being read afresh: events wait for it.
    pub(super) fn await_view(&self) {
        self.waiting.update_value(|slot| {
            slot.get_or_insert_default();
        });
    }

    /// Whether events wait for the view to be read afresh.
    pub(super) fn awaits_view(&self) -> bool {
        self.waiting.with_value(Option::is_some)
    }

    /// Whether the view has been asked for and is on its way.
    pub(super) fn is_asked(&self) -> bool {
        self.asked.get_value()
    }

    pub(super) fn set_asked(&self, asked: bool) {
        self.asked.set_value(asked);
    }

    /// Whether the server, for a passing reason, did not take this screen among the room's readers.
    pub(super) fn is_unwatched(&self) -> bool {
        self.unwatched.get_value()
    }

    pub(super) fn set_unwatched(&self, unwatched: bool) {
        self.unwatched.set_value(unwatched);
    }

    /// Brings an event in; `None` stands for one of a kind that this build does not know. `false`:
    /// there is a hole before it, and the room must be read afresh.
    pub(super) fn apply(&self, seq: u64, event: Option<&Event>) -> bool {
        let mut waits = false;
        self.waiting.update_value(|slot| {
            if let Some(waiting) = slot {
                waits = true;
                waiting.push((seq, event.cloned()));
            }
        });
        if waits {
            return true;
        }
        if seq > self.as_of() + 1 {
            return false;
        }
        let Some(event) = event else {
            self.view.update_value(|view| view.pass(seq));
            return true;
        };
        // Who reads the past keeps it: what is above is let go of only where nobody looks.
        let at_end = self.at_bottom.get_untracked() && self.view.with_value(|view| !view.has_newer());
        let mut new = false;
        self.view.update_value(|view| {
            new = view.apply(seq, event);
            // Elsewhere what does not fit is below the window, and a page away.
            if view.messages.len() > MOST {
                view.trim(if at_end { WINDOW } else { MOST }, at_end);
            }
        });
        if new {
            match event {
                Event::MessagePosted { message, .. } => self.stopped_typing(message.by.id),
                event => self.changes.update_value(|changes| {
                    changes.push((seq, event.clone()));
                    if changes.len() > CHANGES {
                        changes.remove(0);
                    }
                }),
            }
            self.project();
        }
        true
    }

    /// What follows message `no` is new.
    pub(super) fn draw_line_below(&self, no: u64) {
        self.read_no.set(no);
        self.project_rows();
    }

    /// Something came while nobody looked: it is new, unless something older is already.
    pub(super) fn draw_line_above(&self, no: u64) {
        if self.read_no.get_untracked() == 0 {
            self.read_no.set(no.saturating_sub(1));
            self.project_rows();
        }
    }

    pub(super) fn add_history(&self, page: History, older: bool) {
        let as_of = page.as_of;
        self.view.update_value(|view| {
            if older {
                view.prepend(page)
            } else {
                view.append(page)
            };
            self.changes.with_value(|changes| {
                changes.iter().filter(|(seq, _)| *seq > as_of).for_each(|(_, event)| view.change(event));
            });
            if view.messages.len() > MOST {
                view.trim(WINDOW, !older);
            }
        });
        self.project();
    }

    /// Days and runs depend on the reader's zone.
    pub(super) fn project_rows(&self) {
        let room = self.id();
        let read_no = self.read_no.get_untracked();
        let old = self.rows.get_untracked();
        let rows = self.view.with_value(|view| {
            let all = &view.messages;
            let day = |m: &Message| self.clock.zone_time_untracked(m.at).day;
            (0..all.len())
                .map(|i| {
                    let before = i.checked_sub(1).map(|b| &all[b]);
                    let place = place(before, &all[i], all.get(i + 1), Some(read_no), &day);
                    let known = old.binary_search_by_key(&all[i].no, |row| row.no).ok();
                    match known.map(|at| &old[at]).filter(|row| row.renew(&all[i], place, room)) {
                        Some(row) => row.clone(),
                        None => Row::new(&all[i], place, room),
                    }
                })
                .collect()
        });
        self.rows.set(rows);
        let pages = self.pages.with_untracked(|pages| paged(pages, self.window()));
        change(self.pages, &pages);
    }

    /// What the person may do in the whole workspace has changed.
    pub(super) fn take_role(&self, role: Role) {
        self.view.update_value(|view| view.take_role(role));
        self.project();
    }

    fn project(&self) {
        self.view.with_value(|view| {
            change(self.head, &view.room);
            change(self.joined, &view.joined);
            change(self.may_remove, &view.may_remove);
            change(self.member_count, &view.member_count);
            change(self.members, &view.members);
            change(self.chosen, &view.chosen);
            change(self.msg_no, &view.msg_no);
        });
        self.project_rows();
    }
}

/// Where the “New” line stands in a room that is being opened.
fn line_below(view: &RoomView) -> u64 {
    if view.read_no < view.msg_no { view.read_no } else { 0 }
}

/// Whether so much is unread in a room that is being opened that the first of it is out of view, above the message that
/// a permalink leads to, or above the newest.
fn is_surely_above(view: &RoomView, flash: Option<u64>) -> bool {
    let read_no = line_below(view);
    read_no > 0 && flash.unwrap_or(view.msg_no).saturating_sub(read_no) > SURELY_ABOVE
}

fn change<T: Clone + PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: &T) {
    if signal.with_untracked(|now| now != value) {
        signal.set(value.clone());
    }
}

/// What a page stands on that shows no room.
fn nowhere() -> RoomView {
    let room = Room {
        id: RoomId(0),
        name: String::new(),
        topic: String::new(),
        kind: RoomKind::Open,
        root: None,
        archived: false,
        chosen_only: false,
    };
    RoomView::door(room, 0, UserId(0))
}

//! Search: what somebody asks for, among the messages that they may see.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use app::domain::{Found, Order, Profile, Rest, Results, RoomId, RoomKind, UserId};
use app::protocol::SidebarView;
use jiff::tz::TimeZone;

use super::{Actor, Chat, Result};
use crate::search::{Fit, Query, fold};
use crate::store::{Candidate, Reading, Sought};

/// Messages on a page, and characters of each that are shown.
const PAGE: usize = 30;
const PASSAGE: usize = 280;

/// So many messages are looked at for one answer. Whoever wants more asks to look further.
const LOOKED_AT: u64 = 10_000;

/// So many of those that the index names anywhere are looked at, and of the rest only those in the reader's rooms: to ask
/// for these is slower, but how far a search comes then says nothing of what others write.
const ANYWHERE: u64 = 2_000;

/// So many people search at the same time; others wait their turn. Each of them holds a reader.
pub(super) const AT_ONCE: usize = 2;

/// What fits best is chosen from so many of the newest that fit.
const CHOICE: usize = 1_000;

/// Messages that are looked at in one go: few at first, because most answers are found among them.
const STEPS: [u64; 3] = [100, 400, 1_000];

/// Of somebody in no more rooms than this, the index is asked about these rooms alone.
const FEW_ROOMS: usize = 20;

/// Names are looked for among so many people.
const EVERYONE: u64 = 10_000;

/// What somebody asks for.
#[derive(Clone, Debug)]
pub struct Question {
    /// What they typed.
    pub typed: String,
    /// In which order they want it.
    pub order: Order,
    /// From before this position on.
    pub before: Option<i64>,
    /// Of what fits best, which page; the first is 1.
    pub page: usize,
    /// On whose calendar days begin.
    pub zone: TimeZone,
}

impl Chat {
    /// What fits a question, of what the actor may see at this moment. Everything that was acknowledged can be found.
    ///
    /// # Errors
    /// The actor asks too often, or the store failed.
    pub async fn search(&self, actor: &Actor, question: &Question) -> Result<(SidebarView, Results)> {
        let now = jiff::Timestamp::from_millisecond(self.clock.now().0).unwrap_or_default();
        let query = Query::parse(&question.typed, question.zone.to_datetime(now).date());
        if query.is_empty() {
            return Ok((self.sidebar(actor).await?, Results::default()));
        }
        self.count_search(actor)?;
        // Never closed.
        let _turn = self.searching.acquire().await;
        let mut moment = self.store.moment().await?;
        let mut reading = moment.read();
        let sidebar = self.sidebar_of(&mut reading, actor).await?;
        if sidebar.rooms.is_empty() {
            return Ok((sidebar, Results::default()));
        }
        let results = match sought(&mut reading, &sidebar, &query, &question.zone).await? {
            Ok(sought) => find(&mut reading, &query, sought, &sidebar, question).await?,
            Err(problem) => Results { problem: Some(problem), ..Results::default() },
        };
        Ok((sidebar, results))
    }

    fn count_search(&self, actor: &Actor) -> Result<()> {
        let message = "You are searching very often. Wait a moment, then ask again.";
        self.count(&self.searches, actor.user(), message)
    }
}

/// What the store is asked for, or what is wrong with the question.
async fn sought(
    reading: &mut Reading<'_>,
    sidebar: &SidebarView,
    query: &Query,
    zone: &TimeZone,
) -> Result<std::result::Result<Sought, String>> {
    if let Some(problem) = &query.problem {
        return Ok(Err(problem.clone()));
    }
    let needs_people = !query.from.is_empty() || !query.rooms.is_empty();
    let me = &sidebar.me;
    let everyone = if needs_people { reading.people(me.person.id, me.role, EVERYONE).await? } else { Vec::new() };
    let mut authors = BTreeSet::new();
    for name in &query.from {
        match people(&everyone, sidebar, name) {
            found if found.is_empty() => return Ok(Err(format!("There is nobody called “{name}” here."))),
            found => authors.extend(found),
        }
    }
    let mut rooms = BTreeSet::new();
    for name in &query.rooms {
        match rooms_called(&everyone, sidebar, name) {
            found if found.is_empty() => return Ok(Err(format!("You are in no room called “{name}”."))),
            found => rooms.extend(found),
        }
    }
    if rooms.is_empty() && sidebar.rooms.len() <= FEW_ROOMS {
        rooms.extend(own_rooms(sidebar));
    }
    let terms = query.terms().into_iter().collect();
    let (since, until) = query.days.moments(zone);
    let (authors, rooms) = (authors.into_iter().collect(), rooms.into_iter().collect());
    let (reader, contents) = (sidebar.me.person.id, query.contents());
    Ok(Ok(Sought { reader, terms, contents, rooms, authors, since, until, traits: query.traits.clone() }))
}

fn own_rooms(sidebar: &SidebarView) -> impl Iterator<Item = RoomId> {
    sidebar.rooms.iter().map(|room| room.id)
}

/// A name as names are compared: without the signs that stand before it, and without quotation marks, which cannot be typed
/// between quotation marks.
fn bare(name: &str) -> String {
    fold(&name.replace('"', "")).trim_start_matches(['#', '@']).to_owned()
}

/// Who goes by a name: their handle, their whole name, or the first word of it.
fn people(everyone: &[Profile], sidebar: &SidebarView, name: &str) -> Vec<UserId> {
    let name = bare(name);
    if name == "me" {
        return vec![sidebar.me.person.id];
    }
    let goes_by_it = |person: &&Profile| {
        let whole = bare(&person.name);
        fold(&person.handle) == name || whole == name || whole.split(' ').next() == Some(&name)
    };
    everyone.iter().filter(goes_by_it).map(|person| person.id).collect()
}

/// The rooms of a name, of those in the sidebar; for people, what is said to them alone.
fn rooms_called(everyone: &[Profile], sidebar: &SidebarView, name: &str) -> Vec<RoomId> {
    let called: Vec<_> =
        sidebar.rooms.iter().filter(|room| bare(&room.name) == bare(name)).map(|room| room.id).collect();
    if !called.is_empty() {
        return called;
    }
    let people = people(everyone, sidebar, name);
    let direct = sidebar.rooms.iter().filter(|room| room.kind == RoomKind::Direct);
    let with_one = direct.filter(|room| matches!(room.people.as_slice(), [one] if people.contains(&one.id)));
    with_one.map(|room| room.id).collect()
}

async fn find(
    reading: &mut Reading<'_>,
    query: &Query,
    mut sought: Sought,
    sidebar: &SidebarView,
    question: &Question,
) -> Result<Results> {
    let enough = match question.order {
        Order::Newest => PAGE + 1,
        Order::Best => CHOICE,
    };
    let mut below = question.before.unwrap_or(i64::MAX);
    let mut fitting: Vec<(Fit, Candidate)> = Vec::new();
    let (mut looked_at, mut looked_to, mut is_all) = (0, None, false);
    for step in STEPS.into_iter().chain(std::iter::repeat(STEPS[2])) {
        let is_anywhere = sought.rooms.is_empty();
        let is_open = sought.terms.is_empty() && sought.contents.is_empty() && sought.authors.is_empty();
        if is_anywhere && (is_open || looked_at >= ANYWHERE) {
            sought.rooms = own_rooms(sidebar).collect();
            looked_at = 0;
        }
        let some = reading.candidates(&sought, below, step).await?;
        // Each step counts: where nothing is indexed yet, one may be long and find nothing.
        looked_at += some.looked_at.max(STEPS[0]);
        for candidate in some.found {
            looked_to = Some(candidate.found.at);
            let fit = query.fit(&candidate.body, || candidate.nodes());
            fitting.extend(fit.map(|fit| (fit, candidate)));
        }
        match some.below {
            Some(next) => below = next,
            None => is_all = true,
        }
        if is_all || fitting.len() >= enough || (looked_at >= LOOKED_AT && !sought.rooms.is_empty()) {
            break;
        }
    }
    let is_enough = fitting.len() >= enough;
    let page = question.page.clamp(1, CHOICE.div_ceil(PAGE));
    let skipped = match question.order {
        Order::Newest => 0,
        Order::Best => {
            fitting.truncate(CHOICE);
            fitting.sort_by_key(|(fit, candidate)| Reverse((*fit, candidate.found.position)));
            (page - 1) * PAGE
        }
    };
    let has_more = fitting.len() > skipped + PAGE;
    let found: Vec<Found> =
        fitting.into_iter().skip(skipped).take(PAGE).map(|(_, candidate)| found(query, candidate)).collect();
    let rest = match question.order {
        Order::Best if has_more => Some(Rest::Page(page + 1)),
        Order::Newest if has_more => found.last().map(|last| Rest::Before(last.position)),
        _ if is_all || is_enough => None,
        _ => Some(Rest::Further(below, looked_to)),
    };
    Ok(Results { found, rest, problem: None })
}

fn found(query: &Query, candidate: Candidate) -> Found {
    let passage = query.passage(&candidate.body, &candidate.nodes(), PASSAGE);
    Found { passage, ..candidate.found }
}

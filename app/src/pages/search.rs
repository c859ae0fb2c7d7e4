//! Search: the box, how to ask, and what was found.

use leptos::prelude::*;

use super::place::place;
use crate::components::layout::{AppFrame, Sheet};
use crate::components::ui::{Drawn, Notice, Pictogram, drawn_avatar, drawn_icon, empty, moment, utc};
use crate::domain::{Found, Order, RoomKind, Stretch, room_path};
use crate::state::ChatState;

/// How to ask, in examples and what they mean.
const WAYS: [(&str, &str); 8] = [
    ("deploy notes", "All of these words, or words that have them in them. Case and accents make no difference."),
    ("\"release train\"", "Exactly these words, one after the other."),
    ("train -late", "Without a word."),
    ("from:ada", "By somebody: a handle, a name, or me."),
    ("in:general", "In a room and its threads, or in what you and somebody say to each other: in:@ada."),
    ("has:link", "With a link; also has:file, has:picture, has:code, has:reaction and has:thread."),
    ("is:pinned", "Pinned; also is:edited, is:thread, is:direct, is:mention and is:unread."),
    ("after:2026-03-31", "Said later than that day; also before: and on:, and the days today and yesterday."),
];

/// How one goes on from a page of results: where to, and the words for it.
#[derive(Clone, Debug)]
pub struct Onward {
    /// The page that follows.
    pub href: String,
    /// What there is.
    pub words: String,
    /// What has been done so far, where that has to be said.
    pub so_far: Option<String>,
}

/// What was asked, and what was found.
#[component]
pub fn SearchPage(
    /// What was typed.
    typed: String,
    /// In which order the results are.
    order: Order,
    /// The same question in the other order.
    other_order: String,
    /// The results.
    found: Vec<Found>,
    /// What is wrong with the question.
    problem: Option<String>,
    /// The next page, where there is one.
    onward: Option<Onward>,
    /// Whether one goes on typing.
    is_begun: bool,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let is_asked = !typed.is_empty();
    let is_empty = found.is_empty();
    let has_results = is_asked && problem.is_none() && !is_empty;
    let so_far = onward.as_ref().and_then(|onward| onward.so_far.clone());
    let nothing = (is_asked && problem.is_none() && is_empty).then(|| match so_far.clone() {
        Some(so_far) => so_far,
        None => "Nothing was found. Fewer words, or a part of a word, find more.".to_owned(),
    });
    let places = found.chunk_by(|a, b| a.room == b.room).map(|found| in_one_place(state, found)).collect::<Vec<_>>();
    view! {
        <AppFrame>
            <Sheet title="Search" tide=nothing.is_some()>
                {form(typed, order, is_begun || !has_results)}
                <Notice text=problem problem=true />
                {nothing.map(|words| empty(Pictogram::Search, words).with("role", "status"))}
                {has_results.then(|| orders(order, other_order))}
                {has_results.then(|| Drawn::of_class("ul", "mentions").with("role", "list").children(places))}
                {has_results.then_some(so_far).flatten().map(|words| view! { <p class="sheet__lead">{words}</p> })}
                {onward.map(|onward| {
                    view! {
                        <div class="sheet__actions">
                            <a class="button" href=onward.href>
                                {onward.words}
                            </a>
                        </div>
                    }
                })}
                {ways(!is_asked)}
            </Sheet>
        </AppFrame>
    }
    .into_any()
}

fn form(typed: String, order: Order, is_first: bool) -> impl IntoView {
    view! {
       <form class="search" action="/search">
            <input
                class="field__input"
                type="search"
                name="q"
                value=typed
                aria-label="What to look for"
                placeholder="Words, from:ada, in:general …"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                maxlength="300"
                dir="auto"
                autofocus=is_first
            />
            {(order == Order::Best).then(|| view! { <input type="hidden" name="sort" value="best" /> })}
            <button class="button button--primary" type="submit">
                "Search"
            </button>
        </form>
    }
}

/// The two orders: the one in use, and the way to the other.
fn orders(order: Order, other: String) -> Drawn {
    let tab = |of: Order, words: &'static str| {
        let is_used = of == order;
        let class = if is_used { "button button--small button--act" } else { "button button--small button--quiet" };
        Drawn::of_class("a", class)
            .with_some("aria-current", is_used.then_some("true"))
            .with_some("href", (!is_used).then(|| other.clone()))
            .text(words)
    };
    Drawn::of_class("nav", "search__orders")
        .with("aria-label", "Order")
        .child(tab(Order::Newest, "Newest first"))
        .child(tab(Order::Best, "Best match"))
}

/// What follows each other in the list and was said in the same place.
fn in_one_place(state: ChatState, found: &[Found]) -> Drawn {
    let Some(Found { room, root, .. }) = found.first() else { return Drawn::new("li") };
    let (kind, name) = state.sidebar.with_untracked(|sidebar| {
        let home = sidebar.room(root.map_or(*room, |root| root.room));
        let name = home.map(|home| home.name.clone()).unwrap_or_default();
        match root {
            Some(_) => (RoomKind::Thread, format!("Thread in {name}")),
            None => (home.map_or(RoomKind::Closed, |home| home.kind), name),
        }
    });
    let path = room_path(*room, if root.is_some() { "" } else { &name });
    let cards = found.iter().map(|found| result(state, found, &path));
    let place = Drawn::of_class("p", "mentions__place").child(place(Pictogram::of_room(kind), name, &path));
    Drawn::new("li").child(place).child(Drawn::new("ul").with("role", "list").children(cards))
}

fn result(state: ChatState, Found { no, by, at, passage, .. }: &Found, path: &str) -> Drawn {
    let time = Drawn::new("time").with("datetime", utc(*at)).text(moment(&state.clock, *at));
    let link = Drawn::of_class("a", "message-card__time").with("href", format!("{path}/{no}#m{no}")).child(time);
    let head = Drawn::of_class("p", "message-card__head")
        .child(drawn_avatar(by, true))
        .child(Drawn::of_class("b", "truncate").with("dir", "auto").text(&by.name))
        .child(link);
    let words = Drawn::of_class("p", "search__passage").with("dir", "auto").children(passage.iter().map(stretch));
    Drawn::of_class("li", "message-card message-card--whole").child(head).child(words)
}

fn stretch(Stretch { text, is_match }: &Stretch) -> Drawn {
    Drawn::new(if *is_match { "mark" } else { "span" }).text(text)
}

fn ways(is_open: bool) -> Drawn {
    let ways = WAYS.into_iter().map(|(example, meaning)| {
        let code = Drawn::new("dt").child(Drawn::new("code").text(example));
        Drawn::new("div").child(code).child(Drawn::new("dd").text(meaning))
    });
    let summary = Drawn::new("summary").child(drawn_icon(Pictogram::Search, true)).text("How to ask");
    Drawn::of_class("details", "search__ways")
        .with_some("open", is_open.then_some(""))
        .child(summary)
        .child(Drawn::new("dl").children(ways))
}

//! Every open room, and the way into it.

use leptos::either::Either;
use leptos::prelude::*;

use crate::components::layout::{AppFrame, Sheet};
use crate::components::ui::{Icon, Mark, Moment, Notice, Pictogram};
use crate::protocol::Listing;

/// Rooms one is in are opened, others joined.
#[component]
pub fn BrowsePage(
    /// The rooms, in the order in which they are shown.
    listings: Vec<Listing>,
    /// What has just happened, such as “You have left general.”
    #[prop(optional_no_strip)]
    notice: Option<String>,
) -> impl IntoView {
    let is_empty = listings.is_empty();
    let (rest, lively): (Vec<_>, Vec<_>) = listings.into_iter().partition(|listing| listing.room.archived);
    let list = |listings: Vec<Listing>| {
        view! {
            <ul class="listings" role="list">
                {listings.into_iter().map(|listing| view! { <ListedRoom listing /> }).collect_view()}
            </ul>
        }
    };
    view! {
        <AppFrame>
            <Sheet title="Rooms">
                <Notice text=notice />
                <div class="sheet__actions">
                    <p class="sheet__lead">"Join what concerns you. Rooms with a lock are for who is invited."</p>
                    <a class="button button--primary sheet__end" href="/rooms/new">
                        <Icon of=Pictogram::Plus />
                        "Make a room"
                    </a>
                </div>
                {is_empty.then(|| view! { <p class="sheet__lead">"There is no room yet. Make the first one."</p> })}
                {list(lively)}
                {(!rest.is_empty()).then(|| view! {
                    <h2 class="sheet__heading">"Archived"</h2>
                    {list(rest)}
                })}
            </Sheet>
        </AppFrame>
    }
}

#[component]
fn ListedRoom(listing: Listing) -> impl IntoView {
    let path = listing.room.path();
    let name = listing.room.name.clone();
    let way_in = if listing.joined {
        Either::Left(view! {
            <a class="button button--small" href=path.clone() aria-label=format!("Open {name}")>
                "Open"
            </a>
        })
    } else {
        Either::Right(view! {
            <form method="post" action=format!("{path}/join")>
                <button class="button button--small button--act" type="submit" aria-label=format!("Join {name}")>
                    "Join"
                </button>
            </form>
        })
    };
    let members = match listing.member_count {
        1 => "1 member".to_owned(),
        count => format!("{count} members"),
    };
    view! {
        <li class="listing">
            <Mark of=Pictogram::of_room(listing.room.kind) own=listing.joined />
            <div class="listing__about">
                <a class="listing__name" href=path dir="auto">
                    {name}
                </a>
                {(!listing.room.topic.is_empty())
                    .then(|| {
                        view! {
                            <p class="listing__topic">
                                <bdi>{listing.room.topic}</bdi>
                            </p>
                        }
                    })}
                <p class="listing__count">
                    {members}
                    {listing.last_at.map(|at| view! { <span>" · last word " <Moment at /></span> })}
                </p>
            </div>
            {way_in}
        </li>
    }
}

//! Everyone in the room, and whether they are here. The panel has an address: `?panel=people`.

use leptos::ev::{KeyboardEvent, MouseEvent, SubmitEvent};
use leptos::prelude::*;

use crate::components::ui::{Drawn, Icon, Pictogram, drawn_icon, erased, present_avatar, shown};
use crate::domain::{Person, Presence, Room};
use crate::protocol::{Panel, RoomView};
use crate::state::{ChatState, LinkStatus};

/// The panel beside the room.
#[component]
pub fn MembersPanel(
    /// What stands beside the room: this, until it is closed.
    panel: RwSignal<Option<Panel>>,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let room = state.room;
    let path = Memo::new(move |_| room.head.with(Room::path));
    let on_close = move |event: MouseEvent| {
        event.prevent_default();
        panel.set(None);
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            panel.set(None);
        }
    };
    let on_leave = move |event: SubmitEvent| {
        if state.status.get_untracked() == LinkStatus::Live {
            event.prevent_default();
            state.leave();
        }
    };
    let is_room = move || room.joined.get() && room.head.with(|head| head.root.is_none());
    let others = move || {
        let more = room.member_count.get().saturating_sub(room.members.with(|all| all.len()) as u64);
        (more > 0 && room.members.with(|all| all.len()) >= RoomView::MEMBERS_SHOWN)
            .then(|| view! { <p class="members-panel__more">"and " {more} " more"</p> })
    };
    let members = move || {
        let (present, may_remove) = (room.present.get(), room.may_remove.get());
        let chooses = may_remove && room.head.with(|head| head.chosen_only && !head.archived);
        let list = Drawn::new("ul").with("role", "list");
        room.members.with(|all| {
            list.children(all.iter().map(|person| {
                let presence = present.of(person.id);
                let status = room
                    .statuses
                    .with(|all| all.iter().find(|(id, _)| *id == person.id).map(|(_, status)| status.line()));
                let is_me = person.id == state.me();
                let posts = room.head.with(|head| head.chosen_only) && room.chosen.with(|all| all.contains(&person.id));
                let words = match (is_me, posts) {
                    (true, true) => Some("you, posts"),
                    (true, false) => Some("you"),
                    (false, true) => Some("posts"),
                    (false, false) => None,
                };
                let tag = words.map(|words| Drawn::of_class("span", "members-panel__tag").text(words));
                let choice = (chooses && !is_me).then(|| choice(&path.get(), person, posts));
                let out = (may_remove && !is_me).then(|| way_out(&path.get(), person));
                member(person, presence, status.as_deref()).children(tag).children(choice).children(out)
            }))
        })
    };
    erased(view! {
        <aside class="sheet panel" aria-label="People in this room" on:keydown=on_key>
            <header class="sheet__bar">
                <h2 class="sheet__title">"People"</h2>
                <span class="panel__count">{room.member_count}</span>
                <a class="tool sheet__end" href=path aria-label="Close people" on:click=on_close>
                    <Icon of=Pictogram::Close />
                </a>
            </header>
            <div class="panel__list">
                {members}
                {others}
            </div>
            {shown(is_room, move || view! {
                <footer class="panel__foot">
                    {move || ways(&path.get(), state.may_change_room(), state.may_title_room())}
                    <form
                        method="post"
                        action=move || format!("{}/leave", path.get())
                        on:submit=on_leave
                        hidden=move || !room.head.with(|head| head.kind.is_named())
                    >
                        <button class="button button--small button--quiet" type="submit">
                            <Icon of=Pictogram::Leave small=true />
                            "Leave this room"
                        </button>
                    </form>
                </footer>
            })}
        </aside>
    })
}

/// What one can do about the room and its people, or about oneself and the room.
fn ways(path: &str, may_add: bool, may_title: bool) -> Drawn {
    let way = |class, of: Option<Pictogram>, words: &str, to: &str| {
        Drawn::of_class("a", class)
            .with("href", format!("{path}/{to}"))
            .children(of.map(|of| drawn_icon(of, true)))
            .text(words)
    };
    let add = || way("button button--small button--act", Some(Pictogram::Invite), "Add people", "people");
    let edit = || way("button button--small only-narrow", None, "Name and topic", "edit");
    Drawn::of_class("div", "panel__ways").children(may_add.then(add)).children(may_title.then(edit)).child(way(
        "button button--small",
        Some(Pictogram::Bell),
        "What reaches me",
        "involvement",
    ))
}

fn member(person: &Person, presence: Option<Presence>, status: Option<&str>) -> Drawn {
    let word = presence.map_or("offline", Presence::word);
    let link = Drawn::of_class("a", "members-panel__link truncate").with("href", person.path());
    let link = link.with("dir", "auto").text(&person.name);
    let status =
        status.map(|line| Drawn::of_class("bdi", "members-panel__status truncate").with("title", line).text(line));
    let name = Drawn::of_class("span", "members-panel__name").child(link).children(status);
    Drawn::of_class("li", "members-panel__person")
        .child(present_avatar(person, false, presence))
        .child(name)
        .child(Drawn::of_class("span", "visually-hidden").text(format!(", {word}")))
}

/// Takes the person out.
fn way_out(path: &str, person: &Person) -> Drawn {
    act(format!("{path}/remove"), Pictogram::Close, format!("Take {} out", person.name), person)
}

/// Lets the person post, or no longer.
fn choice(path: &str, person: &Person, posts: bool) -> Drawn {
    let (on, ends) = if posts { ("off", " no longer") } else { ("on", "") };
    let hidden = Drawn::new("input").with("type", "hidden").with("name", "choose").with("value", on);
    act(format!("{path}/choose"), Pictogram::Edit, format!("Let {} post{ends}", person.name), person).child(hidden)
}

/// A plain form: all this is done so rarely that a new page is no burden.
fn act(action: String, of: Pictogram, label: String, person: &Person) -> Drawn {
    let button = Drawn::of_class("button", "tool tool--small")
        .with("type", "submit")
        .with("name", "person")
        .with("value", person.id.to_string())
        .with("aria-label", &label)
        .with("title", label)
        .child(drawn_icon(of, true));
    Drawn::of_class("form", "members-panel__out").with("method", "post").with("action", action).child(button)
}

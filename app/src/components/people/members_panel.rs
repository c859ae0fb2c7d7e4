//! Everyone in the room, and whether they are here. The panel has an address: `?panel=people`.

use leptos::ev::{KeyboardEvent, MouseEvent, SubmitEvent};
use leptos::prelude::*;

use crate::components::ui::{Avatar, Drawn, Icon, Pictogram, Presence, drawn_icon, erased, shown};
use crate::domain::{Person, Room, RoomKind, UserId};
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
    let others = move || {
        let more = room.member_count.get().saturating_sub(room.members.with(|all| all.len()) as u64);
        (more > 0 && room.members.with(|all| all.len()) >= RoomView::MEMBERS_SHOWN)
            .then(|| view! { <p class="members-panel__more">"and " {more} " more"</p> })
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
                <ul role="list">
                    <For each=move || room.members.get() key=|person| (person.id, person.name.clone()) let(person)>
                        <Member person me=state.me() />
                    </For>
                </ul>
                {others}
            </div>
            {shown(move || room.joined.get() && room.head.with(|head| head.kind != RoomKind::Direct), move || view! {
                <footer class="panel__foot">
                    <a class="button button--small button--act" href=move || format!("{}/people", path.get())>
                        <Icon of=Pictogram::Invite small=true />
                        "Add people"
                    </a>
                    <a class="button button--small only-narrow" href=move || format!("{}/edit", path.get())>
                        "Name and topic"
                    </a>
                    <form method="post" action=move || format!("{}/leave", path.get()) on:submit=on_leave>
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

#[component]
fn Member(person: Person, me: UserId) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let (id, name) = (person.id, person.name.clone());
    let presence = Signal::derive(move || Presence::of(state.room.online.with(|online| online.contains(&id))));
    view! {
        <li class="members-panel__person">
            <Avatar person=person.clone() presence />
            <span class="truncate" dir="auto">
                {person.name}
            </span>
            <span class="visually-hidden">", " {move || presence.get().word()}</span>
            {(id == me).then(|| view! { <span class="members-panel__tag">"you"</span> })}
            {move || (id != me && state.room.may_remove.get()).then(|| way_out(state, id, &name))}
        </li>
    }
}

/// Takes the person out, by a plain form: it is done so rarely that a new page is no burden.
fn way_out(state: ChatState, id: UserId, name: &str) -> Drawn {
    let label = format!("Take {name} out");
    let button = Drawn::of_class("button", "tool tool--small")
        .with("type", "submit")
        .with("name", "person")
        .with("value", id.to_string())
        .with("aria-label", &label)
        .with("title", label)
        .child(drawn_icon(Pictogram::Close, true));
    Drawn::of_class("form", "members-panel__out")
        .with("method", "post")
        .with("action", state.room.head.with_untracked(|head| format!("{}/remove", Room::path(head))))
        .child(button)
}

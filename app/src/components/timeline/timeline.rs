//! The room's messages in one scroller, which is laid out from its end: it opens at the newest
//! message without script, and what is put above moves nothing.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::{html, web_sys};

use super::{BirthCard, JumpToLatest, JumpToUnread, MessageRow, PendingMessage, Reach, Toolbar};
use crate::components::ui::{either, erased, shown};
use crate::domain::Room;
use crate::state::{ChatState, LinkStatus};

/// `#timeline` scrolls; `#older` and `#newer` are its two ends, to be observed.
#[component]
pub fn Timeline() -> impl IntoView {
    let state = expect_context::<ChatState>();
    let room = state.room;
    let reach = Reach::at_end();
    let scroller = NodeRef::<html::Section>::new();
    let is_empty = move || room.rows.with(Vec::is_empty) && state.pending().is_empty();
    let path = Memo::new(move |_| room.head.with(Room::path));
    let first_no = move || room.rows.with(|rows| rows.first().map_or(0, |row| row.no));
    let last_no = move || room.rows.with(|rows| rows.last().map_or(0, |row| row.no));
    let on_scroll = move |_| {
        if let Some(element) = scroller.get_untracked() {
            reach.measure(&element, unread_line().as_ref(), room.unread_above);
        }
    };
    erased(view! {
        <div class="timeline-frame">
            <JumpToUnread />
            <section
                class="timeline"
                class:tide=is_empty
                data-at-end=move || room.at_bottom.get().then_some("")
                id="timeline"
                tabindex="0"
                aria-label=move || format!("Messages in {}", room.head.with(|head| head.name.clone()))
                node_ref=scroller
                on:scroll=on_scroll
            >
                <div class="timeline__flow">
                    <div class="timeline__edge" id="older">
                        {either(move || room.has_older(), move || view! {
                            <More
                                href=move || format!("{}?before={}", path.get(), first_no())
                                label="Older messages"
                                on_click=move || state.load_older()
                            />
                        }, move || view! { <BirthCard is_empty /> })}
                    </div>
                    <ol role="list">
                        <For each=move || room.pages.get() key=|start| *start let(start)>
                            <For each=move || room.page(start) key=|row| row.key() let(row)>
                                <MessageRow row />
                            </For>
                        </For>
                        <For each=move || state.pending() key=|pending| pending.kept.cid let(pending)>
                            <PendingMessage pending />
                        </For>
                    </ol>
                    <Toolbar />
                    <div class="timeline__edge" id="newer">
                        {shown(move || room.has_newer(), move || view! {
                            <More
                                href=move || format!("{}?after={}", path.get(), last_no())
                                label="Newer messages"
                                on_click=move || state.load_newer()
                            />
                        })}
                    </div>
                </div>
            </section>
            <JumpToLatest reach />
        </div>
    })
}

/// A further page of history: a link, or a step on the live page. Its height is reserved.
#[component]
fn More(
    #[prop(into)] href: Signal<String>,
    label: &'static str,
    on_click: impl Fn() + 'static + Send + Sync,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    // Without a connection the link leads to a page with what is missing here.
    let click = move |event: MouseEvent| {
        if state.status.get_untracked() == LinkStatus::Live {
            event.prevent_default();
            on_click();
        }
    };
    view! {
        <p class="timeline__more">
            <a class="button button--small button--quiet" href=href on:click=click>
                {move || if state.room.loading.get() { "Loading…" } else { label }}
            </a>
        </p>
    }
}

fn unread_line() -> Option<web_sys::Element> {
    document().get_element_by_id("new")
}

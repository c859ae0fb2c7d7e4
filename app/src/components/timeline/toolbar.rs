//! What one can do with a message: beside it while the pointer or the focus is there. Without script the page of the
//! message alone offers the same by forms.

use leptos::either::Either;
use leptos::prelude::*;

use crate::components::ui::{Icon, Pictogram, shown};
use crate::domain::{Message, Role, Room};
use crate::state::ChatState;

/// Within one click.
pub const QUICK: [&str; 3] = ["👍", "✅", "❤️"];

/// Within two.
pub const MORE: [&str; 12] = ["😂", "🎉", "👀", "🙏", "😮", "😢", "🔥", "💯", "👏", "🤔", "👋", "❌"];

#[derive(Clone, Copy, PartialEq)]
enum Open {
    Nothing,
    Emoji,
    Menu,
    Deletion,
}

/// The tools of one message.
#[component]
pub fn Toolbar(
    /// Which.
    message: ArcRwSignal<Message>,
) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let no = message.with_untracked(|m| m.no);
    let open = RwSignal::new(Open::Nothing);
    let toggle = move |what: Open| open.update(|open| *open = if *open == what { Open::Nothing } else { what });
    let emoji = move |emoji: &'static str| {
        view! {
            <button
                class="toolbar__emoji"
                type="button"
                aria-label=format!("React with {emoji}")
                on:click=move |_| {
                    state.toggle_reaction(no, emoji);
                    open.set(Open::Nothing);
                }
            >
                {emoji}
            </button>
        }
    };
    view! {
        <div class="toolbar" role="group" aria-label="What you can do with this message">
            {QUICK.into_iter().map(emoji).collect_view()}
            <Tool of=Pictogram::Smile label="More emoji" is_open=move || open.get() == Open::Emoji on_click=move || toggle(Open::Emoji) />
            <Tool of=Pictogram::Reply label="Reply" is_open=|| false on_click=move || state.begin_reply(no) />
            <Tool of=Pictogram::More label="More" is_open=move || open.get() == Open::Menu on_click=move || toggle(Open::Menu) />
            {shown(move || open.get() == Open::Emoji, move || view! {
                <div class="toolbar__pop toolbar__palette">{MORE.into_iter().map(emoji).collect_view()}</div>
            })}
            {
                let message = message.clone();
                shown(move || matches!(open.get(), Open::Menu | Open::Deletion), move || view! {
                    <Menu message=message.clone() open />
                })
            }
        </div>
    }
    .into_any()
}

#[component]
fn Tool(
    of: Pictogram,
    label: &'static str,
    is_open: impl Fn() -> bool + Send + Sync + 'static,
    on_click: impl Fn() + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <button
            class="tool tool--small"
            type="button"
            aria-label=label
            title=label
            aria-expanded=move || is_open().then_some("true")
            on:click=move |_| on_click()
        >
            <Icon of />
        </button>
    }
    .into_any()
}

#[component]
fn Menu(message: ArcRwSignal<Message>, open: RwSignal<Open>) -> impl IntoView {
    let state = expect_context::<ChatState>();
    let Message { no, by, pinned, edited, .. } = message.get_untracked();
    let (me, role) = state.sidebar.with_untracked(|s| (s.me.person.id, s.me.role));
    let (is_mine, may_delete) = (by.id == me, by.id == me || role == Role::Owner);
    let path = state.room.head.with_untracked(Room::path);
    let close = move || open.set(Open::Nothing);
    let ask = move || open.set(Open::Deletion);
    view! {
        <ul class="toolbar__pop toolbar__menu" role="list">
            {move || if open.get() == Open::Deletion {
                Either::Left(view! {
                    <li class="toolbar__question">"Delete it for everyone?"</li>
                    <Item of=Pictogram::Delete label="Delete" on_click=move || state.delete(no) />
                    <Item of=Pictogram::Close label="Keep it" on_click=close />
                })
            } else {
                let edit = is_mine.then(|| view! {
                    <Item of=Pictogram::Edit label="Change the text" on_click=move || { close(); state.begin_edit(no); } />
                });
                let history = edited.map(|_| view! {
                    <li>
                        <a class="toolbar__item" href=format!("{path}/{no}/history")>
                            <Icon of=Pictogram::History />
                            "What it said before"
                        </a>
                    </li>
                });
                let delete = may_delete.then(|| view! {
                    <Item of=Pictogram::Delete label="Delete" on_click=ask />
                });
                Either::Right(view! {
                    {edit}
                    <Item
                        of=Pictogram::Pin
                        label=if pinned { "Take the pin off" } else { "Pin it in this room" }
                        on_click=move || { close(); state.pin(no, !pinned); }
                    />
                    <li>
                        <a class="toolbar__item" href=format!("{path}/{no}#m{no}") data-copies-link="">
                            <Icon of=Pictogram::Link />
                            "Copy the link"
                        </a>
                    </li>
                    {history}
                    {delete}
                })
            }}
        </ul>
    }
    .into_any()
}

#[component]
fn Item(of: Pictogram, label: &'static str, on_click: impl Fn() + Send + Sync + 'static) -> impl IntoView {
    view! {
        <li>
            <button class="toolbar__item" type="button" on:click=move |_| on_click()>
                <Icon of />
                {label}
            </button>
        </li>
    }
    .into_any()
}

//! What one can do with a message: beside it while the pointer or the focus is there. The browser puts it there, and
//! answers what is pressed (`data-act`). Without script the page of the message alone offers the same by forms.

use leptos::prelude::*;

use crate::components::ui::{Drawn, Pictogram, drawn_icon};
use crate::domain::Message;
use crate::state::{ChatState, Tools};

/// Within one click.
pub const QUICK: [&str; 3] = ["👍", "✅", "❤️"];

/// Within two.
pub const MORE: [&str; 12] = ["😂", "🎉", "👀", "🙏", "😮", "😢", "🔥", "💯", "👏", "🤔", "👋", "❌"];

/// What keeps a message for later, and what lets go of it.
pub const SAVE: &str = "Save for later";
/// See [`SAVE`].
pub const LET_GO: &str = "Do not keep it for later";

/// The tools of the message that is attended to; one set for all of them, beside whichever it is.
#[component]
pub fn Toolbar() -> impl IntoView {
    let state = expect_context::<ChatState>();
    move || {
        let (no, open) = (state.active.get()?, state.tools.get());
        // What has changed about the message may change what one can do.
        state.room.rows.track();
        let message = state.message(no).filter(|message| !message.deleted)?;
        let (me, role) = state.sidebar.with_untracked(|s| (s.me.person.id, s.me.role));
        let is_mine = message.by.id == me;
        let (path, is_thread) =
            state.room.head.with_untracked(|head| (format!("{}/{no}", head.path()), head.root.is_some()));
        let (is_lively, may_say) = (state.is_lively(), state.may_say());
        let is_saved = state.sidebar.with(|s| s.later.has(state.room.id(), no));
        let menu =
            || menu(&message, &path, is_saved, is_thread || !may_say, is_mine && may_say, is_mine || role.leads());
        let pop = match open {
            Tools::Closed => None,
            Tools::Emoji => Some(palette(&path)),
            Tools::Menu => Some(menu()),
            Tools::Deletion => Some(question()),
        };
        let more = matches!(open, Tools::Menu | Tools::Deletion);
        Some(
            Drawn::of_class("div", "toolbar")
                .with("id", "toolbar")
                .with("role", "group")
                .with("aria-label", "What you can do with this message")
                .with("data-no", no.to_string())
                .children(QUICK.iter().filter(|_| is_lively).map(|quick| emoji(quick)))
                .children(is_lively.then(|| tool(Pictogram::Smile, "More emoji", "emoji", open == Tools::Emoji)))
                .children(may_say.then(|| tool(Pictogram::Reply, "Reply", "reply", false)))
                .children(
                    (!is_thread && is_lively).then(|| tool(Pictogram::Thread, "Reply in a thread", "thread", false)),
                )
                .child(tool(Pictogram::More, "More", "menu", more))
                .children(pop),
        )
    }
}

fn emoji(emoji: &str) -> Drawn {
    Drawn::of_class("button", "toolbar__emoji")
        .with("type", "button")
        .with("aria-label", format!("React with {emoji}"))
        .with("data-emoji", emoji)
        .text(emoji)
}

/// The others are on a page of their own.
fn palette(path: &str) -> Drawn {
    let all =
        Drawn::of_class("a", "toolbar__item toolbar__all").with("href", format!("{path}/react")).text("All emoji");
    Drawn::of_class("div", "toolbar__pop toolbar__palette").children(MORE.map(emoji)).child(all)
}

fn tool(of: Pictogram, label: &str, act: &str, is_open: bool) -> Drawn {
    Drawn::of_class("button", "tool tool--small")
        .with("type", "button")
        .with("aria-label", label)
        .with("title", label)
        .with_some("aria-expanded", is_open.then_some("true"))
        .with("data-act", act)
        .child(drawn_icon(of, false))
}

fn menu(message: &Message, path: &str, is_saved: bool, is_fixed: bool, may_edit: bool, may_delete: bool) -> Drawn {
    let pin = if message.pinned { "Take the pin off" } else { "Pin it in this room" };
    let copy = Drawn::of_class("a", "toolbar__item")
        .with("href", format!("{path}#m{}", message.no))
        .with("data-copies-link", "")
        .child(drawn_icon(Pictogram::Link, false))
        .text("Copy the link");
    let remind = Drawn::of_class("a", "toolbar__item")
        .with("href", format!("{path}/remind"))
        .child(drawn_icon(Pictogram::Bell, false))
        .text("Remind me");
    let history = Drawn::of_class("a", "toolbar__item")
        .with("href", format!("{path}/history"))
        .child(drawn_icon(Pictogram::History, false))
        .text("What it said before");
    list()
        .children(may_edit.then(|| item(Pictogram::Edit, "Change the text", "edit")))
        .children((!is_fixed).then(|| item(Pictogram::Pin, pin, "pin")))
        .child(item(Pictogram::Save, if is_saved { LET_GO } else { SAVE }, "save"))
        .child(Drawn::new("li").child(remind))
        .child(item(Pictogram::Unread, "Mark as unread from here", "unread"))
        .child(Drawn::new("li").child(copy))
        .children(message.edited.map(|_| Drawn::new("li").child(history)))
        .children(may_delete.then(|| item(Pictogram::Delete, "Delete", "ask")))
}

fn question() -> Drawn {
    list()
        .child(Drawn::of_class("li", "toolbar__question").text("Delete it for everyone?"))
        .child(item(Pictogram::Delete, "Delete", "delete"))
        .child(item(Pictogram::Close, "Keep it", "close"))
}

fn list() -> Drawn {
    Drawn::of_class("ul", "toolbar__pop toolbar__menu").with("role", "list")
}

fn item(of: Pictogram, label: &str, act: &str) -> Drawn {
    let button = Drawn::of_class("button", "toolbar__item").with("type", "button").with("data-act", act);
    Drawn::new("li").child(button.child(drawn_icon(of, false)).text(label))
}

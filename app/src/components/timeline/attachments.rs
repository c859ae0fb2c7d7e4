//! The files of a message: pictures to look at, sound and film to play, texts with their first lines, and everything else to
//! be taken away.

use super::nodes::with_blocks;
use crate::components::ui::{Drawn, Pictogram, drawn_icon};
use crate::domain::{Attachment, MediaKind, UserId};

/// The files under a message; nothing where there are none.
pub fn attachments(files: &[Attachment], me: UserId) -> Option<Drawn> {
    let list = Drawn::of_class("ul", "attachments").with("role", "list").with("aria-label", "Files");
    (!files.is_empty()).then(|| list.children(files.iter().map(|file| Drawn::new("li").child(attachment(file, me)))))
}

fn attachment(file: &Attachment, me: UserId) -> Drawn {
    match file.kind {
        MediaKind::Picture if file.width > 0 => picture(file),
        MediaKind::Audio => played(Drawn::of_class("audio", "attachments__audio").with("preload", "none"), file),
        MediaKind::Video => played(Drawn::of_class("video", "attachments__video").with("preload", "metadata"), file),
        MediaKind::Text => {
            let lines = Drawn::of_class("div", "nodes attachments__lines");
            let lines = (!file.lines.is_empty()).then(|| with_blocks(lines, &file.lines, me));
            Drawn::of_class("div", "attachments__text").child(card(file)).children(lines)
        }
        MediaKind::Picture | MediaKind::Other => card(file),
    }
}

/// A link to the picture itself; the browser shows it over the page where a program runs (`data-view`).
fn picture(file: &Attachment) -> Drawn {
    let small = Drawn::new("img")
        .with("src", file.preview())
        .with("alt", &file.name)
        .with("width", file.width.to_string())
        .with("height", file.height.to_string())
        .with("loading", "lazy")
        .with("decoding", "async");
    Drawn::of_class("a", "attachments__picture")
        .with("href", file.path())
        .with("title", &file.name)
        .with("data-view", file.amount())
        .child(small)
}

fn played(player: Drawn, file: &Attachment) -> Drawn {
    let player = player.with("controls", "").with("src", file.path()).with("aria-label", &file.name);
    Drawn::of_class("div", "attachments__played").child(player).child(card(file))
}

fn card(file: &Attachment) -> Drawn {
    Drawn::of_class("a", "attachments__card")
        .with("href", file.path())
        .with_some("download", file.kind.is_other().then_some(""))
        .child(drawn_icon(Pictogram::File, false))
        .child(Drawn::of_class("bdi", "attachments__name truncate").text(&file.name))
        .child(Drawn::of_class("span", "attachments__size").text(file.amount()))
}

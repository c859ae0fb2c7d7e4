//! The files that come with what is being written: on their way, there, or not to be had.

use crate::components::ui::{Drawn, Pictogram, drawn_icon};
use crate::domain::Attachment;
use crate::state::{Progress, Upload};

/// A chip for each file; nothing where there are none. The browser answers what is pressed (`data-drop`, `data-again`).
pub(super) fn upload_tray(all: &[Upload]) -> Option<Drawn> {
    let list = Drawn::of_class("ul", "upload-tray").with("role", "list").with("aria-label", "Files to send");
    (!all.is_empty()).then(|| list.children(all.iter().map(chip)))
}

fn chip(upload: &Upload) -> Drawn {
    let chip = Drawn::of_class("li", "upload-tray__chip");
    let name = Drawn::of_class("bdi", "upload-tray__name truncate").text(&upload.name);
    let state = |words: &str| Drawn::of_class("span", "upload-tray__state").text(words);
    let drop = button("data-drop", upload, Pictogram::Close, "Take out");
    match &upload.progress {
        Progress::Going => {
            let bar = Drawn::of_class("progress", "upload-tray__progress")
                .with("id", format!("upload{}", upload.key))
                .with("max", "100")
                .with("aria-label", format!("{} is on its way", upload.name));
            chip.child(drawn_icon(Pictogram::File, true)).child(name).child(bar).child(drop)
        }
        Progress::There(file) => {
            // Without script, what is not ticked any more does not come along.
            let brought = Drawn::of_class("input", "only-without-script")
                .with("type", "checkbox")
                .with("name", "brought")
                .with("value", file.id.to_string())
                .with("checked", "")
                .with("aria-label", format!("Send {}", upload.name));
            chip.child(face(file)).child(name).child(state(&file.amount())).child(brought).child(drop)
        }
        Progress::Failed(reason) => chip
            .with("data-failed", "")
            .child(drawn_icon(Pictogram::Warning, true))
            .child(name)
            .child(state(reason).with("role", "alert"))
            .child(button("data-again", upload, Pictogram::Again, "Try again"))
            .child(drop),
    }
}

fn face(file: &Attachment) -> Drawn {
    if file.width == 0 {
        return drawn_icon(Pictogram::File, true);
    }
    Drawn::of_class("img", "upload-tray__face").with("src", file.preview()).with("alt", "")
}

fn button(act: &'static str, upload: &Upload, of: Pictogram, words: &str) -> Drawn {
    let words = format!("{words} {}", upload.name);
    Drawn::of_class("button", "tool tool--small only-with-script")
        .with("type", "button")
        .with("aria-label", &words)
        .with("title", words)
        .with(act, upload.key.to_string())
        .child(drawn_icon(of, true))
}

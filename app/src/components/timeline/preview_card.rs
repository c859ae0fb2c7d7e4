//! What is behind a link, beneath the words that name it.

use crate::components::ui::Drawn;
use crate::domain::Preview;

/// Whose page it is, what it is called and about. All of it is a stranger's words, and only words.
pub fn preview_card(preview: &Preview) -> Drawn {
    let title = Drawn::of_class("a", "preview__title")
        .with("href", &preview.url)
        .with("rel", "noopener noreferrer nofollow")
        .with("target", "_blank")
        .with("dir", "auto")
        .text(&preview.title);
    let text = || Drawn::of_class("p", "preview__text").with("dir", "auto").text(&preview.text);
    Drawn::of_class("aside", "preview")
        .with("aria-label", format!("About the link: {}", preview.site))
        .child(Drawn::of_class("p", "preview__site truncate").text(&preview.site))
        .child(title)
        .children((!preview.text.is_empty()).then(text))
}

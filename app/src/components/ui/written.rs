//! Text inside an element that holds nothing but text. Leptos writes the children of a `<textarea>` as they are, so
//! that what was typed could end the element, and in builds for development it puts a comment into a `<title>`, which
//! is read aloud there. The text goes in by `inner_html`, and this makes it harmless.

/// `text` as the `inner_html` of a `<textarea>` or a `<title>`.
pub fn written(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_was_typed_ends_the_element() {
        assert_eq!(written("a & b </textarea><img>"), "a &amp; b &lt;/textarea>&lt;img>");
        assert_eq!(written("</title><img>"), "&lt;/title>&lt;img>");
        assert_eq!(written("&amp;"), "&amp;amp;");
    }
}

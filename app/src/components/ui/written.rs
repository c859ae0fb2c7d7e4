//! Text inside a `<textarea>`. Leptos writes the children of one as they are, so that what was
//! typed could end the element; it goes in by `inner_html`, and this makes it harmless.

/// `text` as the `inner_html` of a `<textarea>`.
pub(crate) fn written(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_was_typed_ends_the_element() {
        assert_eq!(written("a & b </textarea><img>"), "a &amp; b &lt;/textarea>&lt;img>");
        assert_eq!(written("&amp;"), "&amp;amp;");
    }
}

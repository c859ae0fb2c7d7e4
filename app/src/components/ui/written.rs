//! Text inside an element that holds nothing but text: a `<textarea>` or a `<title>`. Leptos writes their children as
//! they are, so that what was typed could end the element, and in builds for development it puts a comment beside them,
//! which is read aloud in a title. This one writes itself escaped, and nothing else.

use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::Rndr;
use leptos::tachys::renderer::types::Text;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Position, PositionState, Render, RenderHtml};

use super::drawn::escape;

/// The text of such an element, from the start; what becomes of it is the browser's.
#[derive(Clone, Debug)]
pub struct Written(pub String);

impl Render for Written {
    type State = Text;

    fn build(self) -> Self::State {
        Rndr::create_text_node(&self.0)
    }

    fn rebuild(self, _: &mut Self::State) {}
}

impl AddAnyAttr for Written {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self::Output<NewAttr>
    where
        Self::Output<NewAttr>: RenderHtml,
    {
        self
    }
}

impl RenderHtml for Written {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        _position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
        escape(&self.0, buf);
    }

    /// Leptos leaves alone what stands in such an element, and never comes here.
    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Self::State {
        self.build()
    }

    fn into_owned(self) -> Self::Owned {
        self
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use leptos::prelude::*;

    #[test]
    fn nothing_that_was_typed_ends_the_element() {
        let area = |text: &str| view! { <textarea>{Written(text.to_owned())}</textarea> }.to_html();
        assert_eq!(area("a & b </textarea><img>"), "<textarea>a &amp; b &lt;/textarea&gt;&lt;img&gt;</textarea>");
        assert_eq!(area("&amp;"), "<textarea>&amp;amp;</textarea>");
        assert_eq!(area(""), "<textarea></textarea>");
        let title = view! { <title>{Written("</title><img>".to_owned())}</title> }.to_html();
        assert_eq!(title, "<title>&lt;/title&gt;&lt;img&gt;</title>");
    }
}

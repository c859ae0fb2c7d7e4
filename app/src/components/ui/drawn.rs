//! An element that draws its own inside, once, from plain data: as HTML on the server, as nodes in the browser. What
//! people write is shown this way: it has no signals and no listeners in it, and views of every kind of node
//! would weigh more in the browser than everything else on the page.
//!
//! Rule: text is text. It is escaped on its way into HTML, and becomes text nodes in a document.

use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::renderer::{CastFrom, Rndr};
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};

/// An element with all that is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    tag: &'static str,
    attributes: Vec<(&'static str, String)>,
    inside: Vec<Part>,
}

/// What stands in an element.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    Element(Drawn),
    Text(String),
    /// What a view was rendered to. Only the server has any; a browser leaves alone what it finds.
    #[cfg(feature = "ssr")]
    Rendered(String),
}

impl Drawn {
    /// An element with nothing in it yet.
    pub fn new(tag: &'static str) -> Self {
        Self { tag, attributes: Vec::new(), inside: Vec::new() }
    }

    /// An element of this class.
    pub fn of_class(tag: &'static str, class: &'static str) -> Self {
        Self::new(tag).with("class", class)
    }

    /// With an attribute more.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// With an attribute more, where it has a value.
    #[must_use]
    pub fn with_some(self, name: &'static str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// With words in it.
    #[must_use]
    pub fn text(mut self, words: impl Into<String>) -> Self {
        self.inside.push(Part::Text(words.into()));
        self
    }

    /// With an element in it.
    #[must_use]
    pub fn child(mut self, child: Self) -> Self {
        self.inside.push(Part::Element(child));
        self
    }

    /// With elements in it.
    #[must_use]
    pub fn children(mut self, all: impl IntoIterator<Item = Self>) -> Self {
        self.inside.extend(all.into_iter().map(Part::Element));
        self
    }

    /// With a view in it that only the server draws: for pages without script.
    #[must_use]
    #[cfg(feature = "ssr")]
    pub fn only_from_server<V: leptos::prelude::IntoView>(mut self, view: impl FnOnce() -> V) -> Self {
        self.inside.push(Part::Rendered(view().into_view().to_html()));
        self
    }

    /// With a view in it that only the server draws: for pages without script.
    #[must_use]
    #[cfg(not(feature = "ssr"))]
    pub fn only_from_server<V>(self, _view: impl FnOnce() -> V) -> Self {
        self
    }

    fn write(&self, html: &mut String) {
        html.push('<');
        html.push_str(self.tag);
        for (name, value) in &self.attributes {
            html.push(' ');
            html.push_str(name);
            html.push_str("=\"");
            escape(value, html);
            html.push('"');
        }
        html.push('>');
        if matches!(self.tag, "input" | "img") {
            return;
        }
        for part in &self.inside {
            match part {
                Part::Element(element) => element.write(html),
                Part::Text(text) => escape(text, html),
                #[cfg(feature = "ssr")]
                Part::Rendered(rendered) => html.push_str(rendered),
            }
        }
        html.push_str("</");
        html.push_str(self.tag);
        html.push('>');
    }

    fn draw(&self) -> Element {
        let namespace = matches!(self.tag, "svg" | "path").then_some("http://www.w3.org/2000/svg");
        let element = Rndr::create_element(self.tag, namespace);
        for (name, value) in &self.attributes {
            Rndr::set_attribute(&element, name, value);
        }
        for part in &self.inside {
            let node: Node = match part {
                Part::Element(inner) => inner.draw().into(),
                Part::Text(text) => Rndr::create_text_node(text).into(),
                #[cfg(feature = "ssr")]
                Part::Rendered(_) => continue,
            };
            Rndr::insert_node(&element, &node, None);
        }
        element
    }
}

pub(super) fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            c => html.push(c),
        }
    }
}

/// A [`Drawn`] on the page.
pub struct DrawnState(Drawn, Element);

impl Mountable for DrawnState {
    fn unmount(&mut self) {
        self.1.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.1.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.1.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.1.clone()]
    }
}

impl Render for Drawn {
    type State = DrawnState;

    fn build(self) -> Self::State {
        let element = self.draw();
        DrawnState(self, element)
    }

    fn rebuild(self, state: &mut Self::State) {
        if self != state.0 {
            let mut element = self.draw();
            state.1.insert_before_this(&mut element);
            state.1.unmount();
            *state = DrawnState(self, element);
        }
    }
}

impl AddAnyAttr for Drawn {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self::Output<NewAttr>
    where
        Self::Output<NewAttr>: RenderHtml,
    {
        self
    }
}

impl RenderHtml for Drawn {
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
        position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
        self.write(buf);
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        match position.get() {
            Position::FirstChild => cursor.child(),
            Position::Current => {}
            _ => cursor.sibling(),
        }
        position.set(Position::NextChild);
        let element = Element::cast_from(cursor.current()).unwrap_or_else(|| self.draw());
        DrawnState(self, element)
    }

    fn into_owned(self) -> Self::Owned {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_stay_text_and_attributes() {
        let mut html = String::new();
        let link = Drawn::new("a").with("href", "\"><script>").text("</a><b>&amp;");
        Drawn::of_class("p", "x").text("a < b ").child(link).with_some("id", None::<String>).write(&mut html);
        assert_eq!(
            html,
            "<p class=\"x\">a &lt; b <a href=\"&quot;&gt;&lt;script&gt;\">&lt;/a&gt;&lt;b&gt;&amp;amp;</a></p>"
        );
    }
}

//! Seams in the type of a page. On the server a view behind a pointer keeps the names of types, and with them the
//! compiler's work, from growing with every element; in the browser it would bring along all ways in which it
//! can be rendered, used or not. The HTML is the same.

use leptos::prelude::*;

/// The same view, of a type that says nothing of its inside where that helps.
#[cfg(feature = "ssr")]
pub fn erased<V: IntoView + 'static>(view: V) -> AnyView {
    view.into_any()
}

/// The same view, of a type that says nothing of its inside where that helps.
#[cfg(not(feature = "ssr"))]
pub fn erased<V: IntoView + 'static>(view: V) -> V {
    view
}

//! What is there only sometimes. Unlike Leptos' `Show`, the content keeps its type: a view
//! behind a pointer brings all its ways to be rendered into the browser's program, used or not.

use leptos::either::Either;
use leptos::prelude::*;

/// `then` while `when` holds. It is made anew only when the answer changes.
pub fn shown<V: IntoView + 'static>(
    when: impl Fn() -> bool + Send + Sync + 'static,
    then: impl Fn() -> V + Send + Sync + 'static,
) -> impl IntoView {
    let when = Memo::new(move |_| when());
    move || when.get().then(&then)
}

/// `then` while `when` holds, else `otherwise`.
pub fn either<V: IntoView + 'static, W: IntoView + 'static>(
    when: impl Fn() -> bool + Send + Sync + 'static,
    then: impl Fn() -> V + Send + Sync + 'static,
    otherwise: impl Fn() -> W + Send + Sync + 'static,
) -> impl IntoView {
    let when = Memo::new(move |_| when());
    move || if when.get() { Either::Left(then()) } else { Either::Right(otherwise()) }
}

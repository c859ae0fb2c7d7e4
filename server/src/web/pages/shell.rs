//! The HTML document around a view: what a browser must know before it shows anything, and
//! what it loads to bring a page to life.

use app::components::ui::Written;
use leptos::nonce::use_nonce;
use leptos::prelude::*;

use crate::web::DevTools;
use crate::web::assets::AssetNames;

/// A phone's keyboard makes the page smaller instead of covering the composer.
const VIEWPORT: &str = "width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content";

/// What differs between documents.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// For the tab and for screen readers: “# general · Saltmarsh”.
    pub(super) title: String,
    /// What a live page is born with, as JSON that is safe inside a script element. A page
    /// without it is a door: it loads no program.
    pub(super) data: Option<String>,
}

impl Document {
    /// The whole page. The view comes first in the body and stands there alone: that is where
    /// hydration begins to walk.
    pub(super) fn around<V: IntoView>(
        self,
        view: V,
        names: &AssetNames,
        dev_tools: &DevTools,
    ) -> impl IntoView + use<V> {
        let nonce = use_nonce();
        let names = names.clone();
        let is_live = self.data.is_some();
        let hints = is_live.then(|| hints(&names));
        let life = self.data.map(|data| {
            view! {
                <script type="application/json" id="page">
                    {data}
                </script>
                <script type="module" nonce=nonce>
                    {names.start()}
                </script>
            }
        });
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8" />
                    <title>{Written(self.title)}</title>
                    <meta name="viewport" content=VIEWPORT />
                    <meta name="color-scheme" content="light dark" />
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                    <link rel="stylesheet" href=names.css.clone() />
                    {names
                        .font
                        .clone()
                        .map(|font| view! { <link rel="preload" href=font r#as="font" r#type="font/woff2" crossorigin="" /> })}
                    {hints}
                    {dev_tools.options().map(|options| view! { <AutoReload options /> })}
                </head>
                <body>{view} {life}</body>
            </html>
        }
    }
}

/// Script and program begin to load beside the style, behind the font; the program only where a script runs. Nothing is
/// painted before the data at the end is there: half of a page that is laid out from its end would jump.
fn hints(names: &AssetNames) -> impl IntoView + use<> {
    let nonce = use_nonce();
    view! {
        <link rel="expect" href="#page" blocking="render" />
        <link rel="modulepreload" href=names.js.clone() nonce=nonce.clone() />
        <script nonce=nonce>{names.ask()}</script>
    }
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use leptos_axum::render_app_async;

    use super::*;
    use crate::web::assets::Assets;

    async fn rendered(title: &str, data: Option<&str>) -> String {
        let _ = any_spawner::Executor::init_tokio();
        let document = Document { title: title.into(), data: data.map(str::to_owned) };
        let names = Assets::from_folder("nowhere".into()).names().clone();
        let page = render_app_async(move || {
            document.clone().around(view! { <main>"Hello"</main> }, &names, &DevTools::default())
        });
        let response = page(Request::new(Body::empty())).await;
        String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn the_view_stands_alone_at_the_top_of_the_body() {
        let door = rendered("a < b", None).await;
        assert!(door.starts_with("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">"), "{door}");
        assert!(door.contains("<title>a &lt; b</title>"));
        assert!(door.contains("<body><main>Hello</main>"));
        assert!(!door.contains("application/json") && !door.contains("modulepreload"));
    }

    #[tokio::test]
    async fn a_live_page_brings_its_data_and_its_program() {
        let page = rendered("x", Some("{\"a\":\"\\u003c\"}")).await;
        assert!(page.contains("<script type=\"application/json\" id=\"page\">{\"a\":\"\\u003c\"}</script>"), "{page}");
        assert!(page.contains("<link rel=\"expect\" href=\"#page\" blocking=\"render\">"), "{page}");
        assert!(page.contains(">program=fetch(\"/pkg/snug.wasm\",{priority:\"low\"})</script>"), "{page}");
        assert!(page.contains("await load({module_or_path:program});hydrate();</script>"), "{page}");
        assert!(!page.contains("rel=\"preload\" href=\"/pkg/snug.wasm\""), "{page}");
    }
}

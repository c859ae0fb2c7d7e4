//! The reader's time zone, and the cookie that tells the server about it.

use std::sync::Arc;

use app::domain::ZoneTime;
use app::state::Zone;
use js_sys::{Date, Intl, Object, Reflect};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlDocument;

const ONE_YEAR_S: u32 = 365 * 24 * 60 * 60;

/// The IANA name of the browser's zone, `Europe/Berlin`.
pub(crate) fn name() -> String {
    let options: Object = Intl::DateTimeFormat::default().resolved_options();
    Reflect::get(&options, &JsValue::from_str("timeZone")).ok().and_then(|v| v.as_string()).unwrap_or_default()
}

/// The browser's zone, with its summer times.
pub(crate) fn local() -> Zone {
    Arc::new(|at| {
        let offset = Date::new(&JsValue::from_f64(at.0 as f64)).get_timezone_offset();
        ZoneTime::at_offset(at, -(offset as i64))
    })
}

/// Tells the server, so that the next page is born with the right times. Returns whether
/// the browser took the cookie.
pub(crate) fn tell(name: &str) -> bool {
    let Some(document) = document().dyn_ref::<HtmlDocument>().cloned() else { return false };
    let crumb = format!("zone={name}");
    let _ = document.set_cookie(&format!("{crumb}; Path=/; Max-Age={ONE_YEAR_S}; SameSite=Lax"));
    document.cookie().is_ok_and(|all| all.split(';').any(|one| one.trim_start() == crumb))
}

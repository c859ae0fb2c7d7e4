//! Letters in lower and upper case, by the rules of Unicode. A browser has the tables for that already, so its
//! program does not bring its own: they would be some of the largest in it.

/// All in lower case, as names are compared and sorted.
#[cfg(target_arch = "wasm32")]
pub fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// All in lower case, as names are compared and sorted.
#[cfg(not(target_arch = "wasm32"))]
pub fn lower(text: &str) -> String {
    text.to_lowercase()
}

/// All in upper case.
#[cfg(target_arch = "wasm32")]
pub(super) fn upper(text: &str) -> String {
    js_sys::JsString::from(text).to_upper_case().into()
}

/// All in upper case.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn upper(text: &str) -> String {
    text.to_uppercase()
}

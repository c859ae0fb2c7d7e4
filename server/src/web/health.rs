//! What load balancers ask, and where browsers report a broken content security policy.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;

use crate::chat::Chat;

/// The program runs.
pub(super) async fn alive() -> &'static str {
    "ok"
}

/// The program can serve: its store answers.
pub(super) async fn ready(State(chat): State<Chat>) -> (StatusCode, &'static str) {
    if chat.is_ready().await { (StatusCode::OK, "ready") } else { (StatusCode::SERVICE_UNAVAILABLE, "not ready") }
}

/// Writes down the first part of a report. Anyone may send one, so only a few a minute count.
pub(super) async fn csp_report(body: Bytes) -> StatusCode {
    static FEW: Few = Few::new();
    if FEW.take(Instant::now()) {
        let directive = violated(&body);
        tracing::warn!(directive, "A browser refused part of a page: content security policy");
    }
    StatusCode::NO_CONTENT
}

/// Only the name of the directive: the rest may hold addresses of rooms, or be made up.
fn violated(body: &[u8]) -> String {
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "kebab-case")]
    struct Report {
        csp_report: Inner,
    }
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "kebab-case")]
    struct Inner {
        #[serde(default)]
        effective_directive: String,
        /// What older browsers send instead.
        #[serde(default)]
        violated_directive: String,
    }
    let report = serde_json::from_slice::<Report>(body);
    let directive = report.map_or_else(
        |_| String::new(),
        |Report { csp_report: r }| {
            if r.effective_directive.is_empty() { r.violated_directive } else { r.effective_directive }
        },
    );
    let is_name = directive.len() <= 40 && directive.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    if is_name && !directive.is_empty() { directive } else { "unreadable".to_owned() }
}

/// Ten in a minute.
struct Few(Mutex<Option<(Instant, u32)>>);

impl Few {
    const fn new() -> Self {
        Self(Mutex::new(None))
    }

    fn take(&self, now: Instant) -> bool {
        let mut window = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, count) = window.filter(|(since, _)| now - *since < Duration::from_secs(60)).unwrap_or((now, 0));
        *window = Some((since, count + 1));
        count < 10
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_read_for_its_directive_only() {
        let chrome = br#"{"csp-report":{"document-uri":"https://x/r/1","violated-directive":"img-src","effective-directive":"img-src"}}"#;
        assert_eq!(violated(chrome), "img-src");
        let plain = br#"{"csp-report":{"document-uri":"https://x/r/1","effective-directive":"script-src-elem"}}"#;
        assert_eq!(violated(plain), "script-src-elem");
        assert_eq!(violated(br#"{"csp-report":{"violated-directive":"style-src"}}"#), "style-src");
        for odd in [&b""[..], b"{}", b"[1]", br#"{"csp-report":{"effective-directive":"a\nb"}}"#] {
            assert_eq!(violated(odd), "unreadable");
        }
    }

    #[test]
    fn ten_reports_a_minute_are_written_down() {
        let (few, now) = (Few::new(), Instant::now());
        assert_eq!((0..15).filter(|_| few.take(now)).count(), 10);
        assert!(few.take(now + Duration::from_secs(61)));
    }
}

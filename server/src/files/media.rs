//! What a file is, by its bytes. Only what is surely harmless is ever shown; whatever could run, or is not known, is only
//! to be taken away.

use app::domain::MediaKind;

/// Of what is not known.
pub(super) const UNKNOWN: &str = "application/octet-stream";

/// Lines, and characters, of the beginning of a text.
const LINES: usize = 12;
const CHARACTERS: usize = 1_000;

/// What somebody could let run who opens it: markup with script in it, whatever else it looks like.
const MARKUP: [&str; 10] = ["htm", "html", "xht", "xhtml", "svg", "xml", "xsl", "xslt", "mht", "mhtml"];

/// A type, and how it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Media {
    pub(super) mime: &'static str,
    pub(super) kind: MediaKind,
}

/// What a file is that begins so. The end of its name is believed only where it makes it less.
pub(super) fn sniff(start: &[u8], name_says: String, size: u64) -> Media {
    let of = |mime, kind| Media { mime, kind };
    let found = infer::get(start).map(|found| found.mime_type());
    let is_known = |mime: &str| {
        mime.starts_with("audio/")
            || mime.starts_with("video/")
            || matches!(mime, "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "application/pdf")
    };
    // What is text all through is text, whatever its first letters stand for elsewhere.
    let is_text = is_text(start, size) && !found.is_some_and(is_known);
    if is_text && !MARKUP.contains(&name_says.as_str()) && !is_markup(start) {
        return of("text/plain; charset=utf-8", MediaKind::Text);
    }
    match found {
        Some(mime @ ("image/png" | "image/jpeg" | "image/gif" | "image/webp")) => of(mime, MediaKind::Picture),
        Some("audio/x-wav") => of("audio/wav", MediaKind::Audio),
        Some("audio/x-flac") => of("audio/flac", MediaKind::Audio),
        Some("audio/m4a") => of("audio/mp4", MediaKind::Audio),
        Some(mime @ ("audio/mpeg" | "audio/ogg" | "audio/aac")) => of(mime, MediaKind::Audio),
        Some("video/x-m4v") => of("video/mp4", MediaKind::Video),
        Some(mime @ ("video/mp4" | "video/webm" | "video/quicktime")) => of(mime, MediaKind::Video),
        Some("application/pdf") => of("application/pdf", MediaKind::Other),
        _ => of(UNKNOWN, MediaKind::Other),
    }
}

/// Whether it begins with characters that are seen. What was cut off within a character is none the less text.
fn is_text(start: &[u8], size: u64) -> bool {
    let text = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() && size > start.len() as u64 => {
            std::str::from_utf8(&start[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    text.chars().all(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{c}'))
}

fn is_markup(start: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&start[..start.len().min(1_024)]).to_lowercase();
    ["<!doctype", "<html", "<svg", "<?xml", "<script"].iter().any(|tag| start.contains(tag))
}

/// The first lines of a text.
pub(super) fn beginning(start: &[u8]) -> String {
    let text = String::from_utf8_lossy(start);
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().take(LINES).map(str::trim_end).collect();
    lines.join("\n").trim_end().trim_end_matches('\u{fffd}').chars().take(CHARACTERS).collect()
}

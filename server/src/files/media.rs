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
pub(super) fn sniff(start: &[u8], name_says: &str, size: u64) -> Media {
    let found = infer::get(start).and_then(|found| known(found.mime_type()));
    found.unwrap_or_else(|| {
        // What is text all through is text, whatever its first letters stand for elsewhere.
        if is_text(start, size) && !MARKUP.contains(&name_says) && !is_markup(start) {
            Media { mime: "text/plain; charset=utf-8", kind: MediaKind::Text }
        } else {
            Media { mime: UNKNOWN, kind: MediaKind::Other }
        }
    })
}

/// What is done with a type that has signs of its own; `None`: it is not shown.
fn known(mime: &'static str) -> Option<Media> {
    let (mime, kind) = match mime {
        "image/png" | "image/jpeg" | "image/gif" | "image/webp" => (mime, MediaKind::Picture),
        "audio/x-wav" => ("audio/wav", MediaKind::Audio),
        "audio/x-flac" => ("audio/flac", MediaKind::Audio),
        "audio/m4a" => ("audio/mp4", MediaKind::Audio),
        "audio/mpeg" | "audio/ogg" | "audio/aac" => (mime, MediaKind::Audio),
        "video/x-m4v" => ("video/mp4", MediaKind::Video),
        "video/mp4" | "video/webm" | "video/quicktime" => (mime, MediaKind::Video),
        "application/pdf" => (mime, MediaKind::Other),
        _ => return None,
    };
    Some(Media { mime, kind })
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

//! How deep JSON is nested, found out before anything is parsed.

use app::protocol::{ClientFrame, DecodeError};

/// Reads one frame of a client, unless it is nested deeper than any command is.
pub(in crate::web) fn decode(text: &str) -> Result<ClientFrame, (Option<u64>, DecodeError)> {
    if is_shallow(text) {
        ClientFrame::decode(text)
    } else {
        Err((None, DecodeError::Malformed("it is nested too deep".to_owned())))
    }
}

/// Most levels in a frame from a client.
const DEPTH_MOST: usize = 16;

/// Whether no place in `json` is nested deeper than [`DEPTH_MOST`]. Of what is no JSON it may say either.
fn is_shallow(json: &str) -> bool {
    let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
    for byte in json.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH_MOST {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_nesting_counts_and_not_what_stands_in_a_string() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(is_shallow(&nested(16)));
        assert!(!is_shallow(&nested(17)));
        assert!(is_shallow(&format!("[{}0]", "[],".repeat(100))));
        assert!(is_shallow(&format!(r#"{{"body":"\"{}"}}"#, "[".repeat(100))));
        assert!(!is_shallow(&format!(r#"{{"body":"\\","d":{}}}"#, nested(16))));
    }
}

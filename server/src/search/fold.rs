//! Folding: what search takes for the same. Case, accents and the wide and narrow forms of a letter make no difference,
//! and all white space is one space.

use unicode_normalization::UnicodeNormalization as _;

/// The accents that are dropped: the combining marks of Latin, Greek and Cyrillic. Those of other scripts make another letter.
const ACCENTS: std::ops::RangeInclusive<char> = '\u{300}'..='\u{36f}';

/// A text as it is compared.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    each(text, |_, c| folded.push(c));
    folded
}

/// A text as it is compared, and for every byte of it where in the text it comes from; one more place is the end.
pub(super) fn fold_with_places(text: &str) -> (String, Vec<usize>) {
    let (mut folded, mut places) = (String::new(), Vec::new());
    each(text, |place, c| {
        folded.push(c);
        places.resize(folded.len(), place);
    });
    places.push(text.len());
    (folded, places)
}

fn each(text: &str, mut put: impl FnMut(usize, char)) {
    let mut was_space = false;
    for (place, c) in text.char_indices() {
        let is_space = c.is_whitespace();
        match c {
            _ if is_space && was_space => {}
            _ if is_space => put(place, ' '),
            _ if c.is_ascii() => put(place, c.to_ascii_lowercase()),
            'ς' => put(place, 'σ'),
            'ß' => "ss".chars().for_each(|c| put(place, c)),
            _ => {
                let plain = c.to_lowercase().nfkd().filter(|c| !ACCENTS.contains(c)).nfc();
                plain.flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()).for_each(|c| put(place, c));
            }
        }
        was_space = is_space;
    }
}

/// Whether a script puts no spaces between words: then any part of a text can be one.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c,
        // Thai, Lao, Burmese, Khmer
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        // Kana, Han, Hangul
        | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a word can begin or end between two characters that follow each other.
pub(super) fn is_boundary(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return true };
    !before.is_alphanumeric() || !after.is_alphanumeric() || is_unspaced(before) || is_unspaced(after)
}

//! Emoji: the one that is meant, those that fit what is typed, and all of them.

use app::domain::NamedEmoji;
use emojis::{Emoji, Group};

/// The emoji that is meant by itself or by its name, without colons; nothing else passes.
pub fn emoji(text: &str) -> Option<&'static str> {
    emojis::get(text).or_else(|| emojis::get_by_shortcode(text)).map(Emoji::as_str)
}

/// No name is longer than this, in bytes, or has more words that matter.
const TYPED: usize = 64;
const WORDS: usize = 6;

/// At most so many of which each word that is typed begins one of the words: those whose name is or begins so come first.
/// More than 64 bytes, or six words, fit none.
pub fn find_emoji(typed: &str, most: usize) -> Vec<NamedEmoji> {
    if typed.len() > TYPED {
        return Vec::new();
    }
    let typed = typed.to_lowercase();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '+' | '-');
    let wanted: Vec<&str> = typed.split(|c| !is_part(c)).filter(|word| !word.is_empty()).collect();
    if wanted.is_empty() || wanted.len() > WORDS {
        return Vec::new();
    }
    let whole = wanted.join("_");
    let mut found: Vec<_> = emojis::iter().filter_map(|emoji| Some((rank(emoji, &wanted, &whole)?, emoji))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().take(most).map(|(_, emoji)| named(emoji)).collect()
}

/// The less, the better.
fn rank(emoji: &Emoji, wanted: &[&str], whole: &str) -> Option<u8> {
    let words = || emoji.shortcodes().flat_map(|name| name.split('_')).chain(emoji.name().split([' ', '-', ':', ',']));
    let begins = |word: &str, with: &str| word.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    if emoji.shortcodes().any(|name| name == whole) {
        Some(0)
    } else if emoji.shortcodes().any(|name| name.starts_with(whole)) {
        Some(1)
    } else {
        wanted.iter().all(|wanted| words().any(|word| begins(word, wanted))).then_some(2)
    }
}

fn named(emoji: &Emoji) -> NamedEmoji {
    NamedEmoji { emoji: emoji.as_str().to_owned(), name: emoji.shortcode().unwrap_or(emoji.name()).to_owned() }
}

/// The groups, each by its place in an address and by what it is called.
pub const EMOJI_GROUPS: [(&str, &str); 9] = [
    ("smileys", "Smileys"),
    ("people", "People"),
    ("nature", "Nature"),
    ("food", "Food"),
    ("places", "Places"),
    ("activities", "Activities"),
    ("objects", "Objects"),
    ("symbols", "Symbols"),
    ("flags", "Flags"),
];

/// All of a group; nothing where there is no such group.
pub fn emoji_of(group: &str) -> Vec<NamedEmoji> {
    let of = match group {
        "smileys" => Group::SmileysAndEmotion,
        "people" => Group::PeopleAndBody,
        "nature" => Group::AnimalsAndNature,
        "food" => Group::FoodAndDrink,
        "places" => Group::TravelAndPlaces,
        "activities" => Group::Activities,
        "objects" => Group::Objects,
        "symbols" => Group::Symbols,
        "flags" => Group::Flags,
        _ => return Vec::new(),
    };
    of.emojis().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str) -> Vec<String> {
        find_emoji(typed, 3).into_iter().map(|one| one.emoji).collect()
    }

    #[test]
    fn only_emoji_are_emoji() {
        assert_eq!(emoji("👍"), Some("👍"));
        assert_eq!(emoji("+1"), Some("👍"));
        for no in ["", "no_such", "👍👍", "<b>", "👍 "] {
            assert_eq!(emoji(no), None, "{no}");
        }
    }

    #[test]
    fn the_best_comes_first() {
        assert_eq!(found("tada"), ["🎉"]);
        assert_eq!(found("+1")[0], "👍");
        assert_eq!(found("Heart")[0], "❤️");
        assert!(found("par pop").contains(&"🎉".to_owned()), "by the words of its name");
        assert_eq!(found("").len() + found(" : ").len() + found("qqq").len(), 0);
        assert_eq!(found(&"f ".repeat(33)).len() + found("f f f f f f f").len(), 0, "and no more than a name has");
        assert_eq!(found("a").len(), 3);
    }

    #[test]
    fn every_emoji_is_in_one_group_and_can_be_given() {
        let all: Vec<NamedEmoji> = EMOJI_GROUPS.iter().flat_map(|(group, _)| emoji_of(group)).collect();
        assert_eq!(all.len(), emojis::iter().count());
        for one in all {
            assert_eq!(emoji(&one.emoji), Some(one.emoji.as_str()));
        }
        assert!(emoji_of("none").is_empty());
    }
}

//! Putting things in order, where they nearly are.

/// Sorts by a key that is made once for each; equal ones stay as they are. Simple, as a browser has to load it: the time
/// goes with the number of pairs that stand the wrong way, which is small when one thing was added to what is in order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    let mut keys: Vec<K> = items.iter().map(key).collect();
    for end in 1..items.len() {
        let mut at = end;
        while at > 0 && keys[at - 1] > keys[at] {
            keys.swap(at - 1, at);
            items.swap(at - 1, at);
            at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_keys_keep_their_order() {
        let mut words = ["pear", "fig", "plum", "kiwi", "date", "nut"];
        sort_by_key(&mut words, |word| word.len());
        assert_eq!(words, ["fig", "nut", "pear", "plum", "kiwi", "date"]);
        sort_by_key(&mut words, |word| word.to_string());
        assert_eq!(words, ["date", "fig", "kiwi", "nut", "pear", "plum"]);
        sort_by_key::<u8, u8>(&mut [], |n| *n);
    }
}

//! The window of an open room in pages: what came together stays together.
//!
//! Rows that are put above others one by one make the renderer take those out of the document
//! and put them back, which loses the reader's place and costs time. A page is one thing to put.

/// The messages that the pages begin with after a change: those that are still in the window
/// (its first and last message), and one for what has come above them.
pub(super) fn paged(before: &[u64], window: Option<(u64, u64)>) -> Vec<u64> {
    let Some((first, last)) = window else { return Vec::new() };
    let top = before.iter().copied().filter(|start| *start <= first).max().unwrap_or(first);
    let inside = before.iter().copied().filter(|start| (first + 1..=last).contains(start));
    [top].into_iter().chain(inside).collect()
}

#[cfg(test)]
mod tests {
    use super::paged;

    #[test]
    fn what_comes_above_is_one_more_page() {
        assert_eq!(paged(&[], Some((251, 300))), [251]);
        assert_eq!(paged(&[251], Some((201, 301))), [201, 251]);
        assert_eq!(paged(&[201, 251], Some((151, 301))), [151, 201, 251]);
    }

    #[test]
    fn pages_out_of_the_window_are_let_go_of() {
        assert_eq!(paged(&[101, 151, 201, 251], Some((101, 250))), [101, 151, 201]);
        assert_eq!(paged(&[1, 51, 101], Some((60, 300))), [51, 101]);
        assert!(paged(&[1, 51], None).is_empty());
    }

    #[test]
    fn what_comes_below_joins_the_last_page() {
        assert_eq!(paged(&[1, 51], Some((1, 200))), [1, 51]);
        assert_eq!(paged(&[], Some((1, 1))), [1]);
    }
}

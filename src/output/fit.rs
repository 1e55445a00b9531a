//! Text in a given number of terminal columns, and the columns of a terminal shared among those of a table.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

const ELLIPSIS: char = '…';
const EMOJI_PRESENTATION: char = '\u{fe0f}';

/// The terminal columns that a text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The text, or its beginning and an ellipsis. Wide and combining characters stay whole.
pub(super) fn fit(text: &str, limit: usize) -> Cow<'_, str> {
    if text.width() <= limit {
        return Cow::Borrowed(text);
    }
    let mut end = 0;
    let mut taken = 1; // The ellipsis.
    for (start, letter) in text.char_indices() {
        taken += advance(letter);
        if taken > limit {
            break;
        }
        end = start + letter.len_utf8();
    }
    match limit {
        0 => Cow::Borrowed(""),
        _ => Cow::Owned(format!("{}{ELLIPSIS}", text[..end].trim_end())),
    }
}

/// A presentation selector may widen what stands before it, and has no width of its own.
fn advance(letter: char) -> usize {
    if letter == EMOJI_PRESENTATION { 1 } else { letter.width().unwrap_or(1) }
}

/// Widths that add up to no more than `room`: the widest give way first, and equally.
pub(super) fn share(wanted: &[usize], room: usize) -> Vec<usize> {
    let mut ascending = wanted.to_vec();
    ascending.sort_unstable();
    let (mut left, mut columns) = (room, wanted.len());
    for width in ascending {
        if width * columns > left {
            return capped(wanted, left / columns, left % columns);
        }
        left -= width;
        columns -= 1;
    }
    wanted.to_vec()
}

/// No width above `cap`, but for the first `spare` of those that are cut: they get one more.
fn capped(wanted: &[usize], cap: usize, mut spare: usize) -> Vec<usize> {
    let cut = wanted.iter().map(|width| {
        let extra = usize::from(*width > cap && spare > 0);
        spare -= extra;
        (*width).min(cap + extra)
    });
    cut.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cut_text_ends_in_an_ellipsis_and_never_in_half_a_character() {
        assert_eq!(fit("router", 6), "router");
        assert_eq!(fit("router", 5), "rout…");
        assert_eq!(fit("東京都庁", 6), "東京…");
        assert_eq!(fit("東京都庁", 5), "東京…");
        assert_eq!(fit("ae\u{301}\u{323}bc", 3), "ae\u{301}\u{323}…");
        assert_eq!(fit("router", 1), "…");
        assert_eq!(fit("router", 0), "");
    }

    #[test]
    fn the_widest_columns_give_way() {
        assert_eq!(share(&[2, 30, 10], 42), [2, 30, 10]);
        assert_eq!(share(&[2, 30, 10], 30), [2, 18, 10]);
        assert_eq!(share(&[2, 30, 20], 21), [2, 10, 9]);
        assert_eq!(share(&[5, 5], 3), [2, 1]);
        assert_eq!(share(&[], 3), [0; 0]);
    }

    proptest! {
        #[test]
        fn a_text_never_takes_more_than_its_limit(text in any::<String>(), limit in 0usize..30) {
            prop_assert!(width(&fit(&text, limit)) <= limit);
        }

        #[test]
        fn shares_use_the_room_and_never_more(wanted in prop::collection::vec(0usize..50, 1..9), room in 0usize..200) {
            let shares = share(&wanted, room);

            prop_assert_eq!(shares.iter().sum::<usize>(), room.min(wanted.iter().sum()));
            prop_assert!(shares.iter().zip(&wanted).all(|(share, wanted)| share <= wanted));
        }
    }
}

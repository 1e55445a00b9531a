//! Text that a terminal cannot be steered by: what would move the cursor, hide or reorder text is shown as a sign.

use std::borrow::Cow;
use std::fmt::Write;

/// Text for people: controls become their pictures, and what has no width or turns the direction its code point.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    shown(text, |letter| letter.is_control() || is_unseen(letter))
}

/// Text for programs: as it is, but for controls. Tabs and line ends are left to the format.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    shown(text, |letter| letter.is_control() && !matches!(letter, '\t' | '\n' | '\r'))
}

/// Characters that are no controls and yet cannot be seen, or change the order in which others are.
pub(super) fn is_unseen(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn shown(text: &str, is_harmful: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if is_harmful(letter) { picture(letter, &mut shown) } else { shown.push(letter) }
    }
    Cow::Owned(shown)
}

fn picture(letter: char, out: &mut String) {
    match letter {
        '\0'..='\x1f' => out.extend(char::from_u32(0x2400 + u32::from(letter))),
        '\x7f' => out.push('␡'),
        _ => write!(out, "\\u{{{:x}}}", u32::from(letter)).expect("a string takes everything"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_steers_a_terminal_is_shown_as_a_sign() {
        assert_eq!(visible("\x1b[31mred\x1b[0m\r\n\0\x7f"), "␛[31mred␛[0m␍␊␀␡");
        assert_eq!(
            visible("\u{9b}2J a\u{202e}b\u{200b}c\u{2066}d\u{2028}"),
            r"\u{9b}2J a\u{202e}b\u{200b}c\u{2066}d\u{2028}"
        );
    }

    #[test]
    fn ordinary_text_of_any_language_is_left_alone() {
        let text = "Gerät №7, 東京 e\u{301} 🚀 العربية";

        assert!(matches!(visible(text), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn programs_keep_their_line_ends_and_nothing_else_that_controls() {
        assert_eq!(harmless("a\tb\nc\x1b[1m\u{200d}"), "a\tb\nc␛[1m\u{200d}");
    }

    proptest! {
        #[test]
        fn nothing_visible_controls_anything(text in any::<String>()) {
            let shown = visible(&text);

            prop_assert!(!shown.contains(|letter: char| letter.is_control() || is_unseen(letter)));
        }
    }
}

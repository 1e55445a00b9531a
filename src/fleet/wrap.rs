//! Lines for people, no wider than the terminal; what can be typed stays in one piece.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

/// Lines that begin with `start`, and from the second on with `margin` blanks. Each has its end.
pub(super) fn wrapped(start: &str, text: &str, margin: usize, width: Option<usize>) -> String {
    let mut out = start.to_owned();
    let (mut at, mut is_first) = (start.width(), true);
    for piece in pieces(text) {
        let gap = usize::from(!is_first);
        if !is_first && width.is_some_and(|width| at + gap + piece.width() > width) {
            write!(out, "\n{}", " ".repeat(margin)).expect("a string takes everything");
            at = margin;
        } else if !is_first {
            out.push(' ');
            at += 1;
        }
        out.push_str(piece);
        at += piece.width();
        is_first = false;
    }
    out.truncate(out.trim_end().len());
    out + "\n"
}

/// Words; what stands between backticks is one of them, with what sticks to it.
fn pieces(text: &str) -> Vec<&str> {
    let mut is_quoted = false;
    let breaks = |letter: char| {
        is_quoted ^= letter == '`';
        letter == ' ' && !is_quoted
    };
    text.split(breaks).filter(|piece| !piece.is_empty()).collect()
}

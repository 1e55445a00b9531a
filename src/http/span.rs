//! A span of time in words for people: its two largest units.

use std::time::Duration;

const UNITS: [(&str, u64); 4] = [("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)];

/// `3 min 12 s`, `2 d 5 h`, `0 s`.
pub fn in_words(span: Duration) -> String {
    let seconds = span.as_secs();
    let first = UNITS.iter().position(|(_, size)| seconds >= *size).unwrap_or(UNITS.len() - 1);
    let mut rest = seconds;
    let counted = UNITS.map(|(unit, size)| {
        let count = rest / size;
        rest %= size;
        (count, unit)
    });
    let shown = counted.iter().enumerate().skip(first).take(2).filter(|(at, (count, _))| *at == first || *count > 0);
    let words: Vec<String> = shown.map(|(_, (count, unit))| format!("{count} {unit}")).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_its_two_largest_units() {
        let told = [0, 59, 60, 192, 1802, 3600, 3605, 7260, 86_400, 180_000].map(Duration::from_secs).map(in_words);

        assert_eq!(
            told,
            ["0 s", "59 s", "1 min", "3 min 12 s", "30 min 2 s", "1 h", "1 h", "2 h 1 min", "1 d", "2 d 2 h"]
        );
    }
}

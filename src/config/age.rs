//! Spans of time as people write them after a flag: `90d`, `12w`.

use std::time::Duration;

use super::complaint::Complaint;

const HOUR: u64 = 3600;
const UNITS: [(char, u64); 4] = [('h', HOUR), ('d', 24 * HOUR), ('w', 7 * 24 * HOUR), ('y', 365 * 24 * HOUR)];
/// Time begins in 1970, and nobody remembers more.
const MOST: u64 = 50 * 365 * 24 * HOUR;

/// `90d`, with `h` for hours, `d` for days, `w` for weeks and `y` for years of 365 days.
pub fn age(text: &str) -> Option<Duration> {
    let (unit, seconds) = UNITS.iter().find(|(unit, _)| text.ends_with(*unit))?;
    let number = text.strip_suffix(*unit)?;
    let number: u64 = number.bytes().all(|byte| byte.is_ascii_digit()).then(|| number.parse().ok()).flatten()?;
    let span = number.checked_mul(*seconds)?;
    (1..=MOST).contains(&span).then(|| Duration::from_secs(span))
}

pub(super) fn checked(text: &str) -> Result<Duration, Complaint> {
    age(text).ok_or_else(|| Complaint::new("is no span of time, such as `90d`, `12w` or `1y`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_a_number_and_a_unit() {
        let days = |text: &str| age(text).map(|span| span.as_secs() / (24 * HOUR));

        assert_eq!(["48h", "90d", "2w", "1y"].map(days), [Some(2), Some(90), Some(14), Some(365)]);
        assert!(
            ["", "d", "90", "0d", "-1d", "+1d", "1.5d", "3m", "90 d", "51y", "99999999999999999999d"]
                .iter()
                .all(|text| age(text).is_none())
        );
    }
}

//! How long something is kept, in a file of the user's: `90d`, `12w`.

use std::time::Duration;

use super::complaint::Complaint;
use crate::moment::span;

const HOUR: Duration = Duration::from_secs(3600);
/// Time begins in 1970, and nobody remembers more.
const MOST: Duration = Duration::from_secs(50 * 365 * 24 * 3600);

/// No less than an hour: whoever means months by `3m` is not to lose everything that is older than minutes.
pub fn age(text: &str) -> Option<Duration> {
    span(text).filter(|span| (HOUR..=MOST).contains(span))
}

pub(super) fn checked(text: &str) -> Result<Duration, Complaint> {
    age(text).ok_or_else(|| Complaint::new("is no span of time, such as `90d`, `12w` or `1y`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_a_number_and_a_unit() {
        let days = |text: &str| age(text).map(|span| span.as_secs() / 86_400);

        assert_eq!(["48h", "90d", "2w", "1y"].map(days), [Some(2), Some(90), Some(14), Some(365)]);
        assert!(
            ["", "d", "90", "0d", "-1d", "+1d", "1.5d", "3m", "90 d", "51y", "99999999999999999999d"]
                .iter()
                .all(|text| age(text).is_none())
        );
    }
}

//! A number of any length as an order: JSON text of a number, compared by value without losing a digit.

use std::cmp::Ordering;

/// `sign · 0.digits · 10^scale`, with no zero at either end of the digits.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    sign: i8,
    scale: i64,
    digits: String,
}

impl Decimal {
    /// The text of a JSON number.
    pub(super) fn new(text: &str) -> Self {
        let magnitude = text.trim_start_matches('-');
        let (mantissa, exponent) = magnitude.split_once(['e', 'E']).unwrap_or((magnitude, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let digits = all.trim_start_matches('0');
        if digits.is_empty() {
            return Self { sign: 0, scale: 0, digits: String::new() };
        }
        let leading_zeros = all.len() - digits.len();
        Self {
            sign: if text.starts_with('-') { -1 } else { 1 },
            scale: power(exponent).saturating_add(whole.len() as i64 - leading_zeros as i64),
            digits: digits.trim_end_matches('0').to_owned(),
        }
    }
}

/// An exponent beyond 64 bits is as large as they get: no two of these numbers meet in one list.
fn power(exponent: &str) -> i64 {
    exponent.parse().unwrap_or(if exponent.starts_with('-') { i64::MIN } else { i64::MAX })
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let magnitudes = || (self.scale, &self.digits).cmp(&(other.scale, &other.digits));
        self.sign.cmp(&other.sign).then_with(|| if self.sign < 0 { magnitudes().reverse() } else { magnitudes() })
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_in_the_order_of_their_values() {
        let hundred_digits = "9".repeat(100);
        let one_more = format!("1{}", "0".repeat(100));
        let ascending = [
            "-1e999999999999999999999",
            "-12.5",
            "-12.05",
            "-0.001",
            "0",
            "1e-400",
            "0.001",
            "9",
            "10",
            "12.05",
            "12.5",
            "9007199254740993122",
            "9007199254740993123",
            &hundred_digits,
            &one_more,
            "1e400",
        ];

        let mut sorted = ascending;
        sorted.reverse();
        sorted.sort_by_key(|text| Decimal::new(text));

        assert_eq!(sorted, ascending);
    }

    #[test]
    fn one_value_in_several_spellings_is_one_number() {
        let spellings = ["1200", "1.2e3", "12E+2", "1200.00", "0.012e5"].map(Decimal::new);

        assert_eq!(spellings, ["1200"; 5].map(Decimal::new));
        assert_eq!(Decimal::new("-0.0e7"), Decimal::new("0"));
    }

    proptest! {
        #[test]
        fn small_numbers_are_ordered_as_the_machine_orders_them(a in -1000i32..1000, b in -1000i32..1000, e in -3i32..3) {
            let power = 10f64.powi(e);
            let (x, y) = (f64::from(a) * power, f64::from(b));

            let ours = Decimal::new(&format!("{a}e{e}")).cmp(&Decimal::new(&b.to_string()));

            prop_assume!((x - y).abs() > 1e-9 || a == 0 || e == 0);
            prop_assert_eq!(ours, x.total_cmp(&y));
        }
    }
}

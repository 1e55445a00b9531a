//! New keys, which look random and are the same on every run.

use crate::random::Dice;

const HEX: &[u8] = b"0123456789abcdef";

/// What keys are made from.
#[derive(Debug)]
pub(super) struct Keys {
    seed: u64,
    count: u64,
}

impl Keys {
    pub(super) fn new(seed: u64) -> Keys {
        Keys { seed, count: 0 }
    }

    /// So many hexadecimal digits.
    pub(super) fn hex(&mut self, length: usize) -> String {
        self.count += 1;
        Dice::new(self.seed ^ 0x5b5, self.count).word(HEX, length)
    }

    pub(super) fn uuid(&mut self) -> String {
        let digits = self.hex(32);
        [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
    }
}

//! The devices: computed from seed and number when they are looked at. No call of this API changes one.

mod device;
mod kind;
mod makes;
mod oddities;
mod parts;

pub(super) use device::{Device, SEEN_AT, Short};
pub use oddities::{NINJA_FIRST_SERIAL, NINJA_SHARED_NAME, NINJA_SHARED_SERIAL};
pub use parts::NINJA_REMOTE_PASSWORD;

use kind::Kind;

/// The id of the first device; the others follow without gaps.
const FIRST_ID: u64 = 4_460;

/// All devices of the tenant. A device is known by its index; its id is [`FIRST_ID`] above.
#[derive(Debug)]
pub(super) struct Fleet {
    seed: u64,
    count: u64,
}

impl Fleet {
    pub(super) fn new(seed: u64, count: u64) -> Fleet {
        Fleet { seed, count }
    }

    /// All of them, as lists have them.
    pub(super) fn devices(&self) -> impl Iterator<Item = Device> {
        (0..self.count).map(|index| self.device(index))
    }

    /// One of them, with its software.
    pub(super) fn find(&self, id: u64) -> Option<Device> {
        let index = id.checked_sub(FIRST_ID).filter(|index| *index < self.count)?;
        Some(self.device(index).with_software(self.seed, index))
    }

    pub(super) fn device(&self, index: u64) -> Device {
        Device::new(self.seed, index)
    }

    /// A target belongs to the customer of the server that watches it.
    pub(super) fn customer_place(index: u64) -> u64 {
        Kind::of(index).parent.unwrap_or(index)
    }
}

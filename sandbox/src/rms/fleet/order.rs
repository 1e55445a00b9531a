//! The order of the device list.

use super::device::Device;
use super::fields::{Field, Surroundings, field, write_member};
use crate::rms::refusal::Refusal;
use crate::writer::Writer;
use std::cmp::Ordering;

/// The members to sort by, and whether downwards.
pub(in crate::rms) struct Order(Vec<(&'static Field, bool)>);

/// A member's value as it is compared.
#[derive(Debug, PartialEq, PartialOrd)]
pub(in crate::rms) enum Key {
    Nothing,
    Number(f64),
    Text(String),
}

/// Refuse what is no member of a device.
pub(in crate::rms) fn order(sorters: &[(&str, bool)]) -> Result<Order, Refusal> {
    let unknown = || Refusal::invalid("sort", "The selected sort is invalid.");
    let members = sorters.iter().map(|(name, is_down)| Ok((field(name).ok_or_else(unknown)?, *is_down)));
    Ok(Order(members.collect::<Result<_, Refusal>>()?))
}

impl Order {
    /// Nothing to sort by: the devices come by number.
    pub(in crate::rms) fn is_natural(&self) -> bool {
        self.0.is_empty()
    }

    pub(in crate::rms) fn keys(&self, device: &Device<'_>, around: &Surroundings) -> Vec<Key> {
        self.0.iter().map(|(field, _)| key(field, device, around)).collect()
    }

    pub(in crate::rms) fn compare(&self, left: &[Key], right: &[Key]) -> Ordering {
        let pairs = left.iter().zip(right).zip(&self.0);
        let each = pairs.map(|((left, right), (_, is_down))| {
            let order = left.partial_cmp(right).unwrap_or(Ordering::Equal);
            if *is_down { order.reverse() } else { order }
        });
        each.fold(Ordering::Equal, Ordering::then)
    }
}

fn key(field: &Field, device: &Device<'_>, around: &Surroundings) -> Key {
    let mut writer = Writer::default();
    write_member(field, device, around, &mut writer);
    match (writer.as_str(), writer.as_str().parse()) {
        ("null", _) => Key::Nothing,
        (_, Ok(number)) => Key::Number(number),
        (text, Err(_)) => Key::Text(text.to_lowercase()),
    }
}

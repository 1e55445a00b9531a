//! One fleet out of every vendor's devices and alerts: the shapes that they share, and how they are gathered. Knows no vendor by
//! name and no terminal.

mod alert;
/// Which alerts are wanted, and which are new.
pub mod alerts;
mod device;
mod doctor;
mod feed;
/// Where a device is, by whatever is known of it.
pub mod find;
/// The fleet as one text for where it goes next.
pub mod formats;
mod gather;
/// The words for what a device is.
pub mod kind;
/// What the fleet was like.
pub mod memory;
mod merge;
/// What vendors write in many ways, in one.
pub mod parts;
#[cfg(test)]
pub(crate) mod sample;
mod select;
mod sieve;
mod watch;
mod wrap;

pub use alert::Alert;
pub use device::{Device, Source, Status};
pub use doctor::{Check, Found, Patient, Verdict};
pub use feed::{Feed, Fleet, Lookup, Names, Scene, Unified};
pub use gather::{Hear, Heard, Loss, Party, Why, Wish, gather};
pub use merge::merge;
pub use select::Selection;
pub use sieve::Sieve;
pub use watch::{Next, Watch};

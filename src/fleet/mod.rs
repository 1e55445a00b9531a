//! One fleet out of every vendor's devices and alerts: the shapes that they share, and how they are gathered. Knows no vendor by
//! name and no terminal.

mod alert;
mod device;
mod feed;
/// The fleet as one text for where it goes next.
pub mod formats;
mod gather;
/// The words for what a device is.
pub mod kind;
mod merge;
/// What vendors write in many ways, in one.
pub mod parts;
#[cfg(test)]
pub(crate) mod sample;
mod select;

pub use alert::Alert;
pub use device::{Device, Source, Status};
pub use feed::{Feed, Fleet, Names, Scene, Unified};
pub use gather::{Hear, Heard, Loss, Party, Why, Wish, gather};
pub use merge::merge;
pub use select::Selection;

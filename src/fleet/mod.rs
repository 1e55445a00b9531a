//! One fleet out of every vendor's devices and alerts: the shapes that they share, and how they are gathered. Knows no vendor by
//! name, no terminal and no format.

mod alert;
mod device;
mod feed;
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

pub use alert::Alert;
pub use device::{Device, Source, Status};
pub use feed::{Feed, Fleet, Names, Scene, Unified};
pub use gather::{Hear, Heard, Loss, Party, Why, Wish, gather};
pub use merge::merge;
pub use select::Selection;

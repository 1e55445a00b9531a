//! One fleet out of every vendor's devices and alerts: the shapes that they share. Knows no vendor, no network and no format.

mod alert;
mod device;
/// What the fleet was like.
pub mod memory;

pub use alert::Alert;
pub use device::{Device, Source, Status};

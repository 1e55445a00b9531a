//! One fleet out of every vendor's devices and alerts: the shapes that they share. Knows no vendor
//! and no network.

mod alert;
mod device;
pub mod formats;

pub use alert::Alert;
pub use device::{Device, Source, Status};

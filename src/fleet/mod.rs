//! One fleet out of every vendor's devices and alerts: the shapes that they share. Knows no vendor, no network and no format.

mod alert;
mod device;
mod doctor;

pub use alert::Alert;
pub use device::{Device, Source, Status};
pub use doctor::{Check, Found, Patient, Verdict};

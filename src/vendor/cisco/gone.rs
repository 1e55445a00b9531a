//! What is said where the cloud does not answer any more: Cisco marks its parts as at the end of their life.

use crate::auth::Gone;

pub(super) const GONE: Gone = Gone {
    why: "Cisco has announced the end of life of this cloud",
    hint: "`rmctl cisco-local` works with Edge Intelligence 2.x on the device; `url` says where the cloud is, if it is elsewhere",
};

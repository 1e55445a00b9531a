//! What a box of Cisco's brings into the fleet: nothing. It tells how busy it is, and neither its name nor its serial.

use crate::fleet::Fleet;

pub(super) const FLEET: Fleet = Fleet::NONE;

//! What NinjaOne brings into the fleet.

use crate::fleet::Fleet;

pub(super) const FLEET: Fleet = Fleet { devices: &[], alerts: &[] };

//! What it brings into the fleet.

mod alerts;

use crate::fleet::Fleet;

pub(super) const FLEET: Fleet = Fleet { devices: &[], alerts: alerts::ALERTS };

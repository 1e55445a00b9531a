//! What people type about a machine.

use crate::fleet::{Next, Watch, kind};

pub(super) const WATCH: Watch =
    Watch { next: &[Next::of(kind::JUMP_CLIENT, "beyondtrust jump-clients get {id}")], ..Watch::NOTHING };

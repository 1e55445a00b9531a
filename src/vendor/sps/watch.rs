//! What runs that were ended in the middle may have left open at a box.

use super::transaction;
use crate::fleet::Watch;

pub(super) const WATCH: Watch = Watch { left_over: Some(transaction::left_over), ..Watch::NOTHING };

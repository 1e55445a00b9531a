//! `rms devices credits`: the packs that devices live on.

use crate::catalog::{Argument, Effect, Kind, Operation};

pub(super) const OPERATIONS: &[Operation] = &[Operation::put("assign", "/devices/credit")
    .about("Give devices a pack, or change how they use credits")
    .data_list()
    .batch_ids("device_id")
    .effect(Effect::Destroy)
    .waits()
    .arguments(&[
        Argument::body("auto_extend_credit", Kind::Integer)
            .values(&["1", "0"])
            .help("1 takes the next credit by itself, 0 does not"),
        Argument::body("credit_enabled", Kind::Integer).values(&["1", "0"]).help("1 uses credits, 0 does not"),
        Argument::body("credit_type_id", Kind::Integer).help("kind of pack, as `credits list` shows it"),
    ])
    .scope("device_credits:write")
    .warning("A pack cannot be taken back, and sending this again uses another.")];

//! What people type about an agent or a gateway.

use crate::fleet::{Next, Watch, kind};

pub(super) const WATCH: Watch = Watch {
    next: &[
        Next::of(kind::AGENT, "cisco agents list --filter id={id}"),
        Next::of(kind::GATEWAY, "cisco gateways list --filter eid={id}"),
    ],
    ..Watch::NOTHING
};

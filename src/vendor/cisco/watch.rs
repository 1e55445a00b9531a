//! What people type about an agent or a gateway.

use crate::fleet::{Next, Watch, kind};

pub(super) const WATCH: Watch = Watch {
    next: &[
        Next::of(kind::AGENT, "cisco agents list --filter id={id}"),
        Next::of(kind::GATEWAY, GATEWAY),
        // What the vendor calls the category of most gateways.
        Next::of(kind::ROUTER, GATEWAY),
        Next::of(kind::SWITCH, GATEWAY),
        Next::of(kind::ACCESS_POINT, GATEWAY),
    ],
    ..Watch::NOTHING
};

const GATEWAY: &str = "cisco gateways get {id}";

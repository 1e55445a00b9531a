//! `ninjaone webhook`: where the vendor sends activities. There is one for each client, and nothing reads it back.

use crate::catalog::{Argument, Effect, Group, Kind, Operation};

pub(super) const WEBHOOK: Group = Group {
    name: "webhook",
    about: "Where activities are sent, one for each API client",
    operations: OPERATIONS,
    groups: &[],
};

const OPERATIONS: &[Operation] = &[
    Operation::put("update", "/v2/webhook")
        .about("Set the webhook")
        .object()
        .effect(Effect::Destroy)
        .arguments(&[
            Argument::body("url", Kind::String).help("where activities are sent"),
            Argument::body("activities", Kind::Object)
                .help("which activities, by their types: `{\"CONDITION\": [\"*\"]}`"),
            Argument::body("expand", Kind::Strings).help("what is sent along: device, organization, location, ..."),
            Argument::body("headers", Kind::Array)
                .secret()
                .help("headers of each request, to log in there: `[{\"name\", \"value\"}]`"),
            Argument::body("organizationIds", Kind::Integers).help("only activities of these organizations"),
        ])
        .warning("What was set before is replaced whole and cannot be read back."),
    Operation::delete("delete", "/v2/webhook")
        .about("Remove the webhook")
        .warning("Activities are no longer sent, and what was set cannot be read back."),
];

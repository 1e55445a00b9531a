//! What programs may rely on in our own results, as JSON Schemas. Records of one vendor come as that vendor sends them, and have
//! none here.

/// One of our shapes.
#[derive(Debug)]
pub struct Schema {
    /// What the user types for it.
    pub name: &'static str,
    /// Where such a thing is printed.
    pub about: &'static str,
    /// The schema, as JSON.
    pub text: &'static str,
}

/// All of them.
pub const ALL: &[Schema] = &[
    Schema { name: "device", about: "a record of `inventory`", text: include_str!("schema/device.json") },
    Schema { name: "alert", about: "a record of `alerts`", text: include_str!("schema/alert.json") },
    Schema { name: "check", about: "a record of `doctor`", text: include_str!("schema/check.json") },
    Schema { name: "error", about: "the line on standard error", text: include_str!("schema/error.json") },
    Schema { name: "request", about: "what `--dry-run` prints of a change", text: include_str!("schema/request.json") },
    Schema {
        name: "result",
        about: "what becomes of each thing of a bulk change",
        text: include_str!("schema/result.json"),
    },
];

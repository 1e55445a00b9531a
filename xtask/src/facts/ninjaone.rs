//! Where the specification of NinjaOne is known to be wrong, and what holds instead.

use super::corrections::Correction;
use serde_json::{Value, json};

/// The specification draws the server's own class of a part instead of a file.
const FILES: &str = r#"{"type":"array","items":{"type":"file"}}"#;
const FILE: &str = r#"{"type":"file"}"#;
/// Clients send seconds, the prose says ISO 8601: nobody knows, both are taken.
const TIME: &str = r#"{"type":"any","one_of":[{"type":"number"},{"type":"string","format":"date-time"}]}"#;
const DOWNLOAD: &str = r#"["application/octet-stream"]"#;

#[rustfmt::skip]
pub(super) const CORRECTIONS: &[Correction] = &[
    ("POST", "/v2/attachments/temp/upload", "/body/schema/members/files", FILES),
    ("POST", "/v2/knowledgebase/articles/upload", "/body/schema/members/files", FILES),
    ("POST", "/v2/related-items/entity/{entityType}/{entityId}/attachment", "/body/schema/members/file", FILE),
    ("POST", "/v2/ticketing/ticket/{ticketId}/comment", "/body/schema/members/files", FILES),
    ("POST", "/v2/vulnerability/scan-groups/{scan-group-id}/upload", "/body/schema/members/csv", FILE),
    // A download cannot be an answer without content.
    ("GET", "/v2/knowledgebase/article/{articleId}/download", "/status", "200"),
    ("GET", "/v2/knowledgebase/article/{articleId}/download", "/download", DOWNLOAD),
    ("GET", "/v2/related-items/{relatedItemId}/attachment/download", "/status", "200"),
    ("GET", "/v2/related-items/{relatedItemId}/attachment/download", "/download", DOWNLOAD),
    ("PUT", "/v2/device/{id}/maintenance", "/body/schema/members/start", TIME),
    ("PUT", "/v2/device/{id}/maintenance", "/body/schema/members/end", TIME),
    // Four words in one text; the prose means a choice of them.
    ("GET", "/v2/device-custom-fields", "/query/scopes", r#"{"type":"string","enum":["all","node","location","organization"],"list":true}"#),
];

/// An object of which nothing is said stands for any value: live, such members are texts and numbers, too.
pub(super) fn free_values(operation: &mut Value) {
    for place in ["/body/schema", "/answer"] {
        operation.pointer_mut(place).into_iter().for_each(free_inside);
    }
}

fn free_inside(schema: &mut Value) {
    if let Some(items) = schema.get_mut("items") {
        free_inside(items);
    }
    schema.get_mut("rest").into_iter().for_each(free);
    for (_, member) in schema.get_mut("members").and_then(Value::as_object_mut).into_iter().flatten() {
        free(member);
    }
}

fn free(schema: &mut Value) {
    if *schema == json!({ "type": "object" }) {
        *schema = json!({ "type": "any" });
    }
    free_inside(schema);
}

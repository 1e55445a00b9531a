//! Where the specification of RMS is known to be wrong, and what holds instead.

use super::corrections::Correction;
use serde_json::Value;

const PORT: &str = r#"{"type":"integer","min":0,"max":65535}"#;
const INTERVAL: &str = r#"{"type":"integer","min":60,"also":[0]}"#;
const ADD_DEVICE: &str = r#"["company_id","device_series","serial","password_confirmation"]"#;

#[rustfmt::skip]
pub(super) const CORRECTIONS: &[Correction] = &[
    // `crated_at` is misspelt in the enumeration; both spellings are taken.
    ("GET", "/companies", "/query/sort/enum", r#"["id","parent_id","crated_at","created_at","company_name","device_count"]"#),
    // The limits of a port are written as limits of a text's length.
    ("POST", "/devices/remote-access", "/body/schema/members/data/items/members/destination_port", PORT),
    ("PUT", "/devices/remote-access/{access_id}", "/body/schema/members/destination_port", PORT),
    // Drawn as an object, sent as an array.
    ("GET", "/devices/connect/{access_id}/sessions", "/answer/members/data/type", r#""array""#),
    ("GET", "/automations", "/answer/members/data/type", r#""array""#),
    ("GET", "/devices/{id}/automations", "/answer/members/data/type", r#""array""#),
    ("GET", "/automations/{id}/logs", "/answer/members/data/type", r#""array""#),
    ("GET", "/automations/{id}/devices", "/answer/members/data/type", r#""array""#),
    // Filters of a list, required only because a path parameter has to be.
    ("GET", "/vpn/hubs", "/query/company_id/needed", ""),
    ("GET", "/vpn/hubs", "/query/enabled/needed", ""),
    ("GET", "/vpn/hubs", "/query/tag_id/needed", ""),
    ("GET", "/vpn/hubs", "/query/quick_hub/needed", ""),
    ("GET", "/vpn/hubs/users", "/query/company_id/needed", ""),
    // One of the two; both at once make no sense.
    ("GET", "/devices/actions/logs", "/query/device_id/needed", ""),
    ("GET", "/devices/actions/logs", "/query/tag_id/needed", ""),
    // The prose asks for `mac` or `imei` by series; live clients leave the other one out or empty.
    ("POST", "/devices", "/body/schema/members/data/items/required", ADD_DEVICE),
    // What is required of an item is written at the body, with a member that does not exist.
    ("POST", "/devices/passwords/set", "/body/schema/required", r#"["data"]"#),
    ("POST", "/devices/passwords/set", "/body/schema/members/data/items/required", r#"["id","password","password_confirmation"]"#),
    ("POST", "/devices/passwords/generate", "/body/schema/required", r#"["data"]"#),
    ("POST", "/devices/passwords/generate", "/body/schema/members/data/items/required", r#"["id"]"#),
    ("PUT", "/devices/credit", "/body/schema/required", r#"["data"]"#),
    ("PUT", "/devices/credit", "/body/schema/members/data/items/required", r#"["device_id"]"#),
    // What is required was renamed, but not in the list of what is required.
    ("DELETE", "/devices", "/body/schema/required", r#"["device_id"]"#),
    ("POST", "/credits/move", "/body/schema/required", r#"["source","target","amount","credit_type_name"]"#),
    ("PUT", "/automations/activate", "/body/schema/items/required", r#"["automations","enable"]"#),
    ("PUT", "/automations/{id}/devices/activation", "/body/schema/items/required", r#"["devices","enable"]"#),
    // An item that names no device cannot be meant.
    ("PUT", "/devices/monitoring", "/body/schema/members/data/items/required", r#"["device_id","monitoring_enabled"]"#),
    // An object is what works.
    ("POST", "/devices/configurator/configure", "/body/schema/members/configuration/items/members/request_data", r#"{"type":"any"}"#),
    // Several charts at once are separated by commas.
    ("GET", "/devices/statistics", "/query/charts/list", "true"),
    // Zero turns an interval off.
    ("PUT", "/devices/{id}", "/body/schema/members/dynamic_monitoring", INTERVAL),
    ("PUT", "/devices/{id}", "/body/schema/members/static_monitoring", INTERVAL),
    ("PUT", "/devices/{id}", "/body/schema/members/hotspot_monitoring", INTERVAL),
    ("PUT", "/devices/{id}", "/body/schema/members/io_monitoring", INTERVAL),
    ("PUT", "/devices/{id}", "/body/schema/members/gps_monitoring", INTERVAL),
    ("PUT", "/devices/{id}", "/body/schema/members/wireless_monitoring", INTERVAL),
    ("PUT", "/devices/{id}", "/body/schema/members/vpn_monitoring", INTERVAL),
    ("PUT", "/devices", "/body/schema/members/data/items/members/dynamic_monitoring", INTERVAL),
    ("PUT", "/devices", "/body/schema/members/data/items/members/static_monitoring", INTERVAL),
    ("PUT", "/devices", "/body/schema/members/data/items/members/hotspot_monitoring", INTERVAL),
    ("PUT", "/devices", "/body/schema/members/data/items/members/io_monitoring", INTERVAL),
    ("PUT", "/devices", "/body/schema/members/data/items/members/gps_monitoring", INTERVAL),
    ("PUT", "/devices", "/body/schema/members/data/items/members/wireless_monitoring", INTERVAL),
    ("PUT", "/devices", "/body/schema/members/data/items/members/vpn_monitoring", INTERVAL),
];

/// What a correction turned into an array keeps its members as those of the items.
pub(super) fn wrap_arrays(operation: &mut Value) {
    let Some(data) = operation.pointer_mut("/answer/members/data").and_then(Value::as_object_mut) else {
        return;
    };
    if data.get("type").is_none_or(|kind| kind != "array") {
        return;
    }
    if let Some(members) = data.shift_remove("members") {
        data.insert("items".into(), serde_json::json!({ "type": "object", "members": members }));
    }
}

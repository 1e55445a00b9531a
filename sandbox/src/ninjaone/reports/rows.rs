//! Which rows a report has.

use crate::ninjaone::fleet::{Device, Kind, Piece, brief, piece, uid};
use crate::ninjaone::resources::CHECKS;
use crate::ninjaone::state::State;
use crate::ninjaone::time::Moment;
use crate::ninjaone::values::Owner;
use crate::query::Query;
use crate::table::{Record, shown};
use crate::writer::Members;
use serde_json::{Value, json};

/// Where the rows of a device come from.
#[derive(Clone, Copy)]
pub(super) enum Rows {
    Piece(&'static Piece),
    /// How many, and which.
    Own(fn(&State, &Device<'_>) -> u64, fn(&State, &Device<'_>, u64, &Query, &mut Members<'_>)),
}

impl Rows {
    /// The rows of the operation at that path.
    pub(super) fn of(path: &str, query: &Query) -> Rows {
        match path.trim_start_matches("/v2/queries/") {
            "device-health" => Rows::Own(|_, _| 1, health),
            "custom-fields" => Rows::Own(has_values, values),
            "custom-fields-detailed" => Rows::Own(has_values, detailed_values),
            "scoped-custom-fields" if covers(query, "node") => Rows::Own(has_values, scoped_values),
            "scoped-custom-fields-detailed" if covers(query, "node") => Rows::Own(has_values, scoped_detailed_values),
            "policy-overrides" => Rows::Own(overrides, overridden),
            "backup/usage" => Rows::Own(|_, device| u64::from(has_backup(device)), usage),
            "/v2/backup/jobs" => Rows::Own(|_, device| 2 * u64::from(has_backup(device)), job),
            "volumes" if query.get("include").is_some_and(|include| include.contains("bl")) => {
                Rows::Piece(piece("volumes-with-bitlocker"))
            }
            name if crate::ninjaone::fleet::HARDWARE.iter().any(|piece| piece.name == name) => Rows::Piece(piece(name)),
            _ => Rows::Own(|_, _| 0, |_, _, _, _, _| {}),
        }
    }

    pub(super) fn count(self, state: &State, device: &Device<'_>) -> u64 {
        match self {
            Rows::Piece(piece) => (piece.count)(device),
            Rows::Own(count, _) => count(state, device),
        }
    }

    pub(super) fn write(self, state: &State, device: &Device<'_>, row: u64, query: &Query, members: &mut Members<'_>) {
        match self {
            Rows::Own(_, write) => write(state, device, row, query, members),
            Rows::Piece(piece) => {
                (piece.row)(device, row, members);
                members.plain("deviceId", device.id());
                if !["network-interfaces", "logged-on-users"].contains(&piece.name) {
                    members.plain("timestamp", device.last_contact());
                }
            }
        }
    }
}

/// The rows in front of the devices'.
pub(super) fn prefix(state: &State, path: &str, query: &Query) -> Vec<Value> {
    if path == "/v2/backup/integrity-check-jobs" {
        return state.table(&CHECKS).records().map(|check| Value::Object(shown(check))).collect();
    }
    if !path.starts_with("/v2/queries/scoped-") {
        return Vec::new();
    }
    let owners = state.values.owners().into_iter().filter(|owner| covers(query, &owner.word().to_lowercase()));
    owners.map(|owner| scoped(state, owner, query, path.ends_with("detailed"))).collect()
}

/// `scopes` is `all`, or a list of owners in lower case.
fn covers(query: &Query, word: &str) -> bool {
    query
        .list("scopes")
        .is_none_or(|scopes| scopes.iter().any(|scope| ["all", word].contains(&scope.to_lowercase().as_str())))
}

/// The values that are asked for.
fn chosen(state: &State, owner: Owner, query: &Query) -> Record {
    let mut values = state.values_of(owner, query.is_set("showSecureValues"));
    if let Some(fields) = query.list("fields") {
        values.retain(|name, _| fields.contains(&name.as_str()));
    }
    values
}

fn detailed(values: Record, updated: Moment) -> Value {
    values
        .into_iter()
        .map(|(name, value)| json!({ "name": name, "value": value, "updateTime": updated.value() }))
        .collect()
}

fn scoped(state: &State, owner: Owner, query: &Query, is_detailed: bool) -> Value {
    let values = chosen(state, owner, query);
    let fields = if is_detailed { detailed(values, Moment::new(state.now(), 0)) } else { Value::Object(values) };
    json!({ "scope": owner.word(), "entityId": owner.id(), "fields": fields })
}

fn has_values(state: &State, device: &Device<'_>) -> u64 {
    u64::from(!state.values_of(Owner::Node(device.id()), true).is_empty())
}

fn values(state: &State, device: &Device<'_>, _: u64, query: &Query, members: &mut Members<'_>) {
    members.plain("deviceId", device.id());
    members.plain("fields", Value::Object(chosen(state, Owner::Node(device.id()), query)));
}

fn detailed_values(state: &State, device: &Device<'_>, _: u64, query: &Query, members: &mut Members<'_>) {
    members.plain("deviceId", device.id());
    members.text("entityType", "NODE");
    members.plain("fields", detailed(chosen(state, Owner::Node(device.id()), query), device.created()));
    members.plain("entityId", device.id());
}

fn scoped_values(state: &State, device: &Device<'_>, _: u64, query: &Query, members: &mut Members<'_>) {
    members.text("scope", "NODE");
    members.plain("entityId", device.id());
    members.plain("fields", Value::Object(chosen(state, Owner::Node(device.id()), query)));
}

fn scoped_detailed_values(state: &State, device: &Device<'_>, _: u64, query: &Query, members: &mut Members<'_>) {
    members.text("scope", "NODE");
    members.plain("entityId", device.id());
    members.plain("fields", detailed(chosen(state, Owner::Node(device.id()), query), device.created()));
}

fn overrides(_: &State, device: &Device<'_>) -> u64 {
    u64::from(device.policy().is_some() && device.changed("_overrides").is_none())
}

fn overridden(_: &State, device: &Device<'_>, _: u64, _: &Query, members: &mut Members<'_>) {
    members.texts("overrides", ["CONDITIONS", "WINDOWS_PATCH_MANAGEMENT"]);
    members.plain("deviceId", device.id());
}

fn health(state: &State, device: &Device<'_>, _: u64, _: &Query, members: &mut Members<'_>) {
    let count = |name: &str| (piece(name).count)(device);
    let alerts = u64::from(state.alert(device).is_some());
    let threats = count("antivirus-threats");
    members.plain("activeThreatsCount", threats);
    members.plain("quarantinedThreatsCount", threats);
    members.plain("blockedThreatsCount", 0);
    members.plain("failedOSPatchesCount", 0);
    members.plain("pendingOSPatchesCount", count("os-patches"));
    members.plain("alertCount", alerts);
    members.plain("activeJobCount", 0);
    members.plain("failedSoftwarePatchesCount", 0);
    members.plain("pendingSoftwarePatchesCount", count("software-patches"));
    members.plain("productsInstallationStatuses", "{}");
    members.plain("offline", !device.is_online());
    members.plain("parentOffline", false);
    let status = match (threats, alerts, count("os-patches")) {
        _ if device.kind() == Kind::Unmanaged => "UNKNOWN",
        (1.., _, _) => "UNHEALTHY",
        (_, 1.., _) | (_, _, 2..) => "NEEDS_ATTENTION",
        _ => "HEALTHY",
    };
    members.text("healthStatus", status);
    members.plain("installationIssuesCount", 0);
    members.plain("deviceId", device.id());
}

fn has_backup(device: &Device<'_>) -> bool {
    device.is_agent() && device.index.is_multiple_of(3)
}

fn usage(_: &State, device: &Device<'_>, _: u64, _: &Query, members: &mut Members<'_>) {
    brief(device, members);
    let size = 1_073_741_824 * (1 + device.index % 500);
    members.object("references", |references| {
        references.object("backupUsage", |usage| usage.plain("revisionsTotalSize", size));
    });
}

fn job(_: &State, device: &Device<'_>, row: u64, _: &Query, members: &mut Members<'_>) {
    let begun = device.last_contact().seconds - 86_400 * (1 + row as i64);
    members.text("jobId", &uid(0, 0xbacc, 2 * device.index + row));
    members.plain("jobStartTime", Moment::new(begun, 0));
    members.plain("jobEndTime", Moment::new(begun + 1800, 0));
    members.text("jobStatus", if (device.index + row).is_multiple_of(4) { "FAILED" } else { "COMPLETED" });
    members.text("destination", "CLOUD");
    members.text("planGuid", &uid(0, 0xb1a2, row));
    members.text("planName", if row == 0 { "Image, nightly" } else { "Files" });
    members.text("planType", if row == 0 { "IMAGE" } else { "FILE_FOLDER" });
    members.plain("totalStoredBytes", 1_073_741_824_u64);
    members.plain("organizationId", device.organization());
    members.plain("locationId", device.location());
    members.plain("deviceId", device.id());
}

//! What is done to devices, as the next look at them shows.

use crate::exchange::Reply;
use crate::ninjaone::call::Call;
use crate::ninjaone::fleet::piece;
use crate::ninjaone::refusal::Refusal;
use crate::ninjaone::resources::{END_USERS, LOCATIONS, ORGANIZATIONS, POLICIES, ROLES, Resource, TECHNICIANS};
use crate::ninjaone::state::State;
use crate::ninjaone::time::Moment;
use crate::table::At;
use crate::writer::{Members, Writer};
use serde_json::{Value, json};

/// What a device may be moved to has to exist.
const PLACES: &[(&str, &Resource)] =
    &[("organizationId", &ORGANIZATIONS), ("locationId", &LOCATIONS), ("nodeRoleId", &ROLES), ("policyId", &POLICIES)];

/// The index of the device in the path.
fn index(state: &State, call: &Call<'_>) -> Result<u64, Refusal> {
    Ok(state.device(call.id("id")?)?.index)
}

/// Change one member, and write down that it happened.
fn set(state: &mut State, call: &Call<'_>, member: &str, value: Value, code: &str) -> Result<Reply, Refusal> {
    let index = index(state, call)?;
    state.fleet.change(index, member, value);
    told(state, call, code)
}

/// An activity of the device in the path.
fn told(state: &mut State, call: &Call<'_>, code: &str) -> Result<Reply, Refusal> {
    let device = state.device(call.id("id")?)?.id();
    let now = state.now();
    let message = format!("{} {}", call.operation.method, call.operation.path);
    state.activities.add(now, "SYSTEM", code, json!({ "deviceId": device, "message": message }));
    Ok(call.done())
}

pub(super) fn update(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let index = index(state, call)?;
    for (member, resource) in PLACES {
        if let Some(id) = call.member(member).as_u64() {
            state.record(resource, id).map_err(|_| Refusal::app(400, format!("{member}: {id} does not exist")))?;
        }
    }
    for (member, value) in call.members() {
        state.fleet.change(index, &member, value);
    }
    told(state, call, "NODE_UPDATED")
}

/// Rejected devices are no devices.
pub(super) fn approve(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let devices = call.ids("devices").into_iter().map(|id| Ok(state.device(id)?.index));
    let devices: Vec<u64> = devices.collect::<Result<_, Refusal>>()?;
    for index in devices {
        match call.slot("mode") {
            "APPROVE" => state.fleet.change(index, "approvalStatus", "APPROVED".into()),
            _ => state.fleet.remove(index),
        }
    }
    Ok(call.done())
}

pub(super) fn decommission(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    set(state, call, "approvalStatus", "DECOMMISSIONED".into(), "NODE_DELETED")
}

/// Shown as the vendor shows times, however they were sent: seconds, or a text with a zone.
pub(super) fn maintain(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let now = state.now();
    let time = |member: &str| match call.member(member) {
        Value::String(text) => text.parse::<jiff::Timestamp>().ok().map(|time| time.as_second()),
        number => {
            number.as_f64().map(|seconds| if seconds > 1e11 { (seconds / 1000.0) as i64 } else { seconds as i64 })
        }
    };
    let (start, end) = (time("start").unwrap_or(now), time("end"));
    if end.is_some_and(|end| end <= start) {
        return Err(Refusal::app(400, "end: must be after start"));
    }
    let mut maintenance = json!({ "status": if start <= now { "IN_MAINTENANCE" } else { "PENDING" } });
    maintenance["start"] = Moment::new(start, 0).value();
    if let Some(end) = end {
        maintenance["end"] = Moment::new(end, 0).value();
    }
    if let Some(reason) = call.member("reasonMessage").as_str() {
        maintenance["reasonMessage"] = reason.into();
    }
    set(state, call, "maintenance", maintenance, "NODE_UPDATED")
}

pub(super) fn end_maintenance(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let index = index(state, call)?;
    state.fleet.forget(index, "maintenance");
    told(state, call, "NODE_UPDATED")
}

pub(super) fn reboot(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let now = state.now();
    if !state.device(call.id("id")?)?.is_online() {
        return Err(Refusal::app(400, "Device is offline"));
    }
    set(state, call, "_booted", now.into(), "NODE_UPDATED")
}

pub(super) fn own(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = call.slot("ownerUid");
    let is_user = |resource| state.table(resource).records().any(|user| user.at("uid") == owner);
    if !is_user(&END_USERS) && !is_user(&TECHNICIANS) {
        return Err(Refusal::not_found());
    }
    set(state, call, "assignedOwnerUid", owner.into(), "NODE_UPDATED")
}

pub(super) fn disown(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let index = index(state, call)?;
    state.fleet.forget(index, "assignedOwnerUid");
    told(state, call, "NODE_UPDATED")
}

/// A service is called by its name, and a device has to have it.
fn service(state: &State, call: &Call<'_>) -> Result<String, Refusal> {
    let device = state.device(call.id("id")?)?;
    let piece = piece("windows-services");
    let is_there = (0..(piece.count)(&device)).any(|row| {
        let mut writer = Writer::default();
        let mut members = Members::begin(&mut writer);
        (piece.row)(&device, row, &mut members);
        members.end();
        writer.as_str().starts_with(&format!("{{\"name\":\"{}\"", call.slot("serviceId")))
    });
    if is_there { Ok(call.slot("serviceId").to_owned()) } else { Err(Refusal::not_found()) }
}

pub(super) fn control_service(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let service = service(state, call)?;
    let now = match call.member("action").as_str() {
        Some("STOP") => "STOPPED",
        Some("PAUSE") => "PAUSED",
        Some(_) => "RUNNING",
        None => return Err(Refusal::app(400, "action: is required")),
    };
    set(state, call, &format!("_state:{service}"), now.into(), "NODE_UPDATED")
}

pub(super) fn configure_service(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let service = service(state, call)?;
    let index = index(state, call)?;
    for (member, what) in [("startType", "start"), ("userName", "user")] {
        if let Some(word) = call.member(member).as_str() {
            state.fleet.change(index, &format!("_{what}:{service}"), word.into());
        }
    }
    told(state, call, "NODE_UPDATED")
}

pub(super) fn apply_os(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    set(state, call, "_os", true.into(), "COMPLETED")
}

pub(super) fn apply_software(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    set(state, call, "_software", true.into(), "COMPLETED")
}

pub(super) fn scan(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    told(state, call, "COMPLETED")
}

pub(super) fn overrides(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let device = state.device(call.id("id")?)?;
    let is_overridden = device.policy().is_some() && device.changed("_overrides").is_none();
    let overrides: &[&str] = if is_overridden { &["CONDITIONS", "WINDOWS_PATCH_MANAGEMENT"] } else { &[] };
    Ok(call.json(json!({ "overrides": overrides }).to_string()))
}

pub(super) fn reset_overrides(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    set(state, call, "_overrides", false.into(), "NODE_UPDATED")
}

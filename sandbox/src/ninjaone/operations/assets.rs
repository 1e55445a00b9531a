//! Devices without an agent, asset tags, licences, custom tabs.

use super::{CHECKS, LICENSES, TABS, TAGS};
use crate::exchange::Reply;
use crate::ninjaone::call::Call;
use crate::ninjaone::records;
use crate::ninjaone::refusal::Refusal;
use crate::ninjaone::resources::{LOCATIONS, ORGANIZATIONS, ROLES};
use crate::ninjaone::state::State;
use crate::table::At;
use crate::table::Record;
use serde_json::{Value, json};

/// Members of a request, and what a device calls them.
const MEMBERS: &[(&str, &str)] = &[
    ("name", "displayName"),
    ("orgId", "organizationId"),
    ("locationId", "locationId"),
    ("roleId", "nodeRoleId"),
    ("assignedUserUid", "assignedOwnerUid"),
];

/// The place and the role that a new device is given have to exist.
fn members(state: &State, call: &Call<'_>) -> Result<Record, Refusal> {
    for (member, resource) in [("orgId", &ORGANIZATIONS), ("locationId", &LOCATIONS), ("roleId", &ROLES)] {
        if let Some(id) = call.member(member).as_u64() {
            state.record(resource, id).map_err(|_| Refusal::app(400, format!("{member}: {id} does not exist")))?;
        }
    }
    let given = MEMBERS.iter().filter_map(|(theirs, ours)| {
        let value = call.body.value.get(*theirs)?;
        Some(((*ours).to_owned(), value.clone()))
    });
    let mut members: Record = given.collect();
    let warranty = [("startDate", "warrantyStartDate"), ("endDate", "warrantyEndDate")];
    let warranty =
        warranty.iter().filter_map(|(ours, theirs)| Some(((*ours).to_owned(), call.body.value.get(*theirs)?.clone())));
    let warranty: Record = warranty.collect();
    if !warranty.is_empty() {
        members.insert("warranty".into(), Value::Object(warranty));
    }
    Ok(members)
}

fn add(state: &mut State, call: &Call<'_>, class: &str, approval: &str) -> Result<Reply, Refusal> {
    let mut members = members(state, call)?;
    members.insert("nodeClass".into(), class.into());
    members.insert("approvalStatus".into(), approval.into());
    members.insert("_name".into(), call.member("name").clone());
    members.insert("_created".into(), state.now().into());
    Ok(call.json(json!({ "nodeId": state.fleet.add(members) }).to_string()))
}

/// The role says what a staged device will be.
pub(super) fn stage(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let role = call.member("roleId").as_u64().and_then(|id| state.table(&ROLES).get(id));
    let class = role.and_then(|role| role.at("nodeClass").as_str()).unwrap_or("WINDOWS_WORKSTATION").to_owned();
    add(state, call, &class, "STAGED")
}

pub(super) fn create(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    add(state, call, "UNMANAGED_DEVICE", "APPROVED")
}

/// Only devices without an agent are meant here.
fn unmanaged(state: &State, id: u64) -> Result<u64, Refusal> {
    let device = state.device(id)?;
    if device.class() == "UNMANAGED_DEVICE" { Ok(device.index) } else { Err(Refusal::not_found()) }
}

pub(super) fn update(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let index = unmanaged(state, call.id("nodeId")?)?;
    for (member, value) in members(state, call)? {
        state.fleet.change(index, &member, value);
    }
    Ok(call.done())
}

pub(super) fn delete(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let index = unmanaged(state, call.id("nodeId")?)?;
    state.fleet.remove(index);
    Ok(call.done())
}

pub(super) fn decommission(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let index = unmanaged(state, call.id("nodeId")?)?;
    state.fleet.change(index, "approvalStatus", "DECOMMISSIONED".into());
    Ok(call.done())
}

pub(super) fn decommission_all(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let indices = call.ids("nodeIds").into_iter().map(|id| unmanaged(state, id));
    for index in indices.collect::<Result<Vec<_>, _>>()? {
        state.fleet.change(index, "approvalStatus", "DECOMMISSIONED".into());
    }
    Ok(call.done())
}

/// The names of tags, as devices show them.
fn names(state: &State, ids: &[u64]) -> Result<Vec<Value>, Refusal> {
    ids.iter().map(|id| Ok(state.record(&TAGS, *id)?.at("name").clone())).collect()
}

pub(super) fn tag(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let index = state.device(call.id("assetId")?)?.index;
    let names = names(state, &call.ids("tagIds"))?;
    state.fleet.change(index, "tags", names.into());
    Ok(call.done())
}

pub(super) fn tag_all(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (more, less) = (names(state, &call.ids("tagIdsToAdd"))?, names(state, &call.ids("tagIdsToRemove"))?);
    for id in call.ids("assetIds") {
        let device = state.device(id)?;
        let index = device.index;
        let mut tags = device.changed("tags").and_then(Value::as_array).cloned().unwrap_or_default();
        tags.retain(|tag| !less.contains(tag) && !more.contains(tag));
        tags.extend(more.clone());
        state.fleet.change(index, "tags", tags.into());
    }
    Ok(call.done())
}

pub(super) fn merge_tags(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let merged = records::numbered(state, call, &TAGS, "tagIds")?;
    let number = match call.member("mergeMethod").as_str() {
        Some("MERGE_INTO_NEW_TAG") => {
            let mut members = call.members();
            members.retain(|name, _| ["name", "description"].contains(&name.as_str()));
            state.create(&TAGS, members)?
        }
        _ => call.member("mergeIntoTagId").as_u64().ok_or_else(|| Refusal::app(400, "mergeIntoTagId: is required"))?,
    };
    state.record(&TAGS, number)?;
    for other in merged.into_iter().filter(|other| *other != number) {
        state.table_mut(&TAGS).remove(other);
    }
    records::one(state, call, &TAGS, number)
}

/// A licence of that name is changed, otherwise there is a new one.
pub(super) fn upsert_license(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut members = call.members();
    for (name, member) in [("publisherName", "publisher"), ("vendorName", "vendor")] {
        if let Some(value) = members.shift_remove(name) {
            members.insert(member.into(), json!({ "id": 1, "name": value }));
        }
    }
    members.retain(|name, _| !name.starts_with("licensees") && name != "currentLicensees");
    let known = state.table(&LICENSES).records().find(|license| license.at("name") == call.member("name"));
    let number = match known.and_then(|license| license.at("id").as_u64()) {
        Some(number) => {
            state.update(&LICENSES, number, members)?;
            number
        }
        None => state.create(&LICENSES, members)?,
    };
    records::one(state, call, &LICENSES, number)
}

fn tabs(state: &State, call: &Call<'_>, kind: &str) -> Reply {
    records::answer(call, state.table(&TABS).records().filter(|tab| tab.at("entityType") == kind))
}

pub(super) fn tabs_of_end_users(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    Ok(tabs(state, call, "END_USER"))
}

pub(super) fn tabs_of_organizations(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    Ok(tabs(state, call, "ORGANIZATION"))
}

pub(super) fn tabs_of_roles(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    state.record(&ROLES, call.id("roleId")?)?;
    Ok(tabs(state, call, "NODE_ROLE"))
}

pub(super) fn rename_tab(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let number = call.member("tabId").as_u64().ok_or_else(|| Refusal::app(400, "tabId: is required"))?;
    state.update(&TABS, number, call.members())?;
    Ok(call.done())
}

pub(super) fn check_backup(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let device = state.device(call.member("deviceId").as_u64().unwrap_or(0))?;
    let members = json!({
        "deviceId": device.id(),
        "organizationId": device.organization(),
        "locationId": device.location(),
        "jobStatus": "PROCESSING",
        "planGuid": call.member("planUid"),
        "planType": "IMAGE",
    });
    let number = state.create(&CHECKS, members.as_object().cloned().unwrap_or_default())?;
    let check = state.record(&CHECKS, number)?;
    let body = json!({
        "result": "SUCCESS",
        "jobUid": check.at("jobId"),
        "deviceId": check.at("deviceId"),
        "planGuid": check.at("planGuid"),
        "planType": "IMAGE",
    });
    Ok(call.json(body.to_string()))
}

//! Organizations with their locations and policies, installers, the webhook.

use super::{CHANNELS, CUSTOM_CONDITIONS, EVENT_CONDITIONS, LOCATIONS, ORGANIZATIONS, POLICIES};
use crate::exchange::Reply;
use crate::ninjaone::call::Call;
use crate::ninjaone::records::{self, project};
use crate::ninjaone::refusal::Refusal;
use crate::ninjaone::state::State;
use crate::table::At;
use crate::table::Record;
use serde_json::{Value, json};

const BELOW: records::About = &[("id", "organizationId")];

/// The organization with what belongs to it.
fn detailed(state: &State, organization: &Record) -> Record {
    let mut detailed = organization.clone();
    let locations =
        state.table(&LOCATIONS).records().filter(|location| location.at("organizationId") == organization.at("id"));
    let shown = locations.map(|location| {
        let mut location = location.clone();
        location.shift_remove("organizationId");
        Value::Object(location)
    });
    detailed.insert("locations".into(), shown.collect());
    detailed.entry("policies").or_insert_with(|| json!([]));
    detailed.entry("settings").or_insert_with(|| json!({}));
    detailed
}

pub(super) fn list_detailed(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let after = call.query.number("after").unwrap_or(0);
    let records =
        state.table(&ORGANIZATIONS).records().filter(|one| one.at("id").as_u64().is_some_and(|id| id > after));
    let page: Vec<Record> = records.take(call.page(1000, state.max_page)).map(|one| detailed(state, one)).collect();
    Ok(records::answer(call, page.iter()))
}

pub(super) fn get(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    shown(state, call, call.id("id")?)
}

fn shown(state: &State, call: &Call<'_>, number: u64) -> Result<Reply, Refusal> {
    let record = detailed(state, state.record(&ORGANIZATIONS, number)?);
    Ok(call.json(project(&record, call.operation.shown()).to_string()))
}

pub(super) fn create(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut members = call.members();
    let is_named = members.get("name").and_then(Value::as_str).is_some_and(|name| !name.is_empty());
    if !is_named {
        return Err(Refusal::app(400, "name: is required"));
    }
    if let Some(template) = call.query.number("templateOrganizationId") {
        state.record(&ORGANIZATIONS, template)?;
    }
    let locations = members.shift_remove("locations");
    let number = state.create(&ORGANIZATIONS, members)?;
    for location in locations.as_ref().and_then(Value::as_array).into_iter().flatten() {
        let mut location = location.as_object().cloned().unwrap_or_default();
        location.insert("organizationId".into(), number.into());
        state.create(&LOCATIONS, location)?;
    }
    shown(state, call, number)
}

pub(super) fn map_policies(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let number = call.id("id")?;
    for mapping in call.body.value.as_array().into_iter().flatten() {
        state.record(&POLICIES, mapping.at("policyId").as_u64().unwrap_or(0))?;
    }
    state.update(&ORGANIZATIONS, number, Record::from_iter([("policies".to_owned(), call.body.value.clone())]))?;
    let organization = number;
    let devices = state.fleet.from(0).filter(|device| device.organization() == organization);
    let affected: Vec<u64> = devices.take(100).map(|device| device.id()).collect();
    Ok(call.json(json!(affected).to_string()))
}

pub(super) fn locations(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    state.record(&ORGANIZATIONS, call.id("id")?)?;
    Ok(records::list(state, call, &LOCATIONS, BELOW))
}

pub(super) fn add_location(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    state.record(&ORGANIZATIONS, call.id("id")?)?;
    records::create(state, call, &LOCATIONS, BELOW)
}

/// What the backups of a location take.
fn used(state: &State, location: &Record) -> Value {
    let here = state.fleet.from(0).filter(|device| location.at("id") == device.location() && device.is_agent());
    let size = 1_073_741_824 * here.count() as u64;
    let organization = location.at("organizationId").as_u64().and_then(|id| state.table(&ORGANIZATIONS).get(id));
    json!({
        "locationId": location.at("id"),
        "locationName": location.at("name"),
        "revisionsCurrentSize": size,
        "organizationId": location.at("organizationId"),
        "organizationName": organization.map(|one| one.at("name").clone()),
        "revisionsTotalSize": size,
        "cloudTotalSize": size,
        "localTotalSize": 0,
    })
}

pub(super) fn usages(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let organization = call.id("id")?;
    state.record(&ORGANIZATIONS, organization)?;
    let here = state.table(&LOCATIONS).records().filter(|location| location.at("organizationId") == organization);
    let rows: Value = here.map(|location| used(state, location)).collect();
    Ok(call.json(rows.to_string()))
}

/// The location below that organization.
fn location<'a>(state: &'a State, call: &Call<'_>, slot: &str) -> Result<&'a Record, Refusal> {
    let location = state.record(&LOCATIONS, call.id(slot)?)?;
    if location.at("organizationId") == call.id("id")? { Ok(location) } else { Err(Refusal::not_found()) }
}

pub(super) fn usage(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    Ok(call.json(used(state, location(state, call, "locationId")?).to_string()))
}

/// By path or by body.
pub(super) fn installer(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (place, kind) = if call.slots.is_empty() {
        let place = state.record(&LOCATIONS, call.member("locationId").as_u64().unwrap_or(0))?;
        let is_there = place.at("organizationId") == call.member("organizationId");
        (if is_there { place } else { return Err(Refusal::not_found()) }, call.member("installerType").as_str())
    } else {
        (location(state, call, "location_id")?, Some(call.slot("installer_type")))
    };
    let (place, kind) = (place.at("id").clone(), kind.unwrap_or("WINDOWS_MSI").to_lowercase());
    let url = format!("https://installer.example.com/{}/{place}/{kind}", state.uid());
    Ok(call.json(json!({ "url": url }).to_string()))
}

/// Both kinds of conditions are deleted by the same path.
pub(super) fn delete_condition(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let about: records::About = &[("policy_id", "_policy")];
    records::delete(state, call, &CUSTOM_CONDITIONS, about)
        .or_else(|_| records::delete(state, call, &EVENT_CONDITIONS, about))
}

pub(super) fn enabled_channels(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    Ok(records::answer(call, state.table(&CHANNELS).records().filter(|channel| channel.at("enabled") == true)))
}

/// No operation shows the webhook again, so it is checked and not kept.
pub(super) fn set_webhook(_: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let url = call.member("url").as_str().unwrap_or_default();
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return Err(Refusal::app(400, "url: is required"));
    }
    Ok(call.done())
}

pub(super) fn delete_webhook(_: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    Ok(call.done())
}

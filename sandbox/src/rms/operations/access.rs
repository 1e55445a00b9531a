//! Remote-access rules: the built-in one of every device, and those that were created.

use super::devices::unknown;
use super::resources::{RULES, SESSIONS};
use crate::exchange::Reply;
use crate::rms::call::Call;
use crate::rms::channels::Track;
use crate::rms::fleet::Device;
use crate::rms::refusal::Refusal;
use crate::rms::state::State;
use crate::table::Record;
use serde_json::{Value, json};

/// Built-in rules have the even numbers from here on, created ones the odd numbers.
const FIRST_MAIN: u64 = 62_000;

/// A rule's number as the vendor shows it.
fn number(record: &Record) -> u64 {
    FIRST_MAIN + 2 * record["id"].as_u64().unwrap_or(0) - 1
}

/// The stored number of a created rule.
fn stored(access: u64) -> Option<u64> {
    let number = (access + 1).checked_sub(FIRST_MAIN)?;
    (number % 2 == 0).then_some(number / 2)
}

/// The device of a rule, built-in or created.
pub(super) fn device_of(state: &State, access: u64) -> Result<Device<'_>, Refusal> {
    let created = stored(access).and_then(|id| state.table(&RULES).get(id));
    if let Some(rule) = created {
        return state.device(rule["device_id"].as_u64().unwrap_or(0));
    }
    let index = access.checked_sub(FIRST_MAIN).filter(|offset| offset % 2 == 0).map(|offset| offset / 2);
    state.device(index.ok_or_else(Refusal::not_found)? + crate::rms::fleet::FIRST_ID)
}

/// Created rules first, newest first, then the built-in ones.
pub(super) fn list(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let wanted = call.query.list("device_id");
    let is_wanted = |id: u64| wanted.as_ref().is_none_or(|ids| ids.contains(&id.to_string().as_str()));
    let rules = state.table(&RULES).records().rev();
    let rules = rules.filter(|rule| is_wanted(rule["device_id"].as_u64().unwrap_or(0)));
    let created =
        rules.filter_map(|rule| Some(shown(state, &state.fleet.find(rule["device_id"].as_u64()?)?, Some(rule))));
    let mains: Vec<Device<'_>> = match &wanted {
        Some(ids) => ids.iter().filter_map(|id| state.fleet.find(id.parse().ok()?)).collect(),
        None => state.fleet.indices(0).map(|index| state.fleet.device(index)).collect(),
    };
    let records: Vec<Record> = created.chain(mains.iter().map(|device| shown(state, device, None))).collect();
    super::records::answer(call, records)
}

/// Live types: numbers for booleans, the port a text, more members than the specification draws.
fn shown(state: &State, device: &Device<'_>, rule: Option<&Record>) -> Record {
    let member = |name: &str| rule.and_then(|rule| rule.get(name)).cloned().unwrap_or(Value::Null);
    let record = json!({
        "id": rule.map_or(FIRST_MAIN + 2 * device.index, number),
        "device_id": device.id,
        "name": member("name"),
        "destination_ip": member("destination_ip"),
        "destination_port": member("destination_port").as_u64().map(|port| port.to_string()),
        "protocol": member("protocol"),
        "company_id": device.company,
        "is_main": u8::from(rule.is_none()),
        "credentials_required": u8::from(member("credentials_required") == true),
        "mqtt": 1,
        "device_name": device.name,
        "device_description": device.description,
        "device_model": device.model(),
        "company_name": state.company(device.company),
        "created_at": rule.map_or("2024-01-01 10:00:00".into(), |rule| rule["created_at"].clone()),
        "tags": rule.and_then(|rule| rule.get("tags")).cloned().unwrap_or_else(|| json!([])),
    });
    record.as_object().cloned().unwrap_or_default()
}

/// Rules exist on the server, so a device need not be online for them.
pub(super) fn create(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut tracks = Vec::new();
    for (number, item) in call.items().iter().enumerate() {
        let id = item["device_id"].as_u64().unwrap_or(0);
        state.fleet.find(id).ok_or_else(|| unknown(&format!("data.{number}.device_id")))?;
        let rule = item.as_object().cloned().unwrap_or_default();
        tracks.push(Track::done(id, "Successfully created remote access.").then(|state| store(state, rule)));
    }
    Ok(state.accept(call, tracks))
}

fn store(state: &mut State, mut rule: Record) {
    rule.insert("created_at".into(), state.stamp().into());
    state.table_mut(&RULES).add(rule);
}

pub(super) fn update(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (id, device) = created(state, call.id("access_id")?)?;
    let mut change = call.members();
    let moved = change.get("device_id").and_then(Value::as_u64).unwrap_or(device);
    state.fleet.find(moved).ok_or_else(|| unknown("device_id"))?;
    if let Some(tags) = change.shift_remove("tag_id") {
        let tags = super::tags::checked(state, &tags, "tag_id")?;
        change.insert("tags".into(), tags.iter().map(|id| json!({ "id": id })).collect());
    }
    let track = Track::done(device, "Successfully updated remote access.").then(move |state| {
        if let Some(rule) = state.table_mut(&RULES).get_mut(id) {
            rule.extend(change);
        }
    });
    Ok(state.accept(call, vec![track]))
}

/// As live, only the first of several ids takes effect.
pub(super) fn delete(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let access = call.ids("id").first().copied().ok_or_else(|| unknown("id"))?;
    let (id, device) = created(state, access)?;
    let track = Track::done(device, "Successfully deleted remote access.").then(move |state| {
        state.table_mut(&RULES).remove(id);
        close_sessions(state, access);
    });
    Ok(state.accept(call, vec![track]))
}

fn close_sessions(state: &mut State, access: u64) {
    let now = state.now();
    for session in state.table_mut(&SESSIONS).records_mut().filter(|session| session["_access"] == access) {
        super::sessions::end(session, now);
    }
}

/// The stored number of a created rule and its device. The built-in rule can be neither changed nor deleted.
fn created(state: &State, access: u64) -> Result<(u64, u64), Refusal> {
    let id = stored(access).ok_or_else(Refusal::not_found)?;
    let rule = state.record(&RULES, id)?;
    Ok((id, rule["device_id"].as_u64().unwrap_or(0)))
}

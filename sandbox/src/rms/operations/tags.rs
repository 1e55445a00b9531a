//! Tags on devices.

use super::resources::TAGS;
use crate::exchange::Reply;
use crate::rms::call::Call;
use crate::rms::envelope;
use crate::rms::refusal::{Problem, Refusal};
use crate::rms::state::State;
use crate::table::Record;
use serde_json::{Value, json};
use std::collections::HashMap;

pub(super) fn count_devices(state: &State, tags: &mut [Record]) {
    let mut counts: HashMap<u64, u64> = HashMap::new();
    for index in state.fleet.indices(0) {
        state.fleet.device(index).tags.iter().for_each(|tag| *counts.entry(*tag).or_default() += 1);
    }
    for tag in tags {
        let count = tag.get("id").and_then(Value::as_u64).and_then(|id| counts.get(&id)).copied().unwrap_or(0);
        tag.insert("devices_count".into(), count.into());
    }
}

/// What becomes of a device's tags, given those it has and those that were sent.
type Change = fn(Vec<u64>, &[u64]) -> Vec<u64>;

pub(super) fn assign(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    change(state, call, |mut tags, given| {
        tags.extend(given);
        tags.sort_unstable();
        tags.dedup();
        tags
    })
}

pub(super) fn unassign(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    change(state, call, |tags, given| tags.into_iter().filter(|tag| !given.contains(tag)).collect())
}

pub(super) fn overwrite(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    change(state, call, |_, given| given.to_vec())
}

/// All or nothing: one unknown device or tag spoils the request.
fn change(state: &mut State, call: &Call<'_>, change: Change) -> Result<Reply, Refusal> {
    let mut changes = Vec::new();
    for (number, item) in call.items().iter().enumerate() {
        let device = item["device_id"].as_u64().and_then(|id| state.fleet.find(id));
        let device = device.ok_or_else(|| invalid(&format!("data.{number}.device_id")))?;
        let tags = checked(state, &item["tag_id"], &format!("data.{number}.tag_id"))?;
        changes.push((device.index, change(device.tags, &tags)));
    }
    changes.into_iter().for_each(|(index, tags)| put(state, index, &tags));
    Ok(envelope::success(call))
}

/// The ids of tags, all of which exist.
pub(super) fn checked(state: &State, ids: &Value, place: &str) -> Result<Vec<u64>, Refusal> {
    let ids: Vec<u64> = ids.as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
    let are_known = ids.iter().all(|id| state.table(&TAGS).get(*id).is_some());
    if are_known { Ok(ids) } else { Err(invalid(place)) }
}

fn put(state: &mut State, index: u64, tags: &[u64]) {
    state.fleet.change(index, Record::from_iter([("tags".to_owned(), tags.into())]));
}

fn invalid(place: &str) -> Refusal {
    Refusal::invalid(place, format!("The selected {place} is invalid."))
}

/// A file with one serial or mac a line; those that fit no device are reported one by one.
pub(super) fn upload(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let given = checked(state, call.member("tag_id"), "tag_id")?;
    let text = call.body.files.first().map(|file| String::from_utf8_lossy(&file.content).into_owned());
    let (mut done, mut problems) = (Vec::new(), Vec::new());
    for key in text.unwrap_or_default().lines().filter_map(|line| line.split([',', ';']).next()).map(str::trim) {
        match find(state, call.member("first_parameter"), key) {
            Some(index) => {
                let mut tags = state.fleet.device(index).tags;
                tags.extend(given.iter().filter(|tag| !tags.contains(tag)).copied().collect::<Vec<_>>());
                put(state, index, &tags);
                done.push(state.fleet.device(index).id);
            }
            None => problems.push(Problem::missing(key)),
        }
    }
    Ok(partly(&done, &problems))
}

fn find(state: &State, member: &Value, key: &str) -> Option<u64> {
    let is_serial = member == "serial";
    let mut indices = state.fleet.indices(0);
    indices.find(|index| {
        let device = state.fleet.device(*index);
        if is_serial { device.serial == key } else { device.mac().eq_ignore_ascii_case(key) }
    })
}

/// 200 when all went well, 207 with the failures otherwise.
pub(super) fn partly(done: &[u64], problems: &[Problem]) -> Reply {
    if problems.is_empty() {
        return Reply::json(200, json!({ "success": true, "data": done }).to_string());
    }
    let errors: Vec<Value> = problems.iter().map(Problem::json).collect();
    Reply::json(207, json!({ "success": true, "data": done, "errors": errors }).to_string())
}

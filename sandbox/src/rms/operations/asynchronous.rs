//! Channels of operations that have no rules of their own: keyed by the devices that the request names.

use super::devices::unknown;
use crate::rms::call::Call;
use crate::rms::channels::{NO_DEVICE, Track};
use crate::rms::refusal::Refusal;
use crate::rms::state::State;
use serde_json::Value;

/// Refuse devices that do not exist.
pub(super) fn check_devices(state: &State, call: &Call<'_>) -> Result<(), Refusal> {
    let named = named(call);
    match named.iter().find(|(_, id)| state.fleet.index(*id).is_none()) {
        Some((place, _)) if place.is_empty() => Err(Refusal::not_found()),
        Some((place, _)) => Err(unknown(place)),
        None => Ok(()),
    }
}

/// One track a device, which ends with a warning where the device is offline; a single one without devices.
pub(super) fn tracks(state: &State, call: &Call<'_>) -> Vec<Track> {
    let ids = named(call).into_iter().map(|(_, id)| id);
    let tracks: Vec<Track> = ids.map(|id| track(state, id, "Successfully executed.")).collect();
    if tracks.is_empty() { vec![Track::done(NO_DEVICE, "Successfully executed.")] } else { tracks }
}

pub(super) fn track(state: &State, id: u64, words: &str) -> Track {
    match state.fleet.find(id) {
        Some(device) if device.is_online() => Track::done(id, words),
        _ => Track::offline(id),
    }
}

/// Every device that the request names, with the place of its name; in the path it has none.
fn named(call: &Call<'_>) -> Vec<(String, u64)> {
    let in_path = device_slot(call).and_then(|name| call.slot(name).parse().ok()).map(|id| (String::new(), id));
    let body = &call.body.value;
    let listed = places(body, "device_id");
    let items = body["data"].as_array().into_iter().flatten().enumerate();
    let in_items = items.filter_map(|(number, item)| {
        let name = if item["device_id"].is_null() { "id" } else { "device_id" };
        Some((format!("data.{number}.{name}"), item[name].as_u64()?))
    });
    let of_devices = call.operation.path.starts_with("/devices");
    let in_items = in_items.filter(|_| of_devices);
    in_path.into_iter().chain(listed).chain(in_items).collect()
}

fn device_slot(call: &Call<'_>) -> Option<&'static str> {
    let path = &call.operation.path;
    match path {
        path if path.contains("{device_id}") => Some("device_id"),
        path if path.starts_with("/devices/{id}") => Some("id"),
        _ => None,
    }
}

fn places(body: &Value, name: &str) -> Vec<(String, u64)> {
    match &body[name] {
        Value::Array(ids) => {
            ids.iter().enumerate().filter_map(|(number, id)| Some((format!("{name}.{number}"), id.as_u64()?))).collect()
        }
        one => one.as_u64().map(|id| (name.to_owned(), id)).into_iter().collect(),
    }
}

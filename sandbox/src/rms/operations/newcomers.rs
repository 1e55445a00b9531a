//! Devices that are added to the fleet.

use super::COMPANIES;
use super::devices::unknown;
use super::tags;
use crate::exchange::Reply;
use crate::rms::call::Call;
use crate::rms::channels::Track;
use crate::rms::refusal::Refusal;
use crate::rms::state::State;
use crate::table::Record;
use serde_json::{Value, json};

/// The channel is keyed by company, and a new device is listed only when it ends.
pub(super) fn add(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    for (number, item) in call.items().iter().enumerate() {
        check_new(state, item, number)?;
    }
    let count = call.items().len();
    let company =
        call.items().first().map_or(super::ACCOUNT, |item| item["company_id"].as_u64().unwrap_or(super::ACCOUNT));
    let known = call.items().iter().any(|item| has_serial(state, &item["serial"]));
    if known {
        return Ok(state.accept(call, vec![Track::failed(company, "Device already exists.", -1)]));
    }
    let devices: Vec<Record> = call.items().iter().map(|item| newcomer(state, item)).collect();
    let words = if count == 1 { "1 device added.".to_owned() } else { format!("{count} devices added.") };
    let track = Track::done(company, &words).then(|state| {
        for device in devices {
            state.fleet.add(device);
        }
    });
    Ok(state.accept(call, vec![track]))
}

/// Series that are known by their mac; the others by their imei.
const BY_MAC: &[&str] = &["rut", "tcr", "tap", "otd", "swm"];

fn check_new(state: &State, item: &Value, number: usize) -> Result<(), Refusal> {
    let company = item["company_id"].as_u64().unwrap_or(0);
    if state.table(&COMPANIES).get(company).is_none() {
        return Err(unknown(&format!("data.{number}.company_id")));
    }
    let is_by_mac = item["device_series"].as_str().is_some_and(|series| BY_MAC.contains(&series));
    let member = if is_by_mac { "mac" } else { "imei" };
    if item[member].as_str().is_none_or(str::is_empty) {
        let place = format!("data.{number}.{member}");
        return Err(Refusal::invalid(&place, format!("The {place} field is required.")));
    }
    tags::checked(state, &item["tag_id"], &format!("data.{number}.tag_id")).map(drop)
}

fn has_serial(state: &State, serial: &Value) -> bool {
    let mut indices = state.fleet.indices(0);
    indices.any(|index| serial == state.fleet.device(index).serial.as_str())
}

/// Until it connects, a new device is pending.
fn newcomer(state: &State, item: &Value) -> Record {
    let mut device: Record = ["company_id", "serial", "mac", "imei"]
        .iter()
        .filter(|name| !item[**name].is_null())
        .map(|name| ((*name).to_owned(), item[*name].clone()))
        .collect();
    let name = item["name"].as_str().or(item["serial"].as_str()).unwrap_or_default();
    let described = format!("s/n {}, added at {}", item["serial"].as_str().unwrap_or_default(), state.stamp());
    let more = json!({
        "name": name, "description": described, "status": 2, "created_at": state.stamp(),
        "updated_at": state.stamp(), "tags": item["tag_id"].as_array().cloned().unwrap_or_default(),
    });
    device.extend(more.as_object().cloned().unwrap_or_default());
    device
}

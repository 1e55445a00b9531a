//! Work that is sent to devices: actions, commands, scans, updates. Each device ends on its own.

use super::asynchronous::{check_devices, track};
use super::devices::{indices, unknown};
use super::resources::{ACTION_LOGS, FILES, PENDING_UPDATES};
use super::tags::partly;
use crate::exchange::Reply;
use crate::rms::call::Call;
use crate::rms::channels::Track;
use crate::rms::refusal::{Problem, Refusal};
use crate::rms::state::State;
use crate::table::Record;
use serde_json::{Value, json};

/// Actions that leave a file of this type behind.
const FILES_OF: &[(&str, &str)] =
    &[("download_troubleshoot", "troubleshoot"), ("download_eventslog", "eventslog"), ("download_backup", "config")];

pub(super) fn run(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let ids = call.ids("device_id");
    indices(state, &ids, "device_id")?;
    let action = call.member("action").as_str().unwrap_or_default().to_owned();
    let tracks: Vec<Track> = ids.iter().map(|id| act(state, *id, action.clone())).collect();
    Ok(state.accept(call, tracks))
}

fn act(state: &State, id: u64, action: String) -> Track {
    let is_online = state.fleet.find(id).is_some_and(|device| device.is_online());
    track(state, id, "Action completed.").then(move |state| {
        log(state, id, &action, is_online);
        let kind = FILES_OF.iter().find(|(name, _)| *name == action);
        if let Some((_, kind)) = kind.filter(|_| is_online) {
            leave_file(state, id, kind);
        }
    })
}

fn leave_file(state: &mut State, id: u64, kind: &str) {
    let file = json!({ "device_id": id, "type": kind, "name": format!("{kind}-{id}.tar.gz"), "file_size": 40 });
    state.create(&FILES, file.as_object().cloned().unwrap_or_default());
}

fn log(state: &mut State, id: u64, action: &str, is_online: bool) {
    let Some(device) = state.fleet.find(id) else { return };
    let target = if is_online { "completed" } else { "failed" };
    let at = state.stamp();
    let log = json!({
        "events": [{ "action": action, "message": target, "created_at": at, "reference_id": null }],
        "action_name": action, "request_target_state": target, "device_id": id, "device_name": device.name,
        "device_serial": device.serial, "action_initialized_from": "user", "created_at": at, "finished_at": at,
        "_tags": device.tags,
    });
    state.create(&ACTION_LOGS, log.as_object().cloned().unwrap_or_default());
}

/// One of the two filters has to be given.
pub(super) fn logs(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let [device, tag] = ["device_id", "tag_id"].map(|name| call.query.number(name));
    if device.is_none() && tag.is_none() {
        return Err(Refusal::invalid("device_id", "The device_id field is required when tag_id is not present."));
    }
    let is_of = |log: &&Record| device.is_none_or(|id| log["device_id"] == id);
    let has = |log: &Record, id: u64| log["_tags"].as_array().is_some_and(|tags| tags.contains(&id.into()));
    let is_tagged = |log: &&Record| tag.is_none_or(|id| has(log, id));
    let logs = state.table(&ACTION_LOGS).records().rev().filter(is_of).filter(is_tagged).cloned();
    let logs = logs.map(|mut log| {
        log.shift_remove("id");
        log
    });
    let logs = logs.collect();
    super::records::answer(call, logs)
}

/// The simulated shell knows `echo` alone; of other commands it says that they ran.
pub(super) fn command(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    check_devices(state, call)?;
    let command = call.member("command").as_str().unwrap_or_default();
    let output = command
        .strip_prefix("echo ")
        .map_or_else(|| format!("ran: {command}"), |words| words.trim_matches(['\'', '"', ';']).to_owned());
    let tracks = vec![track(state, call.id("id")?, &output)];
    Ok(state.accept(call, tracks))
}

pub(super) fn scan_ports(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let ports = json!([
        { "id": 1, "type": "LAN", "name": "port1", "devices": [
            { "ip": "192.168.1.148", "mac": "00:11:22:33:44:55", "vendor": "Example Vendor", "port": [22, 80, 443, 5900] },
        ] },
        { "id": 2, "type": "WAN", "name": "port2", "devices": [] },
    ]);
    scanned(state, call, json!({ "status": "completed", "type": "port_scan", "ports": ports }))
}

pub(super) fn scan_services(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let asked = call.query.list("ports").unwrap_or_default();
    let ports: Result<Vec<u16>, _> = asked.iter().map(|port| port.parse()).collect();
    let ports = ports.map_err(|_| Refusal::invalid("ports", "The ports parameter is invalid."))?;
    let open: Vec<Value> = ports.into_iter().map(|port| json!({ "ip": "192.168.1.148", "port": port })).collect();
    scanned(state, call, json!({ "status": "completed", "type": "port_scan", "ports": open }))
}

/// Answers that only a device which is online can give.
fn scanned(state: &mut State, call: &Call<'_>, end: Value) -> Result<Reply, Refusal> {
    let device = state.device(call.id("id")?)?;
    let track = if device.is_online() { Track::ending(device.id, end) } else { Track::offline(device.id) };
    Ok(state.accept(call, vec![track]))
}

/// What a device answers to the configurator: one entry for each endpoint asked for.
pub(super) fn configuration(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = call.member("device_id").as_u64().unwrap_or(0);
    let device = state.fleet.find(id).ok_or_else(|| unknown("device_id"))?;
    let endpoints = call.member("endpoints").as_array().map_or(0, Vec::len);
    let data: Vec<Value> = (0..endpoints)
        .map(|number| json!({ "rid": number, "type": "api_forward", "code": 200, "data": [{ "id": "port1", ".type": "switch_port", "poe_enable": "1" }] }))
        .collect();
    let end = json!({ "status": "completed", "response_state": "completed", "value": "Successfully executed API action.", "data": data });
    let track = if device.is_online() { Track::ending(id, end) } else { Track::offline(id) };
    Ok(state.accept(call, vec![track]))
}

/// `offline: true` queues the update for a device that is not there.
pub(super) fn set_updates(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut tracks = Vec::new();
    for (number, item) in call.items().iter().enumerate() {
        let id = item["id"].as_u64().unwrap_or(0);
        let device = state.fleet.find(id).ok_or_else(|| unknown(&format!("data.{number}.id")))?;
        let file = item["file_id"].as_u64().and_then(|file| state.table(&FILES).get(file));
        let file = file.ok_or_else(|| unknown(&format!("data.{number}.file_id")))?;
        if item["action"] == "update_firmware" && item["keep_settings"].is_null() {
            let place = format!("data.{number}.keep_settings");
            return Err(Refusal::invalid(&place, format!("The {place} field is required.")));
        }
        tracks.push(match (device.is_online(), item["offline"] == true) {
            (true, _) => update(device.index, id, item, file),
            (false, true) => queue(id, &device.serial, item),
            (false, false) => Track::offline(id),
        });
    }
    Ok(state.accept(call, tracks))
}

fn update(index: u64, id: u64, item: &Value, file: &Record) -> Track {
    let track = Track::done(id, "Update completed.");
    if item["action"] != "update_firmware" {
        return track;
    }
    let change = Record::from_iter([("firmware".to_owned(), file["version"].clone())]);
    track.then(move |state| state.fleet.change(index, change))
}

fn queue(id: u64, serial: &str, item: &Value) -> Track {
    let kind = if item["action"] == "update_firmware" { 101 } else { 102 };
    let job = json!({ "job_type": kind, "name": item["action"], "serial": serial, "device_id": id });
    Track::done(id, "Update is queued.").then(move |state| {
        state.table_mut(&PENDING_UPDATES).add(job.as_object().cloned().unwrap_or_default());
    })
}

pub(super) fn pending_updates(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let jobs = state.table(&PENDING_UPDATES).records().cloned().collect();
    super::records::answer(call, jobs)
}

/// Cancelled jobs are answered with 200, or with 207 where some do not exist.
pub(super) fn cancel_updates(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let jobs: Vec<u64> = call
        .items()
        .iter()
        .flat_map(|item| item["job_id"].as_array().into_iter().flatten())
        .filter_map(Value::as_u64)
        .collect();
    let (mut done, mut problems) = (Vec::new(), Vec::new());
    for job in jobs {
        match state.table_mut(&PENDING_UPDATES).remove(job) {
            Some(_) => done.push(job),
            None => problems.push(Problem::missing(&job.to_string())),
        }
    }
    Ok(partly(&done, &problems))
}

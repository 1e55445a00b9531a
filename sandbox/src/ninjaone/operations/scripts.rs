//! Scripts that run on devices; how they end is told by activities.

use super::SCRIPTS;
use crate::exchange::Reply;
use crate::ninjaone::call::Call;
use crate::ninjaone::refusal::Refusal;
use crate::ninjaone::state::State;
use crate::table::At;
use serde_json::{Value, json};

/// The actions that every device has: uid and name.
const ACTIONS: &[(&str, &str)] = &[
    ("ac7100aa-0000-4000-8000-000000000001", "Restart agent"),
    ("ac7100aa-0000-4000-8000-000000000002", "Collect agent logs"),
];

/// The script that ends with 1, on every device.
const FAILING: &str = "Always fails";

pub(super) fn options(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    state.device(call.id("id")?)?;
    let script = |script: &crate::table::Record| json!({ "type": "SCRIPT", "id": script.at("id"), "name": script.at("name"), "language": script.at("language"), "categoryId": 1 });
    let action = |(uid, name): &(&str, &str)| json!({ "type": "ACTION", "uid": uid, "name": name, "categoryId": 2 });
    let scripts: Vec<Value> = state.table(&SCRIPTS).records().map(script).chain(ACTIONS.iter().map(action)).collect();
    let body = json!({
        "categories": [{ "id": 1, "name": "Scripts", "internal": false }, { "id": 2, "name": "Actions", "internal": true }],
        "scripts": scripts,
        "credentials": { "roles": ["system", "loggedonuser"], "credentials": [] },
    });
    Ok(call.json(body.to_string()))
}

/// Nothing is answered: the series appears among the activities.
pub(super) fn run(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let device = state.device(call.id("id")?)?;
    let (id, is_online) = (device.id(), device.is_online());
    let name = chosen(state, call)?;
    let end = match is_online {
        _ if name == FAILING => (false, "Exit code: 1".to_owned()),
        true => (true, format!("Output: done {}", call.member("parameters").as_str().unwrap_or_default())),
        false => (false, "Device is offline.".to_owned()),
    };
    let (series, now) = (state.uid(), state.now());
    state.activities.begin(now, series, id, name, end);
    Ok(call.done())
}

/// The name of what is to run: a script by its number, an action by its uid.
fn chosen(state: &State, call: &Call<'_>) -> Result<String, Refusal> {
    let missing = |member: &str| Refusal::app(400, format!("{member}: is required"));
    match call.member("type").as_str() {
        Some("SCRIPT") => {
            let id = call.member("id").as_u64().ok_or_else(|| missing("id"))?;
            Ok(state.record(&SCRIPTS, id)?.at("name").as_str().unwrap_or_default().to_owned())
        }
        Some(_) => {
            let uid = call.member("uid").as_str().ok_or_else(|| missing("uid"))?;
            let action = ACTIONS.iter().find(|(known, _)| *known == uid).ok_or_else(Refusal::not_found)?;
            Ok(action.1.to_owned())
        }
        None => Err(missing("type")),
    }
}

//! Alerts and the rules that raise them.

use super::devices::unknown;
use super::resources::{ALERT_CONFIGURATIONS, ALERTS};
use crate::exchange::Reply;
use crate::rms::call::Call;
use crate::rms::channels::Track;
use crate::rms::envelope;
use crate::rms::listing::only;
use crate::rms::refusal::Refusal;
use crate::rms::state::State;
use crate::table::Record;
use serde_json::{Value, json};

/// A single alert comes in an array.
pub(super) fn get(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut alert = state.record(&ALERTS, call.id("id")?)?.clone();
    alert.insert("alerts_configs_id".into(), alert["_configuration"].clone());
    let members = call.operation.record().into_iter().flat_map(|record| record.members.keys());
    let known: Vec<&str> = members.map(String::as_str).collect();
    if call.query.is_set("fields_only") {
        return Ok(envelope::data(call, &known.into()));
    }
    alert.retain(|name, _| known.contains(&name.as_str()));
    Ok(envelope::data(call, &json!([only(&alert, &call.query, &known)?])))
}

pub(super) fn configure(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut tracks = Vec::new();
    for (number, item) in call.items().iter().enumerate() {
        let id = item["device_id"].as_u64().unwrap_or(0);
        let device = state.fleet.find(id).ok_or_else(|| unknown(&format!("data.{number}.device_id")))?;
        let configuration = configuration(item, device.company);
        tracks.push(Track::done(id, "Alert configuration added.").then(|state| {
            state.create(&ALERT_CONFIGURATIONS, configuration);
        }));
    }
    Ok(state.accept(call, tracks))
}

fn configuration(item: &Value, company: u64) -> Record {
    let mut configuration = item.as_object().cloned().unwrap_or_default();
    let receiver = [&item["email"], &item["phone"]].into_iter().find(|one| !one.is_null()).cloned();
    let more = json!({ "receiver": receiver, "enable": true, "user_id": 1, "_company": company });
    configuration.extend(more.as_object().cloned().unwrap_or_default());
    configuration
}

pub(super) fn remove_configuration(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (device, id) = (call.id("device_id")?, call.id("alert_id")?);
    if state.record(&ALERT_CONFIGURATIONS, id)?["device_id"] != device {
        return Err(Refusal::not_found());
    }
    state.table_mut(&ALERT_CONFIGURATIONS).remove(id);
    Ok(envelope::success(call))
}

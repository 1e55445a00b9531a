//! Devices as they are listed, found and shown.

use super::GROUPS;
use crate::exchange::Reply;
use crate::ninjaone::call::Call;
use crate::ninjaone::fleet::{Device, write_brief, write_detail};
use crate::ninjaone::records;
use crate::ninjaone::refusal::Refusal;
use crate::ninjaone::state::State;
use crate::ninjaone::time::Moment;
use crate::table::At;
use crate::table::Record;
use crate::writer::Writer;
use serde_json::{Value, json};

/// Devices on a page where none are asked for. UNCERTAIN: the vendor does not say.
const USUAL: u64 = 1000;

type Write = fn(&Device<'_>, &mut Writer);

pub(super) fn list(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    page(state, call, |_| true, write_brief)
}

pub(super) fn list_detailed(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    page(state, call, |_| true, write_detail)
}

pub(super) fn of_organization(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let organization = call.id("id")?;
    state.record(&super::ORGANIZATIONS, organization)?;
    page(state, call, |device| device.organization() == organization, write_brief)
}

fn page(
    state: &State,
    call: &Call<'_>,
    is_meant: impl Fn(&Device<'_>) -> bool,
    write: Write,
) -> Result<Reply, Refusal> {
    let filter = state.filter(call.query.get("df"))?;
    let devices =
        state.fleet.after(call.query.number("after")).filter(|device| filter.admits(device) && is_meant(device));
    Ok(call.json(array(devices.take(call.page(USUAL, state.max_page)), write)))
}

fn array<'a>(devices: impl Iterator<Item = Device<'a>>, write: Write) -> String {
    let mut writer = Writer::default();
    writer.raw("[");
    for (index, device) in devices.enumerate() {
        writer.raw(if index == 0 { "" } else { "," });
        write(&device, &mut writer);
    }
    writer.raw("]");
    writer.finish()
}

pub(super) fn get(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut writer = Writer::default();
    write_detail(&state.device(call.id("id")?)?, &mut writer);
    Ok(call.json(writer.finish()))
}

/// By name, user, address or serial number, whatever the case.
pub(super) fn search(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let query = call.query.get("q").unwrap_or_default();
    let wanted = query.to_lowercase();
    let limit = usize::try_from(call.query.number("limit").unwrap_or(10)).unwrap_or(usize::MAX);
    let fits = |text: &str| text.to_lowercase().contains(&wanted);
    let found = state.fleet.from(0).filter(|device| {
        let name = device.display_name().unwrap_or_default();
        [name, device.system_name(), device.address(), device.serial()].iter().any(|text| fits(text))
            || fits(device.user())
    });
    let devices = array(found.take(limit), write_brief);
    Ok(call.json(format!("{{\"query\":{},\"devices\":{devices}}}", json!(query))))
}

pub(super) fn of_group(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let filter = state.filter(Some(&format!("group {}", call.id("id")?))).map_err(|_| Refusal::not_found())?;
    let ids: Vec<u64> = state.fleet.from(0).filter(|device| filter.admits(device)).map(|device| device.id()).collect();
    Ok(call.json(json!(ids).to_string()))
}

/// Saved searches know how many devices they find.
pub(super) fn groups(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let evaluated = Moment::new(state.now(), 0).value();
    let mut groups: Vec<Record> = state.table(&GROUPS).records().cloned().collect();
    for group in &mut groups {
        let filter = state.filter(group.at("_df").as_str())?;
        let count = state.fleet.from(0).filter(|device| filter.admits(device)).count();
        group.insert("deviceCount".into(), count.into());
        group.insert("lastEvaluated".into(), Value::clone(&evaluated));
    }
    Ok(records::answer(call, groups.iter()))
}

/// A link that a browser opens; its token makes it a secret.
pub(super) fn link(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = state.device(call.id("id")?)?.id();
    let url = format!("https://app.example.com/#/deviceDashboard/{id}/overview?token={}", state.uid());
    let expires = Moment::new(state.now() + 300, 0).value();
    if call.query.is_set("redirect") {
        return Ok(Reply { status: 302, headers: Vec::new(), body: bytes::Bytes::new() }.with("location", url));
    }
    Ok(call.json(json!({ "url": url, "expires": expires }).to_string()))
}

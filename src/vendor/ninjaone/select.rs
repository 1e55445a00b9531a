//! Devices by name, serial number, or organization.

use serde_json::{Value, json};

use super::{devices, organizations};
use crate::catalog::{Operation, Place, Selector, Selectors};
use crate::failure::{Code, Failure};
use crate::given::{Given, text_of};
use crate::http::Fault;
use crate::sought::{Sought, quoted};
use crate::workflow::Work;

pub(super) const SELECTORS: Selectors = Selectors {
    ways: &[
        Selector { name: "name", many: false, help: "the device with this name" },
        Selector { name: "serial", many: false, help: "the device with this serial number" },
        Selector { name: "org", many: true, help: "all devices of the organization with this id or name" },
    ],
    target,
    find: |work, selector, value| Box::pin(find(work, selector, value)),
};

/// How rows call a device that they take.
const DEVICE: [&str; 5] = ["deviceId", "device_id", "device-id", "device", "deviceIds"];

/// The slot of a path below `/v2/device/`, and a device's id wherever else it stands.
fn target(operation: &Operation) -> Option<&'static str> {
    let slot = operation.path.split_once("/device/{").and_then(|(_, rest)| rest.split_once('}')).map(|(slot, _)| slot);
    let argument = operation.arguments.iter().find(|argument| match argument.place {
        Place::Path => slot == Some(argument.name),
        _ => slot.is_none() && DEVICE.contains(&argument.name),
    });
    let in_ids = operation.ids.map(|ids| ids.member).filter(|member| DEVICE.contains(member));
    in_ids.or(argument.map(|argument| argument.name))
}

async fn find(work: &Work<'_>, selector: &Selector, value: &str) -> Result<Vec<String>, Fault> {
    let device = match selector.name {
        "org" => return of_organization(work, value).await,
        "serial" => by_serial(work, value).await?,
        _ => by_name(work, value).await?,
    };
    Ok(vec![text_of(&device["id"])])
}

/// The most that a search is asked for: a common word in a name must not hide the device that bears it.
const FOUND: usize = 1000;

/// The vendor searches in much more than names: what it finds is compared here.
async fn by_name(work: &Work<'_>, name: &str) -> Result<Value, Fault> {
    let mut found = work.list(&devices::SEARCH, &Given::default().with("q", name).with("limit", FOUND)).await?;
    found.retain(|device| is_called(device, name));
    let search = format!("`rmctl ninjaone devices search {}` searches for a part of it", quoted(name));
    Ok(Sought { what: "device", by: "name", value: name, instead: "its id", search }.the_one(found, candidate)?)
}

fn is_called(device: &Value, name: &str) -> bool {
    let names = ["displayName", "systemName", "dnsName", "netbiosName"].map(|member| &device[member]);
    names.iter().any(|own| own.as_str().is_some_and(|own| own.eq_ignore_ascii_case(name)))
}

/// The vendor has no search by it: all devices are read.
async fn by_serial(work: &Work<'_>, serial: &str) -> Result<Value, Fault> {
    let mut found = work.list(&devices::LIST_DETAILED, &Given::default()).await?;
    found.retain(|device| has_serial(device, serial));
    let search = "`rmctl ninjaone devices list` lists all".to_owned();
    Ok(Sought { what: "device", by: "serial", value: serial, instead: "its id", search }.the_one(found, candidate)?)
}

fn has_serial(device: &Value, serial: &str) -> bool {
    let system = &device["system"];
    let numbers = [&system["serialNumber"], &system["biosSerialNumber"], &device["serialNumber"]];
    numbers.iter().any(|own| own.as_str().is_some_and(|own| own.eq_ignore_ascii_case(serial)))
}

fn candidate(device: &Value) -> String {
    let name = [&device["displayName"], &device["systemName"]].into_iter().find_map(Value::as_str).unwrap_or("-");
    format!("{} (`{name}`, organization {})", text_of(&device["id"]), text_of(&device["organizationId"]))
}

async fn of_organization(work: &Work<'_>, value: &str) -> Result<Vec<String>, Fault> {
    let id = match value.parse::<u64>() {
        Ok(id) => id.to_string(),
        Err(_) => organization(work, value).await?,
    };
    let given = Given::default().with("org", json!([crate::plan::id_value(&id)]));
    let devices = work.list(&devices::LIST, &given).await?;
    match devices.is_empty() {
        true => Err(Failure::new(Code::NotFound, format!("the organization `{value}` has no devices")).into()),
        false => Ok(devices.iter().map(|device| text_of(&device["id"])).collect()),
    }
}

async fn organization(work: &Work<'_>, name: &str) -> Result<String, Fault> {
    let all = work.list(&organizations::LIST, &Given::default()).await?;
    let is_called = |own: &&Value| own["name"].as_str().is_some_and(|own| own.eq_ignore_ascii_case(name));
    let ids: Vec<String> = all.iter().filter(is_called).map(|own| text_of(&own["id"])).collect();
    match &ids[..] {
        [id] => Ok(id.clone()),
        [] => Err(organizations_hint(Code::NotFound, format!("there is no organization `{name}`"))),
        _ => Err(organizations_hint(
            Code::Ambiguous,
            format!("several organizations are called `{name}`: {}", ids.join(", ")),
        )),
    }
}

fn organizations_hint(code: Code, message: String) -> Fault {
    Failure::new(code, message).hint("`rmctl ninjaone organizations list` lists them").into()
}

//! Devices by name, serial number or customer, out of one list: the vendor searches for nothing itself.

use serde_json::Value;

use super::{customers, devices};
use crate::catalog::{Operation, Selector, Selectors};
use crate::failure::{Code, Failure};
use crate::given::{Given, text_of};
use crate::http::Fault;
use crate::sought::Sought;
use crate::workflow::Work;

pub(super) const SELECTORS: Selectors = Selectors {
    ways: &[
        Selector { name: "name", many: false, help: "the device that is called this, or has this host name" },
        Selector { name: "serial", many: false, help: "the device with this serial number" },
        Selector { name: "customer", many: true, help: "all devices of the customer with this id or name" },
    ],
    target: |operation: &Operation| operation.path.starts_with("/v1/devices/{id}").then_some("id"),
    find: |work, selector, value| Box::pin(find(work, selector, value)),
};

/// Where a name is looked for: what is displayed goes over what the device calls itself.
const NAMES: &[&[&str]] = &[&["/display_name"], &["/system_name", "/dns_name"]];
const SERIALS: &[&[&str]] = &[&["/system/bios_serial_number", "/system/serial_number"]];

async fn find(work: &Work<'_>, selector: &Selector, value: &str) -> Result<Vec<String>, Fault> {
    let all = work.list(&devices::LIST, &Given::default()).await?;
    let (places, member) = match selector.name {
        "customer" => return of_customer(work, &all, value).await,
        "serial" => (SERIALS, "system.bios_serial_number"),
        _ => (NAMES, "display_name"),
    };
    let search = format!("`rmctl ninja devices list --filter '{member}~{}'` searches for a part of it", pattern(value));
    let sought = Sought { what: "device", by: selector.name, value, instead: "its id", search };
    let device = sought.the_one(fitting(&all, places, value), candidate)?;
    Ok(vec![text_of(&device["id"])])
}

/// The devices that have the value in the first of the places where any has it. Host names know no case.
fn fitting(devices: &[Value], places: &[&[&str]], value: &str) -> Vec<Value> {
    let wanted = value.to_lowercase();
    let has = |device: &Value, place: &&str| {
        device.pointer(place).and_then(Value::as_str).is_some_and(|found| found.to_lowercase() == wanted)
    };
    let within = |members: &&[&str]| -> Vec<Value> {
        devices.iter().filter(|device| members.iter().any(|place| has(device, place))).cloned().collect()
    };
    places.iter().map(within).find(|found| !found.is_empty()).unwrap_or_default()
}

fn candidate(device: &Value) -> String {
    let name = device["display_name"].as_str().unwrap_or("without a name");
    let serial = SERIALS[0].iter().find_map(|place| device.pointer(place)?.as_str());
    let serial = serial.map(|serial| format!(", serial {serial}")).unwrap_or_default();
    format!("{} (`{name}`{serial}, customer {})", text_of(&device["id"]), text_of(&device["customer_id"]))
}

/// What a shell takes whole between single quotes, as a pattern that means itself.
fn pattern(value: &str) -> String {
    regex::escape(value).replace('\'', r"'\''")
}

async fn of_customer(work: &Work<'_>, all: &[Value], value: &str) -> Result<Vec<String>, Fault> {
    let of = |id: &str| -> Vec<String> {
        all.iter().filter(|device| text_of(&device["customer_id"]) == id).map(|device| text_of(&device["id"])).collect()
    };
    let by_id = of(value);
    if !by_id.is_empty() {
        return Ok(by_id);
    }
    let id = customer(&work.list(&customers::LIST, &Given::default()).await?, value)?;
    match of(&id) {
        none if none.is_empty() => {
            Err(Failure::new(Code::NotFound, format!("the customer `{value}` has no devices")).into())
        }
        found => Ok(found),
    }
}

/// The id of the customer that has this id or name.
fn customer(customers: &[Value], value: &str) -> Result<String, Failure> {
    let wanted = value.to_lowercase();
    let fits = |customer: &&Value| {
        text_of(&customer["id"]) == value || customer["name"].as_str().is_some_and(|name| name.to_lowercase() == wanted)
    };
    let ids: Vec<String> = customers.iter().filter(fits).map(|customer| text_of(&customer["id"])).collect();
    match &ids[..] {
        [id] => Ok(id.clone()),
        [] => Err(Failure::new(Code::NotFound, format!("there is no customer `{value}`"))
            .hint("`rmctl ninja customers list` lists them")),
        _ => Err(Failure::new(Code::Ambiguous, format!("several customers are called `{value}`: {}", ids.join(", ")))
            .hint("name one of them by its id")),
    }
}

//! Devices by serial number, name, MAC address, IMEI or tag.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::{devices, tags};
use crate::catalog::{Operation, Place, Selector, Selectors};
use crate::failure::{Code, Failure};
use crate::fleet::parts::mac;
use crate::given::{Given, text_of};
use crate::http::Fault;
use crate::sought::{Sought, quoted};
use crate::workflow::Work;

const fn one(name: &'static str, help: &'static str) -> Selector {
    Selector { name, many: false, help }
}

pub(super) const SELECTORS: Selectors = Selectors {
    ways: &[
        one("serial", "the device with this serial number"),
        one("name", "the device with this name"),
        one("mac", "the device with this MAC address"),
        one("imei", "the device with this IMEI"),
        Selector { name: "tag", many: true, help: "all devices with this tag" },
    ],
    target,
    find: |work, selector, value| Box::pin(find(work, selector, value)),
};

/// `device_id` wherever it stands, and the `id` of a path below `/devices/`.
fn target(operation: &Operation) -> Option<&'static str> {
    let below_devices =
        operation.path.starts_with("/devices/{id}") || operation.path.starts_with("/devices/{device_id}");
    let in_ids = operation.ids.map(|ids| ids.member).filter(|member| *member == "device_id");
    let of_devices = operation.ids.map(|ids| ids.member).filter(|_| operation.path == "/devices");
    let argument = operation.arguments.iter().find(|argument| match argument.place {
        Place::Path => below_devices && ["id", "device_id"].contains(&argument.name),
        _ => argument.name == "device_id",
    });
    in_ids.or(of_devices).or(argument.map(|argument| argument.name))
}

async fn find(work: &Work<'_>, selector: &Selector, value: &str) -> Result<Vec<String>, Fault> {
    match selector.name {
        "tag" => tagged(work, value).await,
        member => device(work, member, value, "its id").await.map(|device| vec![text_of(&device["id"])]),
    }
}

/// The one device whose `member` is `value`, with its id, serial number and name. Where several have it, `instead` says how
/// to name one of them.
pub(super) async fn device(work: &Work<'_>, member: &str, value: &str, instead: &str) -> Result<Value, Fault> {
    let fields = match member {
        "serial" | "name" => json!(["id", "serial", "name"]),
        other => json!(["id", "serial", "name", other]),
    };
    // The vendor searches for parts of several members: what it finds is compared here.
    let given = Given::default().with("q", as_written(member, value)).with("fields", fields);
    let mut found = work.list(&devices::LIST, &given).await?;
    found.retain(|device| fits(device, member, value));
    let search = format!("`rmctl rms devices list --q {}` searches for a part of it", quoted(value));
    Ok(Sought { what: "device", by: member, value, instead, search }.the_one(found, candidate)?)
}

/// The vendor writes a MAC address in capitals and with colons; labels and other programs do not.
fn as_written<'v>(member: &str, value: &'v str) -> Cow<'v, str> {
    match mac(value).filter(|_| member == "mac") {
        Some(mac) => mac.to_uppercase().into(),
        None => value.into(),
    }
}

fn fits(device: &Value, member: &str, value: &str) -> bool {
    let found = &device[member];
    // What a device does not have is not the text `null`.
    if found.is_null() {
        return false;
    }
    let found = text_of(found);
    match member {
        "mac" => as_written(member, &found).eq_ignore_ascii_case(&as_written(member, value)),
        _ => found == value,
    }
}

fn candidate(device: &Value) -> String {
    let [id, name, serial] = ["id", "name", "serial"].map(|member| text_of(&device[member]));
    format!("{id} (`{name}`, serial {serial})")
}

async fn tagged(work: &Work<'_>, name: &str) -> Result<Vec<String>, Fault> {
    let tags = work.list(&tags::LIST, &Given::default().with("q", name)).await?;
    let ids: Vec<String> = tags.iter().filter(|tag| tag["name"] == name).map(|tag| text_of(&tag["id"])).collect();
    let [tag] = &ids[..] else {
        let failure = match ids.is_empty() {
            true => Failure::new(Code::NotFound, format!("there is no tag `{name}`")),
            false => Failure::new(Code::Ambiguous, format!("several tags are called `{name}`: {}", ids.join(", "))),
        };
        return Err(failure.hint("`rmctl rms tags list` lists them").into());
    };
    let given = Given::default().with("tag_id", tag.as_str()).with("fields", json!(["id"]));
    let devices = work.list(&devices::LIST, &given).await?;
    match devices.is_empty() {
        true => Err(Failure::new(Code::NotFound, format!("no device has the tag `{name}`")).into()),
        false => Ok(devices.iter().map(|device| text_of(&device["id"])).collect()),
    }
}

//! A dynamic inventory for Ansible: hosts with their variables, in groups by vendor, site, tag, status and model.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::Ipv4Addr;

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::address::reachable;
use super::names::{self, slug};
use crate::failure::{Code, Failure, nearest};
use crate::fleet::Device;
use crate::output::{pretty_json, visible};
use crate::store::hexadecimal;

/// Names that Ansible gives a meaning of its own; plays for `localhost` would reach a device that calls itself so.
const TAKEN: [&str; 6] = ["all", "ungrouped", "localhost", "127.0.0.1", "_meta", "inventory_hostname"];

/// What `--list` prints: all groups, and the variables of all hosts.
pub(super) fn list(devices: &[Device]) -> String {
    let groups = groups(devices);
    let hosts = hosts(devices, &groups);
    let variables: Map<String, Value> = hosts.iter().cloned().zip(devices.iter().map(variables)).collect();
    let mut inventory = Map::new();
    inventory.insert("_meta".to_owned(), json!({ "hostvars": variables }));
    // Not only by the groups: a device may be in none.
    inventory.insert("all".to_owned(), json!({ "hosts": hosts, "children": groups.keys().collect::<Vec<_>>() }));
    for (name, members) in &groups {
        let members: Vec<&String> = members.iter().map(|place| &hosts[*place]).collect();
        inventory.insert(name.clone(), json!({ "hosts": members }));
    }
    pretty(&Value::Object(inventory))
}

/// What `--host` prints: the variables of one host.
pub(super) fn host(devices: &[Device], wanted: &str) -> Result<String, Failure> {
    let hosts = hosts(devices, &groups(devices));
    match hosts.iter().position(|host| host == wanted) {
        Some(place) => Ok(pretty(&variables(&devices[place]))),
        None => Err(unknown(wanted, &hosts)),
    }
}

fn unknown(wanted: &str, hosts: &[String]) -> Failure {
    let failure = Failure::new(Code::NotFound, format!("there is no host `{}` in the inventory", visible(wanted)));
    match nearest(wanted, hosts.iter().map(String::as_str)) {
        Some(near) => failure.hint(format!("`rmctl inventory -o ansible --host {near}`")),
        None => failure,
    }
}

fn hosts(devices: &[Device], groups: &BTreeMap<String, Vec<usize>>) -> Vec<String> {
    names::unique(devices, names::host, |name| {
        TAKEN.contains(&name.to_ascii_lowercase().as_str()) || groups.contains_key(name) || is_read_as_address(name)
    })
}

/// What the system's resolver takes for an address: `127.1`, `2130706433`, `0x7f000001`. Of a device without an address of its
/// own, Ansible asks for the name. One that is called by four plain numbers is called by its address.
fn is_read_as_address(name: &str) -> bool {
    let is_whole = name.parse().is_ok_and(|address: Ipv4Addr| !address.is_loopback() && !address.is_unspecified());
    let is_too_large = name.parse().is_ok_and(|number: u64| number > u64::from(u32::MAX));
    let is_number = |part: &str| match part.strip_prefix("0x").or(part.strip_prefix("0X")) {
        Some(digits) => !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_hexdigit()),
        None => !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit()),
    };
    !is_whole && !is_too_large && name.split('.').count() <= 4 && name.split('.').all(is_number)
}

/// The places of the members of each group.
fn groups(devices: &[Device]) -> BTreeMap<String, Vec<usize>> {
    let mut found: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (place, device) in devices.iter().enumerate() {
        for key in memberships(device) {
            found.entry(key).or_default().push(place);
        }
    }
    let names = group_names(found.keys().copied());
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (key, members) in found {
        groups.entry(names[&key].clone()).or_default().extend(members);
    }
    groups
}

fn memberships(device: &Device) -> HashSet<(&'static str, &str)> {
    let one = [
        ("vendor", Some(device.vendor.as_str())),
        ("site", device.site.as_deref()),
        ("status", Some(device.status.word())),
        ("model", device.model.as_deref()),
    ];
    let one = one.into_iter().filter_map(|(kind, name)| Some((kind, name?)));
    one.chain(device.tags.iter().map(|tag| ("tag", tag.as_str()))).filter(|(_, name)| !name.trim().is_empty()).collect()
}

/// `site_riga_depot`; where two would be called the same, or nothing is left of a name, a hash of it tells them apart.
fn group_names<'d>(keys: impl Iterator<Item = (&'d str, &'d str)>) -> HashMap<(&'d str, &'d str), String> {
    let plain: Vec<_> = keys.map(|key| (key, slug(key.1))).collect();
    let mut counts: HashMap<(&str, &str), usize> = HashMap::new();
    for ((kind, _), name) in &plain {
        *counts.entry((kind, name)).or_default() += 1;
    }
    // No slug has two underscores, so no name can be made to look like one with a hash.
    let named = plain.iter().map(|((kind, text), name)| match name.as_str() {
        "" => ((*kind, *text), format!("{kind}__{}", hash(text))),
        _ if counts[&(*kind, name.as_str())] == 1 => ((*kind, *text), format!("{kind}_{name}")),
        _ => ((*kind, *text), format!("{kind}_{name}__{}", hash(text))),
    });
    named.collect()
}

fn hash(text: &str) -> String {
    hexadecimal(&Sha256::digest(text)[..4])
}

/// Every member of the device as `rmctl_...`, and where Ansible finds it.
fn variables(device: &Device) -> Value {
    let shown = Device { raw: None, ..device.clone() };
    let members = serde_json::to_value(&shown).expect("a device is JSON");
    let members = members.as_object().expect("a device is an object").clone();
    let mut variables = Map::new();
    if let Some(address) = reachable(device) {
        variables.insert("ansible_host".to_owned(), address.into());
    }
    variables.extend(members.into_iter().map(|(name, value)| (format!("rmctl_{name}"), inert(value))));
    Value::Object(variables)
}

/// Ansible evaluates variables as templates: a device named `{{ lookup('pipe', '...') }}` would run a program here.
fn inert(value: Value) -> Value {
    match value {
        Value::String(text) if text.contains('{') => json!({ "__ansible_unsafe": text }),
        Value::Array(items) => items.into_iter().map(inert).collect(),
        Value::Object(members) => {
            Value::Object(members.into_iter().map(|(name, value)| (name, inert(value))).collect())
        }
        other => other,
    }
}

fn pretty(value: &Value) -> String {
    let text = pretty_json(value.to_string().as_bytes());
    let mut text = String::from_utf8(text).expect("JSON is text");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_an_address_that_is_not_the_device() {
        let misread = ["2130706433", "0x7f000001", "127.1", "0", "127.0.0.2", "1100123456"];
        let sound = ["10.57.0.3", "6003212345", "gate-4", "4.example", "0xyz", "1.2.3.4.5"];

        assert_eq!(misread.map(is_read_as_address), [true; 6]);
        assert_eq!(sound.map(is_read_as_address), [false; 6]);
    }
}

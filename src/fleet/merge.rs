//! The same machine, seen by several accounts, shown once. Pure.
//!
//! Two records are the same machine where they share a serial or a MAC address, and come from different accounts. What names
//! nothing is left out: junk in the place of serials, and serials and addresses that one account has on two devices.

use std::collections::{BTreeMap, BTreeSet};

use super::parts::once;
use super::{Device, Source, Status, kind};

/// Each machine once, at the place of its first record, with its sources.
pub fn merge(devices: Vec<Device>) -> Vec<Device> {
    let groups = groups(&devices);
    let mut merged: BTreeMap<usize, Device> = BTreeMap::new();
    for (group, device) in groups.into_iter().zip(devices) {
        match merged.get_mut(&group) {
            None => drop(merged.insert(group, first(device))),
            Some(known) => join(known, device),
        }
    }
    merged.into_values().collect()
}

fn first(device: Device) -> Device {
    Device { sources: vec![source(&device)], ..device }
}

fn source(device: &Device) -> Source {
    Source { vendor: device.vendor.clone(), profile: device.profile.clone(), id: device.id.clone() }
}

/// What the first does not know, the others say; lists are put together. Online anywhere is online, and last seen is the
/// latest.
fn join(known: &mut Device, other: Device) {
    known.sources.push(source(&other));
    known.status = joined(known.status, other.status);
    known.last_seen = known.last_seen.max(other.last_seen);
    let fill = |own: &mut Option<String>, other: Option<String>| {
        if own.is_none() {
            *own = other;
        }
    };
    // Of a junk serial the other's is better.
    if known.serial.as_deref().is_none_or(|serial| token(serial).is_none()) && other.serial.is_some() {
        known.serial.clone_from(&other.serial);
    }
    fill(&mut known.name, other.name);
    fill(&mut known.model, other.model);
    fill(&mut known.kind, other.kind);
    fill(&mut known.site, other.site);
    fill(&mut known.firmware, other.firmware);
    fill(&mut known.url, other.url);
    for (own, other) in
        [(&mut known.tags, other.tags), (&mut known.addresses, other.addresses), (&mut known.macs, other.macs)]
    {
        *own = once(std::mem::take(own).into_iter().chain(other));
    }
}

fn joined(one: Status, other: Status) -> Status {
    let order = [Status::Online, Status::Pending, Status::Offline, Status::Unknown];
    order.into_iter().find(|status| *status == one || *status == other).unwrap_or_default()
}

/// For each device, the place of the first that is the same machine.
fn groups(devices: &[Device]) -> Vec<usize> {
    let mut together = Together((0..devices.len()).collect());
    let mut accounts: Vec<BTreeSet<Account<'_>>> =
        devices.iter().map(|device| BTreeSet::from([account(device)])).collect();
    for places in shared(devices).into_values() {
        for pair in places.windows(2) {
            let (one, other) = (together.root(pair[0]), together.root(pair[1]));
            // Two devices of one account are two, whatever else they share with a third.
            if one != other && accounts[one].is_disjoint(&accounts[other]) {
                let (first, second) = (one.min(other), one.max(other));
                let moved = std::mem::take(&mut accounts[second]);
                accounts[first].extend(moved);
                together.0[second] = first;
            }
        }
    }
    (0..devices.len()).map(|place| together.root(place)).collect()
}

type Account<'d> = (&'d str, &'d str, bool);

/// An agent is software on a machine that the same account may know as such: it counts as an account of its own.
fn account(device: &Device) -> Account<'_> {
    (&device.vendor, &device.profile, device.kind.as_deref() == Some(kind::AGENT))
}

/// What names a machine, and the places of those that have it: at most one of each account.
fn shared(devices: &[Device]) -> BTreeMap<String, Vec<usize>> {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, device) in devices.iter().enumerate() {
        let serial = device.serial.as_deref().and_then(token);
        let macs = device.macs.iter().filter(|mac| is_of_one_card(mac)).map(|mac| format!("mac {mac}"));
        for name in serial.into_iter().map(|serial| format!("serial {serial}")).chain(once(macs)) {
            places.entry(name).or_default().push(place);
        }
    }
    places.retain(|_, places| {
        let distinct: BTreeSet<_> = places.iter().map(|place| account(&devices[*place])).collect();
        places.len() > 1 && distinct.len() == places.len()
    });
    places
}

/// A serial as it is compared; none where makers left a filler in its place.
fn token(serial: &str) -> Option<String> {
    const FILLERS: &[&str] = &[
        "tobefilledbyoem",
        "tobefilledbyoemtobefilledbyoem",
        "defaultstring",
        "systemserialnumber",
        "serialnumber",
        "chassisserialnumber",
        "baseboardserialnumber",
        "notspecified",
        "notapplicable",
        "notavailable",
        "oem",
        "none",
        "null",
        "unknown",
        "invalid",
        "default",
        "empty",
        "n/a",
        "na",
        "1234",
        "12345",
        "123456",
        "1234567",
        "12345678",
        "123456789",
        "1234567890",
        "0123456789",
        "0123456789abcdef",
        "123-1234-123",
        "mb-1234567890",
        "serial",
        "notset",
        "undefined",
        "xxxxxxxxxx",
    ];
    let text: String = serial
        .to_lowercase()
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '.' | '_'))
        .collect();
    let is_one_letter = text.chars().all(|letter| text.starts_with(letter));
    (text.len() >= 4 && !is_one_letter && !FILLERS.contains(&text.as_str())).then_some(text)
}

/// Not the address of no card, of all, of a group, or of a kind that many machines have at once: of a dock's filler, of a
/// virtual router, or of an adapter that a program gives the same address everywhere.
fn is_of_one_card(mac: &str) -> bool {
    const SHARED: &[&str] = &[
        // Routers by VRRP and HSRP.
        "00:00:5e:00:01:",
        "00:00:5e:00:02:",
        "00:00:0c:07:ac:",
        "00:00:0c:9f:f",
        "00:00:00:00:00:0",
        // Docker's bridges, and the networks between a host and its guests: VMware, VirtualBox, Parallels.
        "02:42:",
        "00:50:56:c0:00:",
        "0a:00:27:00:00:",
        "00:1c:42:00:00:0",
        // VPN clients: AnyConnect, Forticlient, GlobalProtect, WAN miniports; and the loopback adapter of Windows.
        "00:05:9a:3c:7",
        "00:09:0f:aa:00:01",
        "00:09:0f:fe:00:01",
        "02:50:41:00:00:01",
        "00:53:45:00:00:00",
        "20:41:53:59:4e:ff",
        "50:50:54:50:30:30",
        "02:00:4c:4f:4f:50",
    ];
    let is_group =
        mac.get(1..2).and_then(|digit| u8::from_str_radix(digit, 16).ok()).is_none_or(|digit| digit & 1 == 1);
    !is_group && !SHARED.iter().any(|start| mac.starts_with(start))
}

/// Which places belong together: each points towards the first of its group.
struct Together(Vec<usize>);

impl Together {
    fn root(&mut self, place: usize) -> usize {
        let mut root = place;
        while self.0[root] != root {
            root = self.0[root];
        }
        self.0[place] = root;
        root
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(account: &str, id: &str, serial: &str, macs: &[&str]) -> Device {
        Device {
            vendor: account.to_owned(),
            profile: "p".to_owned(),
            id: id.to_owned(),
            serial: Some(serial.to_owned()).filter(|serial| !serial.is_empty()),
            macs: macs.iter().map(|mac| (*mac).to_owned()).collect(),
            ..Device::default()
        }
    }

    /// The ids of each machine.
    fn merged(devices: Vec<Device>) -> Vec<String> {
        let ids = |device: Device| device.sources.into_iter().map(|source| source.id).collect::<Vec<_>>().join("+");
        merge(devices).into_iter().map(ids).collect()
    }

    #[test]
    fn a_serial_or_a_mac_address_makes_machines_of_two_accounts_one() {
        let devices = vec![
            device("a", "1", "SN-100", &[]),
            device("a", "2", "SN-200", &["02:00:00:00:00:01"]),
            device("b", "3", "sn-100 ", &[]),
            device("b", "4", "other", &["02:00:00:00:00:01", "02:00:00:00:00:09"]),
            device("c", "5", "", &["02:00:00:00:00:09"]),
        ];

        assert_eq!(merged(devices), ["1+3", "2+4+5"]);
    }

    #[test]
    fn two_devices_of_one_account_stay_two_and_their_serial_names_neither() {
        let devices =
            vec![device("a", "1", "SN-100", &[]), device("a", "2", "SN-100", &[]), device("b", "3", "SN-100", &[])];

        assert_eq!(merged(devices), ["1", "2", "3"]);
    }

    #[test]
    fn an_agent_and_the_machine_that_it_runs_on_are_one() {
        let agent = Device { kind: Some("agent".to_owned()), ..device("a", "agent-1", "FCW1000", &[]) };

        assert_eq!(merged(vec![device("a", "box", "FCW1000", &[]), agent]), ["box+agent-1"]);
    }

    #[test]
    fn a_third_machine_joins_no_two_of_one_account() {
        let devices = vec![
            device("a", "1", "SN-100", &[]),
            device("b", "2", "SN-100", &["02:00:00:00:00:01"]),
            device("a", "3", "SN-300", &["02:00:00:00:00:01"]),
        ];

        assert_eq!(merged(devices), ["1", "2+3"]);
    }

    #[test]
    fn what_makers_left_in_the_place_of_a_serial_names_nothing() {
        let fillers = [
            "To be filled by O.E.M.",
            "0",
            "0000000000",
            "Default string",
            "System Serial Number",
            "None",
            "1234567890",
            "0123456789ABCDEF",
            "MB-1234567890",
        ];

        assert_eq!(fillers.map(token), [const { None }; 9]);
        assert_eq!(token("FCW 2447").as_deref(), Some("fcw2447"));
    }

    #[test]
    fn an_address_that_many_machines_have_names_none() {
        let shared = [
            "01:00:5e:00:00:01",
            "00:00:5e:00:01:0a",
            "02:42:ac:11:00:02",
            "00:00:00:00:00:01",
            "00:50:56:c0:00:08",
            "00:05:9a:3c:7a:00",
        ];

        assert_eq!(shared.map(is_of_one_card), [false; 6]);
        assert!(is_of_one_card("00:1e:42:aa:bb:cc"));
    }

    #[test]
    fn what_one_account_does_not_know_another_says() {
        let time = |text: &str| Some(text.parse().unwrap());
        let mut known = device("a", "1", "To be filled by O.E.M.", &["00:1e:42:00:00:01"]);
        known.status = Status::Offline;
        known.last_seen = time("2026-01-01T00:00:00Z");
        let mut other = device("b", "2", "SN-1", &["00:1e:42:00:00:01", "00:1e:42:00:00:02"]);
        (other.name, other.status) = (Some("pump".to_owned()), Status::Online);
        other.last_seen = time("2026-01-02T00:00:00Z");

        let [merged] = &merge(vec![known, other])[..] else { panic!("one machine") };

        assert_eq!((merged.serial.as_deref(), merged.name.as_deref()), (Some("SN-1"), Some("pump")));
        assert_eq!((merged.status, merged.last_seen), (Status::Online, time("2026-01-02T00:00:00Z")));
        assert_eq!(merged.macs, ["00:1e:42:00:00:01", "00:1e:42:00:00:02"]);
        assert_eq!(merged.vendor, "a");
    }
}

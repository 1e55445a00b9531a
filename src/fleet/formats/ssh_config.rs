//! Blocks for `~/.ssh/config`: a name for each device that has an address and is not known to be away.

use std::fmt::Write as _;

use super::address::reachable;
use super::{counted, names};
use crate::fleet::{Device, Status};
use crate::output::visible;

/// `Host rms-Riga-depot-4`. The vendor stands in front, so that no device can call itself like another machine that the
/// user knows, and so that `Host rms-*` can say more about all of them.
pub(super) fn text(devices: &[Device]) -> String {
    let (reached, left): (Vec<_>, Vec<_>) = devices.iter().partition(|device| is_reachable(device));
    let reached: Vec<Device> = reached.into_iter().cloned().collect();
    let named = names::unique(&reached, names::host, |_| false);
    let mut text = String::from("# Made by `rmctl inventory -o ssh-config`; `Include` it from ~/.ssh/config.\n");
    if !left.is_empty() {
        let count = counted(left.len(), "device");
        writeln!(text, "# Left out, because away or without an address: {count}.").expect("it is a string");
    }
    for (device, name) in reached.iter().zip(&named) {
        block(device, name, &mut text);
    }
    text
}

/// Some vendors say of no device how it is, and theirs would be none at all.
fn is_reachable(device: &Device) -> bool {
    matches!(device.status, Status::Online | Status::Unknown) && reachable(device).is_some()
}

/// Nothing in it needs quotes: names and addresses have plain letters only, and a comment ends with its line.
fn block(device: &Device, name: &str, text: &mut String) {
    let address = reachable(device).expect("only such devices have a block");
    let vendor = names::host(&device.vendor);
    let known = [&device.vendor, &device.profile, &device.id].map(|part| visible(part));
    let called = device.name.as_deref().map(visible).unwrap_or_default();
    writeln!(text, "\n# {} {}", known.join(" "), called).expect("it is a string");
    writeln!(text, "Host {vendor}-{name}\n    HostName {address}").expect("it is a string");
}

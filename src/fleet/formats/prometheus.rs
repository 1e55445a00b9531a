//! Metrics for the textfile folder of Prometheus' node_exporter, in the text format 0.0.4. Samples have no timestamps,
//! because node_exporter refuses them.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::counts::Counts;
use super::{Document, Fleet, Gathered};
use crate::fleet::{Device, Status};
use crate::output::harmless;

const LAST_SUCCESS: &str = "rmctl_last_success_timestamp_seconds";

/// All metrics. `previous` is the text that this one replaces: it says when a profile that failed now did not.
pub(super) fn document(fleet: &Fleet<'_>, previous: &str) -> Document {
    let devices = once(fleet.devices);
    let mut metrics = Metrics::default();
    profiles(fleet, previous, &mut metrics);
    counts(fleet.profiles, &devices, &mut metrics);
    states(&devices, &mut metrics);
    Document { text: metrics.0, warnings: twice(fleet.devices.len() - devices.len()) }
}

/// One series that comes twice makes node_exporter drop the whole file.
fn once(devices: &[Device]) -> Vec<&Device> {
    let mut known = HashSet::new();
    devices.iter().filter(|device| known.insert((&device.vendor, &device.profile, &device.id))).collect()
}

fn twice(count: usize) -> Vec<String> {
    let told = || format!("{} came twice and can be counted once", super::counted(count, "device"));
    (count > 0).then(told).into_iter().collect()
}

fn profiles(fleet: &Fleet<'_>, previous: &str, metrics: &mut Metrics) {
    metrics.family("rmctl_profile_up", "Whether all devices of the profile could be listed.");
    for profile in fleet.profiles {
        metrics.sample("rmctl_profile_up", &of_profile(profile), if profile.fault.is_none() { "1" } else { "0" });
    }
    metrics.family(LAST_SUCCESS, "When all devices of the profile could last be listed.");
    for profile in fleet.profiles {
        let labels = of_profile(profile);
        let time = match profile.fault {
            None => Some(fleet.made_at.as_second().to_string()),
            Some(_) => value(previous, LAST_SUCCESS, &labels),
        };
        if let Some(time) = time {
            metrics.sample(LAST_SUCCESS, &labels, &time);
        }
    }
}

/// What the old text says of a series.
fn value(text: &str, name: &str, labels: &str) -> Option<String> {
    let mut values = text.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(labels)?.strip_prefix(' '));
    values.next().and_then(|value| value.parse::<i64>().ok()).map(|seconds| seconds.to_string())
}

/// Of profiles that are whole: a count of half a profile would look like machines that are gone.
fn counts(profiles: &[Gathered], devices: &[&Device], metrics: &mut Metrics) {
    metrics.family("rmctl_devices", "Devices of the profile by status.");
    for profile in profiles.iter().filter(|profile| profile.fault.is_none()) {
        let is_own = |device: &&Device| device.vendor == profile.vendor && device.profile == profile.profile;
        for (status, count) in Counts::of(devices.iter().copied().filter(is_own)).states() {
            let [vendor, profile] = [&profile.vendor, &profile.profile].map(String::as_str);
            let labels = labels(&[("vendor", vendor), ("profile", profile), ("status", status.word())]);
            metrics.sample("rmctl_devices", &labels, &count.to_string());
        }
    }
}

fn states(devices: &[&Device], metrics: &mut Metrics) {
    let about = "Whether the device is online; there is no sample where its vendor does not say.";
    metrics.family("rmctl_device_up", about);
    for device in devices.iter().filter(|device| device.status != Status::Unknown) {
        let is_up = device.status == Status::Online;
        metrics.sample("rmctl_device_up", &of_device(device), if is_up { "1" } else { "0" });
    }
    metrics.family("rmctl_device_last_seen_timestamp_seconds", "When the vendor last heard of the device.");
    for device in devices {
        if let Some(time) = device.last_seen {
            let seconds = time.as_second().to_string();
            metrics.sample("rmctl_device_last_seen_timestamp_seconds", &of_device(device), &seconds);
        }
    }
    metrics.family("rmctl_device_info", "What is known of the device; always 1.");
    for device in devices {
        metrics.sample("rmctl_device_info", &info(device), "1");
    }
}

fn of_profile(profile: &Gathered) -> String {
    labels(&[("vendor", &profile.vendor), ("profile", &profile.profile)])
}

fn of_device(device: &Device) -> String {
    labels(&[("vendor", &device.vendor), ("profile", &device.profile), ("id", &device.id)])
}

fn info(device: &Device) -> String {
    let text = |member: &Option<String>| member.clone().unwrap_or_default();
    labels(&[
        ("vendor", &device.vendor),
        ("profile", &device.profile),
        ("id", &device.id),
        ("name", &text(&device.name)),
        ("serial", &text(&device.serial)),
        ("model", &text(&device.model)),
        ("kind", &text(&device.kind)),
        ("site", &text(&device.site)),
        ("firmware", &text(&device.firmware)),
    ])
}

#[derive(Default)]
struct Metrics(String);

impl Metrics {
    fn family(&mut self, name: &str, about: &str) {
        write!(self.0, "# HELP {name} {about}\n# TYPE {name} gauge\n").expect("a string takes everything");
    }

    fn sample(&mut self, name: &str, labels: &str, value: &str) {
        writeln!(self.0, "{name}{labels} {value}").expect("a string takes everything");
    }
}

/// `{vendor="rms",id="7"}`.
fn labels(pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
    format!("{{{}}}", pairs.join(","))
}

fn escaped(value: &str) -> String {
    harmless(value).replace('\\', r"\\").replace('"', r#"\""#).replace('\n', r"\n").replace('\r', "␍")
}

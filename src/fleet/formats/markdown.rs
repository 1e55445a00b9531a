//! A summary in GitHub's Markdown, for the page of a job. Text of vendors is shown and nothing else: it makes no links,
//! no mentions, no markup.

use std::fmt::Write as _;

use super::counts::{self, Counts, STATES};
use super::{Fleet, counted};
use crate::fleet::{Device, Status};
use crate::output::visible;

/// GitHub takes 1 MiB a step, and drops a summary that is larger.
const MOST: usize = 1_000_000;

pub(super) fn text(fleet: &Fleet<'_>) -> String {
    let mut text = String::from("## Fleet\n\n");
    line(&mut text, &opening(fleet));
    faults(fleet, &mut text);
    if !fleet.devices.is_empty() {
        vendors(fleet.devices, &mut text);
        devices(fleet.devices, &mut text);
    }
    text
}

fn opening(fleet: &Fleet<'_>) -> String {
    let counts = Counts::of(fleet.devices);
    let states = counts.states().filter(|(_, count)| *count > 0);
    let states: Vec<String> = states.map(|(status, count)| format!("{count} {}", status.word())).collect();
    let devices = counted(counts.all(), "device");
    let profiles = counted(fleet.profiles.len(), "profile");
    let states = if states.is_empty() { String::new() } else { format!(": {}", states.join(", ")) };
    format!("**{devices}** in {profiles}{states}. Made at {:.0}.", fleet.made_at)
}

fn faults(fleet: &Fleet<'_>, text: &mut String) {
    let failed = fleet.profiles.iter().filter_map(|profile| Some((profile, profile.fault.as_deref()?)));
    for (profile, fault) in failed {
        text.push('\n');
        line(text, &format!("> ❌ {} ({}): {}", cell(&profile.profile), cell(&profile.vendor), cell(fault)));
    }
}

fn vendors(devices: &[Device], text: &mut String) {
    let states = STATES.map(Status::word).join(" | ");
    line(text, &format!("\n| vendor | all | {states} |\n|---|--:|--:|--:|--:|--:|"));
    for (vendor, counts) in counts::by(devices, |device| &device.vendor) {
        let states: Vec<String> = counts.states().map(|(_, count)| count.to_string()).collect();
        line(text, &format!("| {} | {} | {} |", cell(vendor), counts.all(), states.join(" | ")));
    }
}

fn devices(devices: &[Device], text: &mut String) {
    line(text, "\n| status | device | vendor | model | site | serial | last seen |\n|---|---|---|---|---|---|---|");
    for (place, device) in devices.iter().enumerate() {
        let row = row(device);
        if text.len() + row.len() > MOST {
            let left = counted(devices.len() - place, "device");
            line(text, &format!("\n{left} more, which a summary has no room for."));
            return;
        }
        line(text, &row);
    }
}

fn row(device: &Device) -> String {
    let seen = device.last_seen.map(|time| format!("{time:.0}")).unwrap_or_default();
    let known = [&device.model, &device.site, &device.serial].map(|text| cell(text.as_deref().unwrap_or_default()));
    let name = cell(device.name.as_deref().unwrap_or(&device.id));
    let sign = sign(device.status);
    format!("| {sign} {} | {name} | {} | {} | {seen} |", device.status.word(), cell(&device.vendor), known.join(" | "))
}

fn sign(status: Status) -> &'static str {
    match status {
        Status::Online => "🟢",
        Status::Offline => "🔴",
        Status::Pending => "🟡",
        Status::Unknown => "⚪",
    }
}

/// Text that Markdown shows as it is, on one line.
pub(super) fn cell(text: &str) -> String {
    let text = visible(text.trim());
    let mut shown = String::with_capacity(text.len() + 8);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            // Mentions and references are found in the text that is left when the markup is gone; a comment parts it.
            '@' | '#' if letters.peek().is_some_and(|next| next.is_alphanumeric()) => {
                write!(shown, "\\{letter}<!-- -->").expect("a string takes everything");
            }
            // What would become a link by itself.
            ':' if letters.peek() == Some(&'/') => shown.push_str(r"\:"),
            '.' if ends_with_www(&shown) => shown.push_str(r"\."),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '$' | '&' => {
                shown.extend(['\\', letter])
            }
            _ => shown.push(letter),
        }
    }
    shown
}

fn ends_with_www(text: &str) -> bool {
    text.len().checked_sub(3).and_then(|start| text.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

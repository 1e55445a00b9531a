//! One self-contained page: counts, pictures, and a table to search and sort. It loads nothing, and its Content-Security-
//! Policy lets nothing run but its own script.

mod bars;
mod data;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::counts::{self, Counts};
use super::{Fleet, counted};
use crate::output::visible;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
const BODY: &str = include_str!("page.html");

pub(super) fn text(fleet: &Fleet<'_>) -> String {
    let devices = counted(fleet.devices.len(), "device");
    // One pass from the left: what was put in is not looked through for further places.
    let parts = [
        ("{{policy}}", policy()),
        ("{{version}}", escaped(env!("CARGO_PKG_VERSION"))),
        ("{{devices}}", devices),
        ("{{style}}", STYLE.to_owned()),
        ("{{time}}", format!("{:.0}", fleet.made_at)),
        ("{{made}}", fleet.made_at.strftime("%Y-%m-%d %H:%M UTC").to_string()),
        ("{{profiles}}", counted(fleet.profiles.len(), "profile")),
        ("{{tiles}}", tiles(fleet)),
        ("{{faults}}", faults(fleet)),
        ("{{vendors}}", bars::chart(&counts::by(fleet.devices, |device| &device.vendor))),
        ("{{sites}}", bars::chart(&counts::by(fleet.devices, |device| device.site.as_deref().unwrap_or_default()))),
        ("{{data}}", data::json(fleet.devices)),
        ("{{script}}", SCRIPT.to_owned()),
    ];
    filled(BODY, &parts)
}

fn filled(mut template: &str, parts: &[(&str, String)]) -> String {
    let mut page = String::new();
    for (place, part) in parts {
        let (before, after) = template.split_once(place).expect("the page has the places in this order");
        page.push_str(before);
        page.push_str(part);
        template = after;
    }
    page + template
}

fn policy() -> String {
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(SCRIPT),
        hash(STYLE)
    )
}

fn hash(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text))
}

fn tiles(fleet: &Fleet<'_>) -> String {
    let counts = Counts::of(fleet.devices);
    let states = counts.states().map(|(status, count)| (status.word(), count));
    states.map(|(word, count)| format!("<li class=\"{word}\"><b>{count}</b> {word}</li>\n")).collect()
}

fn faults(fleet: &Fleet<'_>) -> String {
    let failed = fleet.profiles.iter().filter_map(|profile| Some((profile, profile.fault.as_deref()?)));
    let items: String = failed
        .map(|(profile, fault)| {
            let [vendor, profile, fault] = [&profile.vendor, &profile.profile, fault].map(escaped);
            format!("<li><b>{profile}</b> ({vendor}): {fault}</li>\n")
        })
        .collect();
    match items.is_empty() {
        true => items,
        false => {
            format!("<section class=\"faults\">\n<h2>Not all devices are here</h2>\n<ul>\n{items}</ul>\n</section>\n")
        }
    }
}

/// Text as HTML shows it, in elements and in quoted attributes. What would hide or reorder other text is made visible.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 8);
    for letter in visible(text).chars() {
        match letter {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            '\'' => shown.push_str("&#39;"),
            _ => shown.push(letter),
        }
    }
    shown
}

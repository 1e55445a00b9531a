//! The filters of the device list. Each parameter of the operation has a row here, or is refused.

use super::device::{Device, SEEN_AT, Status};
use super::fields::{Surroundings, field, write_member};
use crate::query::Query;
use crate::rms::refusal::Refusal;
use crate::writer::Writer;

/// A test that a device passes or not.
pub(in crate::rms) struct Filter {
    test: Test,
    wanted: Vec<String>,
    is_negated: bool,
}

/// How a parameter looks at a device.
#[derive(Clone, Copy)]
enum Test {
    /// The member of this name, written the same but for case.
    Same(&'static str),
    /// One of the words that the vendor has for something.
    Word(fn(&Device<'_>) -> &'static str),
    Id,
    Tag,
    /// Part of a text that the vendor searches.
    Search,
}

#[rustfmt::skip]
const TESTS: &[(&str, Test)] = &[
    ("q", Test::Search),
    ("id", Test::Id),
    ("tag_id", Test::Tag),
    ("status", Test::Word(status)),
    ("signal", Test::Word(|device| band(device.modem().map(|_| device.signal)))),
    ("signal_2", Test::Word(|_| "no_signal")),
    ("network_state", Test::Word(network_state)),
    ("network_state_2", Test::Word(|_| "unknown")),
    ("connection_type", Test::Word(connection_type)),
    ("connection_type_2", Test::Word(|_| "unknown")),
    ("information_updated", Test::Word(information_updated)),
    ("monitoring_status", Test::Word(|device| if device.is_monitored { "monitored" } else { "not_monitored" })),
    ("task", Test::Word(|device| device.task)),
    ("wan_state", Test::Word(wan_state)),
    ("credit_type", Test::Word(|_| "paid")),
    ("model", Test::Same("model")),
    ("mac", Test::Same("mac")),
    ("firmware", Test::Same("firmware")),
    ("company_id", Test::Same("company_id")),
    ("operator", Test::Same("operator")),
    ("operator_2", Test::Same("operator_2")),
    ("modem_model", Test::Same("modem_model")),
    ("modem_model_2", Test::Same("modem_model_2")),
    ("modem_manufacturer", Test::Same("modem_manufacturer")),
    ("modem_manufacturer_2", Test::Same("modem_manufacturer_2")),
    ("modem_firmware", Test::Same("modem_firmware")),
    ("modem_firmware_2", Test::Same("modem_firmware_2")),
    ("management_credit_type", Test::Same("management_credit_type")),
    ("management_credit_type_id", Test::Same("management_credit_type_id")),
    ("data_credit_type", Test::Same("data_credit_type")),
    ("data_credit_type_id", Test::Same("data_credit_type_id")),
];

/// Parameters that choose the page and the members, not the devices.
const OTHERS: &[&str] = &["limit", "offset", "fields", "fields_only", "sort", "charts"];

/// The filters of a request; a parameter that nothing here can honour is refused, never ignored.
pub(in crate::rms) fn filters(query: &Query) -> Result<Vec<Filter>, Refusal> {
    let given = query.pairs().filter(|(name, _)| !OTHERS.contains(name));
    given.map(|(name, value)| filter(name, value)).collect()
}

fn filter(name: &str, value: &str) -> Result<Filter, Refusal> {
    let plain = name.strip_prefix("ne:").or_else(|| name.strip_prefix("ne_"));
    let known = TESTS.iter().find(|(known, _)| *known == plain.unwrap_or(name));
    let (_, test) = known.ok_or_else(|| Refusal::invalid(name, "The filter is not simulated."))?;
    let wanted = match test {
        Test::Search => vec![value.to_lowercase()],
        _ => value.split(',').map(|word| word.trim().to_owned()).collect(),
    };
    Ok(Filter { test: *test, wanted, is_negated: plain.is_some() })
}

/// The word under which a chart of that name counts a device.
pub(in crate::rms) fn chart(name: &str, device: &Device<'_>) -> String {
    match TESTS.iter().find(|(known, _)| *known == name) {
        Some((_, Test::Word(word))) => word(device).to_owned(),
        Some((_, Test::Same(member))) => plain(member, device).trim_matches('"').to_owned(),
        _ => String::new(),
    }
}

impl Filter {
    pub(in crate::rms) fn passes(&self, device: &Device<'_>) -> bool {
        self.fits(device) != self.is_negated
    }

    fn fits(&self, device: &Device<'_>) -> bool {
        match self.test {
            Test::Id => self.has(&device.id.to_string()),
            Test::Tag => device.tags.iter().any(|tag| self.has(&tag.to_string())),
            Test::Word(word) => self.has(word(device)),
            Test::Same(member) => self.has(plain(member, device).trim_matches('"')),
            Test::Search => {
                let texts = [&device.name, &device.serial, &device.mac, &device.imei, &device.description];
                texts.iter().any(|text| contains(text, &self.wanted[0]))
            }
        }
    }

    fn has(&self, word: &str) -> bool {
        self.wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(word))
    }
}

fn contains(text: &str, wanted: &str) -> bool {
    if text.is_ascii() && wanted.is_ascii() {
        let (text, wanted) = (text.as_bytes(), wanted.as_bytes());
        return wanted.is_empty() || text.windows(wanted.len()).any(|window| window.eq_ignore_ascii_case(wanted));
    }
    text.to_lowercase().contains(wanted)
}

/// The member's JSON; texts keep their quotes.
fn plain(member: &str, device: &Device<'_>) -> String {
    let mut writer = Writer::default();
    if let Some(field) = field(member) {
        write_member(field, device, &Surroundings::default(), &mut writer);
    }
    writer.finish()
}

/// The vendor counts a device of which it knows nothing as offline.
fn status(device: &Device<'_>) -> &'static str {
    match device.status {
        Some(Status::Online) => "online",
        Some(Status::Pending) => "not_activated",
        Some(Status::Offline) | None => "offline",
    }
}

/// The bands of signal strength; where one ends is a guess.
pub(in crate::rms) fn band(signal: Option<i64>) -> &'static str {
    match signal {
        Some(-70..) => "excellent",
        Some(-85..=-71) => "average",
        Some(_) => "low",
        None => "no_signal",
    }
}

fn network_state(device: &Device<'_>) -> &'static str {
    match (device.modem(), device.is_roaming) {
        (None, _) => "unknown",
        (Some(_), true) => "roaming",
        (Some(_), false) => "home",
    }
}

fn connection_type(device: &Device<'_>) -> &'static str {
    match device.modem().map(|modem| modem.technology) {
        Some(technology) if technology.starts_with("5G") => "5g",
        Some(_) => "4g",
        None => "unknown",
    }
}

fn wan_state(device: &Device<'_>) -> &'static str {
    match (device.is_known(), device.model.modem.is_some()) {
        (false, _) => "unknown",
        (true, true) => "mobile",
        (true, false) => "wired",
    }
}

/// The longest age that holds is the band; the age is that of the fleet's own moment.
fn information_updated(device: &Device<'_>) -> &'static str {
    match SEEN_AT - device.last_seen {
        _ if !device.is_known() => "never_been_updated",
        ..300 => "less_than_5_minutes_ago",
        300..3_600 => "more_than_5_minutes_ago",
        3_600..604_800 => "more_than_1_hour_ago",
        _ => "more_than_1_week_ago",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rms::surface;

    #[test]
    fn every_filter_of_the_device_lists_is_honoured() {
        let lists = ["/devices", "/devices/export/csv", "/devices/statistics"];
        let operations = surface::operations();
        let parameters = operations
            .iter()
            .filter(|one| one.method == "GET" && lists.contains(&one.path.as_str()))
            .flat_map(|one| one.query.keys())
            .filter(|name| !OTHERS.contains(&name.as_str()));

        let ignored: Vec<&String> = parameters.filter(|name| filter(name, "x").is_err()).collect();

        assert!(ignored.is_empty(), "{ignored:?}");
    }
}

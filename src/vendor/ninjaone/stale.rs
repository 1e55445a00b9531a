//! `ninjaone devices stale`: devices that have not been heard of for some days, the longest silent first.

use serde_json::Value;

use super::devices;
use super::filter::{CLASS, DF, GROUP, ORG};
use crate::catalog::{Argument, Effect, Kind, Operation};
use crate::failure::Failure;
use crate::given::Given;
use crate::http::Fault;
use crate::record::Record;
use crate::surroundings::LocalFuture;
use crate::workflow::{Outcome, Work};

const COLUMNS: &[&str] = &["id", "displayName", "lastContact", "systemName", "offline", "nodeClass", "organizationId"];
const DAY: f64 = 86_400.0;
/// As many days as nobody is on holiday.
const MANY: f64 = 30.0;

pub(super) const STALE: Operation = Operation::stream("stale", Effect::Read, stale)
    .about("List devices that have been silent for some days, the longest silent first")
    .arguments(&[
        Argument::workflow("days", Kind::Number).help("silent for so many days or longer [default: 30]"),
        Argument::workflow("never", Kind::Boolean).help("also devices of which no contact is known, before all others"),
        DF,
        ORG,
        CLASS,
        GROUP,
    ])
    .columns(COLUMNS, devices::WIDE)
    .words(devices::REACH)
    .members(devices::MEMBERS);

fn stale<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let days: Option<f64> = given.text("days").map_or(Some(MANY), |days| days.parse().ok());
        let days = days.filter(|days| *days >= 0.0).ok_or_else(|| Failure::usage("`--days` is no less than 0"))?;
        let request = work.plan(&devices::LIST, given)?;
        let devices = work.as_they_came(&devices::LIST, request).await?;
        let silent = silent_since(devices, work.now() as f64 - days * DAY, given.is_set("never"))?;
        Ok(work.hand_over(&silent))
    })
}

/// Those whose last contact was at that moment or before, in seconds since 1970, the oldest first.
fn silent_since(devices: Vec<Record>, moment: f64, with_unknown: bool) -> Result<Vec<Record>, Failure> {
    let mut silent = Vec::new();
    for device in devices {
        match contact_of(&device.parse()?) {
            Some(contact) if contact <= moment => silent.push((contact, device)),
            None if with_unknown => silent.push((0.0, device)),
            _ => {}
        }
    }
    silent.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    Ok(silent.into_iter().map(|(_, device)| device).collect())
}

fn contact_of(device: &Value) -> Option<f64> {
    device["lastContact"].as_number()?.as_str().parse().ok().filter(|contact| *contact > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ids(with_unknown: bool) -> Vec<String> {
        let devices = [
            json!({"id": 1, "lastContact": 900.5}),
            json!({"id": 2, "lastContact": 1100.0}),
            json!({"id": 3}),
            json!({"id": 4, "lastContact": 100}),
            json!({"id": 5, "lastContact": 1000.0}),
        ];
        let found = silent_since(devices.iter().map(Record::from).collect(), 1000.0, with_unknown).unwrap();
        found.iter().map(|device| device.parse().unwrap()["id"].to_string()).collect()
    }

    #[test]
    fn the_longest_silent_comes_first_and_what_was_heard_of_since_is_left_out() {
        assert_eq!(ids(false), ["4", "1", "5"]);
    }

    #[test]
    fn devices_without_a_known_contact_are_shown_where_they_are_asked_for() {
        assert_eq!(ids(true), ["3", "4", "1", "5"]);
    }
}

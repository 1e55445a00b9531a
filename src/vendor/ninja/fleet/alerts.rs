//! The alerts of NinjaRMM v1 in the one shape.

use serde::Deserialize;

use super::super::alerts;
use crate::failure::Failure;
use crate::fleet::parts::{self, Text};
use crate::fleet::{Alert, Feed, Scene};
use crate::record::Record;

pub(super) const ALERTS: &[Feed<Alert>] = &[Feed::new(&alerts::LIST, alert)];

#[derive(Deserialize, Default)]
#[serde(default)]
struct Row {
    id: Text,
    status: Text,
    severity: Text,
    message: Text,
    timestamp: Text,
    device: Option<Machine>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Machine {
    id: Text,
    display_name: Text,
    system_name: Text,
}

fn alert(record: &Record, _: &Scene<'_>) -> Result<Option<Alert>, Failure> {
    let row: Row = parts::read(record)?;
    let machine = row.device.unwrap_or_default();
    let lower = |text: Text| text.some().map(|text| text.to_lowercase());
    Ok(Some(Alert {
        id: row.id.some().unwrap_or_default(),
        device_id: machine.id.some(),
        device: machine.display_name.some().or(machine.system_name.some()),
        severity: lower(row.severity),
        status: lower(row.status),
        message: row.message.some(),
        created_at: row.timestamp.as_str().and_then(parts::time),
        ..Alert::default()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fleet::sample::read;

    #[test]
    fn an_alert_names_its_device_and_its_time() {
        let alert = read(
            &ALERTS[0],
            r#"{"id":457115,"type":"MONITOR","status":"WINDOWS_SERVICE_STOPPED","message":"Defender stopped",
            "severity":"CRITICAL","timestamp":"Sun, 15 May 2016 22:11:39 GMT","device":{"id":1743,"display_name":"DESKTOP1"}}"#,
        );

        let expected = Alert {
            id: "457115".to_owned(),
            device_id: Some("1743".to_owned()),
            device: Some("DESKTOP1".to_owned()),
            severity: Some("critical".to_owned()),
            status: Some("windows_service_stopped".to_owned()),
            message: Some("Defender stopped".to_owned()),
            created_at: Some("2016-05-15T22:11:39Z".parse().unwrap()),
            ..Alert::default()
        };
        assert_eq!(alert, expected);
    }

    #[test]
    fn what_the_vendor_leaves_out_is_not_known() {
        let alert = read(&ALERTS[0], r#"{"id":1,"severity":null,"device":null,"timestamp":"yesterday"}"#);

        assert_eq!(alert, Alert { id: "1".to_owned(), ..Alert::default() });
    }
}

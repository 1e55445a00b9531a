//! The alerts of NinjaOne in the one shape. It lists those alone whose condition is met now, so that none has a status.

use serde::Deserialize;

use super::super::{alerts, devices};
use crate::failure::Failure;
use crate::fleet::parts::{self, Text};
use crate::fleet::{Alert, Feed, Lookup, Names, Scene};
use crate::record::Record;

pub(super) const ALERTS: &[Feed<Alert>] = &[Feed { lookup: Some(DEVICES), ..Feed::new(&alerts::LIST, alert) }];

/// Of those that an alert says no more of than the id.
const DEVICES: Lookup = Lookup {
    names: Names { of: "devices", row: &devices::LIST, given: &[], read: device },
    ids: |ids| {
        let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
        ("df", format!("id in ({})", ids.join(",")).into())
    },
    wanted: |record| {
        let row: Row = parts::read(record).ok()?;
        row.device_id.as_str().filter(|_| row.device.is_none())?.parse().ok()
    },
};

fn device(record: &Record) -> Option<(String, String)> {
    parts::named(record, "id", "displayName").or_else(|| parts::named(record, "id", "systemName"))
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Row {
    uid: Text,
    device_id: Text,
    severity: Text,
    message: Text,
    create_time: Text,
    device: Option<Machine>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Machine {
    display_name: Text,
    system_name: Text,
}

fn alert(record: &Record, scene: &Scene<'_>) -> Result<Option<Alert>, Failure> {
    let row: Row = parts::read(record)?;
    let machine = row.device.unwrap_or_default();
    let known = row.device_id.as_str().and_then(|id| scene.name("devices", id));
    Ok(Some(Alert {
        id: row.uid.some().unwrap_or_default(),
        device_id: row.device_id.some(),
        device: machine.display_name.some().or(machine.system_name.some()).or(known),
        severity: row.severity.some().map(|text| text.to_lowercase()),
        message: row.message.some(),
        created_at: row.create_time.as_str().and_then(parts::time),
        ..Alert::default()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fleet::sample::read;

    #[test]
    fn an_alert_is_known_by_its_uid() {
        let alert = read(
            &ALERTS[0],
            r#"{"uid":"50edcf11","deviceId":33,"message":"rebooted","createTime":1730332915.5,"severity":"MAJOR",
            "device":{"displayName":"DC-1"}}"#,
        );

        let expected = Alert {
            id: "50edcf11".to_owned(),
            device_id: Some("33".to_owned()),
            device: Some("DC-1".to_owned()),
            severity: Some("major".to_owned()),
            message: Some("rebooted".to_owned()),
            created_at: Some("2024-10-31T00:01:55Z".parse().unwrap()),
            ..Alert::default()
        };
        assert_eq!(alert, expected);
    }
}

//! The alerts of NinjaOne in the one shape. It lists those alone whose condition is met now, so that none has a status.

use serde::Deserialize;

use super::super::alerts;
use crate::failure::Failure;
use crate::fleet::parts::{self, Text};
use crate::fleet::{Alert, Feed, Scene};
use crate::record::Record;

pub(super) const ALERTS: &[Feed<Alert>] = &[Feed::new(&alerts::LIST, alert)];

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

fn alert(record: &Record, _: &Scene<'_>) -> Result<Option<Alert>, Failure> {
    let row: Row = parts::read(record)?;
    let machine = row.device.unwrap_or_default();
    Ok(Some(Alert {
        id: row.uid.some().unwrap_or_default(),
        device_id: row.device_id.some(),
        device: machine.display_name.some().or(machine.system_name.some()),
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

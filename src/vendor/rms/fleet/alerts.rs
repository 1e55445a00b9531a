//! The alerts of RMS in the one shape. RMS grades none of them, and names devices by id alone, so that their names are
//! asked for.

use serde::Deserialize;

use super::super::{alerts, devices};
use crate::failure::Failure;
use crate::fleet::parts::{self, Text};
use crate::fleet::{Alert, Feed, Lookup, Names, Scene};
use crate::record::Record;

pub(super) const ALERTS: &[Feed<Alert>] = &[Feed { lookup: Some(DEVICES), ..Feed::new(&alerts::LIST, alert) }];

const DEVICES: Lookup = Lookup {
    names: Names {
        of: "devices",
        row: &devices::LIST,
        given: &[("fields", "id,name")],
        read: |record| parts::named(record, "id", "name"),
    },
    ids: |ids| ("id", ids.into()),
    wanted: |record| parts::read::<Row>(record).ok()?.device_id.as_str()?.parse().ok(),
};

#[derive(Deserialize, Default)]
#[serde(default)]
struct Row {
    id: Text,
    device_id: Text,
    message: Text,
    alert_type: Text,
    alert_subtype: Text,
    created_at: Text,
}

fn alert(record: &Record, scene: &Scene<'_>) -> Result<Option<Alert>, Failure> {
    let row: Row = parts::read(record)?;
    let kind: Vec<String> = [row.alert_type, row.alert_subtype].into_iter().filter_map(Text::some).collect();
    Ok(Some(Alert {
        id: row.id.some().unwrap_or_default(),
        device: row.device_id.as_str().and_then(|id| scene.name("devices", id)),
        device_id: row.device_id.some(),
        message: row.message.some().or_else(|| Some(kind.join(": ")).filter(|kind| !kind.is_empty())),
        created_at: row.created_at.as_str().and_then(parts::time),
        ..Alert::default()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fleet::sample::read;

    #[test]
    fn an_alert_is_read_and_nothing_is_made_up() {
        let alert = read(
            &ALERTS[0],
            r#"{"id":12,"device_id":70810,"message":"Signal is low","alert_type":"Event","alert_subtype":"Signal",
            "created_at":"2026-01-23 04:56:07"}"#,
        );

        let expected = Alert {
            id: "12".to_owned(),
            device_id: Some("70810".to_owned()),
            message: Some("Signal is low".to_owned()),
            created_at: Some("2026-01-23T04:56:07Z".parse().unwrap()),
            ..Alert::default()
        };
        assert_eq!(alert, expected);
    }

    #[test]
    fn without_a_message_the_type_says_what_happened() {
        let alert = read(&ALERTS[0], r#"{"id":12,"message":null,"alert_type":"Event","alert_subtype":"Signal"}"#);

        assert_eq!(alert.message.as_deref(), Some("Event: Signal"));
    }
}

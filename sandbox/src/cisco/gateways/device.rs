//! One gateway: what it is, and how lists and details write it.

use crate::random::Dice;
use serde_json::{Value, json};

/// The serial of the first gateway, which has no namesake.
pub const CISCO_FIRST_SERIAL: &str = "FCW24470000";
/// The eid of the first gateway.
pub const CISCO_FIRST_EID: &str = "ESR-6300-CON-K9+FCW24470000";
/// A serial that two gateways of different models have.
pub const CISCO_SHARED_SERIAL: &str = "FCW24470008";
/// A gateway whose configuration has failed and fails again.
pub const CISCO_FAILING_EID: &str = "IR829-2LTE-EA-AK9+FCW24470005";
/// The password that details of a gateway show to who may see it.
pub const CISCO_ADMIN_PASSWORD: &str = "gateway-admin-Password1";

/// The status of a gateway that did not take its configuration.
pub(super) const FAILED: &str = "config failure";

/// A product, and the group that its gateways are put into.
#[derive(Debug)]
pub(super) struct Model {
    pid: &'static str,
    kind: &'static str,
    group: &'static str,
    group_id: u64,
    firmware: &'static str,
}

/// In the order of their names, so that the order by eid can be computed.
pub(super) const MODELS: &[Model] = &[
    model("ESR-6300-CON-K9", "ESR6300", "default-esr6300", 2, "17.09.04a"),
    model("IE-3400-8P2S", "IE3400", "IE3400 Default", 3, "17.12.01"),
    model("IE-4000-8T4G-E", "IE4000", "default-ie4000", 4, "15.2(8)E5"),
    model("IR1101-K9", "IR1100", "default-ir1100", 5, "16.12.01"),
    model("IR1835-K9", "IR1800", "default-ir1800", 6, "17.09.03"),
    model("IR829-2LTE-EA-AK9", "IR800", "default-ir800", 7, "15.9(3)M7"),
];

const fn model(
    pid: &'static str,
    kind: &'static str,
    group: &'static str,
    group_id: u64,
    firmware: &'static str,
) -> Model {
    Model { pid, kind, group, group_id, firmware }
}

#[derive(Debug, Clone)]
pub(super) struct Device {
    pub(super) eid: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) group: String,
    pub(super) status: &'static str,
    group_id: u64,
    firmware: &'static str,
    ip: String,
    heard: String,
    up_time: String,
    position: [String; 2],
}

fn model_of(number: u64) -> &'static Model {
    &MODELS[usize::try_from(number % MODELS.len() as u64).unwrap_or(0)]
}

/// The serial of a gateway of the first tenant; it grows with the number.
fn serial(number: u64) -> String {
    // The ninth has the serial of the eighth, and another model.
    format!("FCW{:08}", 24_470_000 + if number == 9 { 8 } else { number })
}

/// What a gateway is known by: its product and its serial.
pub(in super::super) fn eid(tenant: u64, number: u64) -> String {
    let serial = if tenant == 0 { serial(number) } else { format!("FDO{:08}", tenant * 1_000_000 + number) };
    format!("{}+{serial}", model_of(number).pid)
}

impl Device {
    pub(super) fn computed(seed: u64, tenant: u64, number: u64) -> Device {
        let mut dice = Dice::new(seed, number);
        let model = model_of(number);
        let eid = eid(tenant, number);
        let is_up = dice.below(4) > 0;
        let status = if number == 5 {
            FAILED
        } else if is_up {
            "up"
        } else {
            "down"
        };
        Device {
            name: name(number).unwrap_or_else(|| serial_in(&eid).to_owned()),
            kind: model.kind.into(),
            group: model.group.into(),
            group_id: model.group_id,
            firmware: model.firmware,
            status,
            ip: format!("10.{}.{}.{}", dice.below(250), dice.below(250), dice.below(250) + 1),
            heard: if is_up { "2 minutes ago".into() } else { format!("{} days ago", dice.below(40) + 2) },
            up_time: format!("{}min ", dice.below(59) + 1),
            position: position(&mut dice, number),
            eid,
        }
    }

    /// One that has not been heard of.
    pub(super) fn added(eid: &str, fields: &Value) -> Result<Device, &'static str> {
        let is_whole = eid.split_once('+').is_some_and(|(pid, serial)| !pid.is_empty() && !serial.is_empty());
        let text = |name: &str| fields[name].as_str().unwrap_or_default();
        let kind = text("deviceType");
        let model = MODELS.iter().find(|model| model.kind.to_lowercase() == kind);
        let model = model.filter(|_| is_whole).ok_or("The eid or the device type is not valid")?;
        let group = MODELS.iter().find(|model| model.group == text("configGroup"));
        let group = group.ok_or("The configuration group does not exist")?;
        let name = Some(text("field:name")).filter(|name| !name.is_empty());
        Ok(Device {
            name: name.unwrap_or_else(|| serial_in(eid)).to_owned(),
            eid: eid.to_owned(),
            kind: model.kind.into(),
            group: group.group.into(),
            group_id: group.group_id,
            status: "unheard",
            firmware: "",
            ip: String::new(),
            heard: "never".into(),
            up_time: String::new(),
            position: ["Not Defined".into(), "Not Defined".into()],
        })
    }

    pub(super) fn serial(&self) -> &str {
        serial_in(&self.eid)
    }

    /// As lists have it: one key has a space, and the link is of another API.
    pub(super) fn row(&self) -> Value {
        json!({
            "SN": self.serial(),
            "Up Time": self.up_time,
            "configGroup": self.group,
            "configGroupId": self.group_id,
            "deviceCategory": "ROUTER",
            "deviceType": self.kind,
            "eid": self.eid,
            "function": "",
            "href": format!("/resource/rest/api/v1/devices/{}", self.eid),
            "ip": self.ip,
            "labels": "",
            "lastHeard": self.heard,
            "lat": self.position[0],
            "lng": self.position[1],
            "meterId": "",
            "name": self.name,
            "openIssues": "",
            "runningFirmwareVersion": self.firmware,
            "status": self.status,
        })
    }

    /// With what only one gateway's own page has.
    pub(super) fn detail(&self, shows_password: bool) -> Value {
        let mut detail = self.row();
        detail["managedBy"] = "EDM".into();
        detail["ioxIp"] = self.ip.clone().into();
        detail["pid"] = self.eid.split('+').next().into();
        detail["conflicted"] = false.into();
        detail["adminUsername"] = "admin".into();
        if shows_password {
            detail["adminPassword"] = CISCO_ADMIN_PASSWORD.into();
        }
        detail
    }
}

fn serial_in(eid: &str) -> &str {
    eid.split_once('+').map_or("", |(_, serial)| serial)
}

/// Names that are no serials; some carry a trap for whoever prints them.
fn name(number: u64) -> Option<String> {
    match number {
        0 => Some("site-a-gateway".into()),
        1 => Some("depot \u{1b}]0;owned\u{7}\u{1b}[31mred\u{1b}[0m \u{9b}2J".into()),
        2 => Some("東京 倉庫 cafe\u{301}".into()),
        3 => Some("=HYPERLINK(\"http://example.com\",\"here\")".into()),
        10 | 11 => Some("reception".into()),
        12 => Some("long-".repeat(100)),
        14 => Some("till \"left\",\n\tsecond line".into()),
        _ => None,
    }
}

fn position(dice: &mut Dice, number: u64) -> [String; 2] {
    if number.is_multiple_of(3) {
        return ["Not Defined".into(), "Not Defined".into()];
    }
    [format!("{}.{:06}", dice.below(60), dice.below(1_000_000)), format!("-{}.5", dice.below(120))]
}

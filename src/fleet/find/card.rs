//! A device that was found, for people: who it is, where it is, and below that what to type.

use super::super::wrap::wrapped;
use super::{Hit, Status};
use crate::fleet::Device;
use crate::output::visible;

/// The lines of one device.
pub fn card(device: &Device, hit: Hit, next: &[String], width: Option<usize>, color: bool) -> String {
    let name = device.name.as_deref().or(device.serial.as_deref()).unwrap_or(&device.id);
    let mut lines = wrapped("", &visible(&format!("{name}: {}", device.status.word())), 2, width);
    if color {
        lines = lines.replace(&format!(": {}\n", device.status.word()), &format!(": {}\n", painted(device.status)));
    }
    let by = if hit.is_part { "a part of its" } else { "its" };
    let place =
        format!("{}, profile {}, id {}; found by {by} {}", device.vendor, device.profile, device.id, called(hit));
    lines.push_str(&wrapped("  ", &visible(&place), 2, width));
    let serial = device.serial.as_ref().map(|serial| format!("serial {serial}"));
    let known = serial.iter().chain(&device.model).chain(&device.site).chain(&device.addresses).chain(&device.macs);
    let known: Vec<&str> = known.map(String::as_str).collect();
    if !known.is_empty() {
        lines.push_str(&wrapped("  ", &visible(&known.join(", ")), 2, width));
    }
    // A command is typed as one line, however long it is.
    next.iter().for_each(|command| lines.push_str(&format!("    {}\n", visible(command))));
    lines
}

fn called(hit: Hit) -> &'static str {
    match hit.member {
        "macs" => "MAC",
        "addresses" => "address",
        member => member,
    }
}

fn painted(status: Status) -> String {
    let color = match status {
        Status::Online => 32,
        Status::Offline => 31,
        Status::Pending | Status::Unknown => 33,
    };
    format!("\x1b[{color}m{}\x1b[0m", status.word())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_says_where_it_is_and_what_to_type() {
        let device = Device {
            vendor: "rms".into(),
            profile: "field".into(),
            id: "70810".into(),
            serial: Some("1100123456".into()),
            name: Some("Site A\u{1b}[2J".into()),
            status: Status::Online,
            addresses: vec!["10.0.0.12".into()],
            ..Device::default()
        };

        let hit = Hit { is_part: true, member: "macs" };
        let shown = card(&device, hit, &["rmctl rms devices get 70810 -p field".to_owned()], Some(40), false);

        let expected = "\
Site A␛[2J: online
  rms, profile field, id 70810; found by
  a part of its MAC
  serial 1100123456, 10.0.0.12
    rmctl rms devices get 70810 -p field
";
        assert_eq!(shown, expected);
    }
}

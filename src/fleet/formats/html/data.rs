//! The devices as JSON inside the page.

use serde_json::{Value, json};

use crate::fleet::Device;
use crate::fleet::formats::address::link;
use crate::output::visible;

/// A list a device, because member names would be most of the page. A block of data ends at the first `</script`, and
/// `<!--` begins a comment in it, so no `<` may stand there as it is.
pub(super) fn json(devices: &[Device]) -> String {
    let rows: Vec<Value> = devices.iter().map(row).collect();
    let text = Value::Array(rows).to_string();
    text.replace('<', r"\u003c").replace('>', r"\u003e").replace('&', r"\u0026")
}

/// In the order that the script expects.
fn row(device: &Device) -> Value {
    let text = |text: &Option<String>| text.as_deref().map(visible).unwrap_or_default().into_owned();
    let all = |texts: &[String]| texts.iter().map(|text| visible(text).into_owned()).collect::<Vec<_>>();
    json!([
        text(&device.name),
        device.status.word(),
        visible(&device.vendor),
        visible(&device.profile),
        visible(&device.id),
        text(&device.model),
        text(&device.kind),
        text(&device.site),
        text(&device.serial),
        text(&device.firmware),
        device.last_seen.map(|time| time.strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default(),
        all(&device.addresses),
        all(&device.macs),
        all(&device.tags),
        link(device).unwrap_or_default(),
    ])
}

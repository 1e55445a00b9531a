//! The members of a device, each with the way it is written. The table is the order of the answer.

use super::Device;
use super::device::address;
use super::models::Modem;
use crate::clock::written;
use crate::writer::Writer;
use std::collections::HashMap;

/// A member's name and its writer.
pub(in crate::rms) type Field = (&'static str, Write);

type Write = fn(&Device<'_>, &Surroundings, &mut Writer);

/// What a device's members need to know of other records.
#[derive(Debug, Default)]
pub(in crate::rms) struct Surroundings {
    /// The names of the companies, by id.
    pub(in crate::rms) companies: HashMap<u64, String>,
    /// The JSON of the tags, by id.
    pub(in crate::rms) tags: HashMap<u64, String>,
}

impl Surroundings {
    fn company(&self, id: u64) -> &str {
        self.companies.get(&id).map_or("", String::as_str)
    }

    /// A tag that was deleted is on no device any more.
    fn write_tags(&self, ids: &[u64], writer: &mut Writer) {
        writer.raw("[");
        for (index, json) in ids.iter().filter_map(|id| self.tags.get(id)).enumerate() {
            writer.raw(if index == 0 { "" } else { "," });
            writer.raw(json);
        }
        writer.raw("]");
    }
}

const FIVE_YEARS: i64 = 5 * 365 * 86_400;

const NULL: Write = |_, _, json| json.null();
const ZERO: Write = |_, _, json| json.raw("0");
const ONE: Write = |_, _, json| json.raw("1");

#[rustfmt::skip]
pub(in crate::rms) const FIELDS: &[Field] = &[
    ("id", |device, _, json| json.number(device.id)),
    ("company_id", |device, _, json| json.number(device.company)),
    ("model", |device, _, json| json.text(device.model.name)),
    ("original_model", |device, _, json| json.text(device.model.name)),
    ("name", |device, _, json| json.text(&device.name)),
    ("description", |device, _, json| json.text(&device.description)),
    ("serial", |device, _, json| json.text(&device.serial)),
    ("mac", |device, _, json| json.text(&device.mac)),
    ("wlan_mac", |device, _, json| maybe(json, device.model.has_wifi, |json| json.text(&address("20:97:27", device.index)))),
    ("mqtt", ONE),
    ("dynamic_monitoring", |device, _, json| json.number(if device.is_monitored { 300 } else { 0 })),
    ("static_monitoring", ZERO),
    ("io_monitoring", |device, _, json| json.number(if device.model.has_pins { 60 } else { 0 })),
    ("gps_monitoring", |device, _, json| json.number(if device.model.has_position { 300 } else { 0 })),
    ("hotspot_monitoring", ZERO),
    ("wireless_monitoring", |device, _, json| json.number(if device.model.has_wifi { 60 } else { 0 })),
    ("ddns_monitoring", ZERO),
    ("vpn_monitoring", ZERO),
    ("vpn_monitoring_instances_state", ZERO),
    ("last_connection_at", |device, _, json| when_known(device, json, |json| json.text(&written(device.last_seen)))),
    ("activation_status", |_, _, json| json.text("11111")),
    ("is_facelift", ZERO),
    ("created_at", |device, _, json| json.text(&written(device.created))),
    ("updated_at", |device, _, json| json.text(&written(device.last_seen))),
    ("status", |device, _, json| match device.status {
        Some(status) => json.number(status as u8),
        None => json.null(),
    }),
    ("is_authenticated", |device, _, json| json.number(u8::from(device.is_known()))),
    ("failed_auth_reason", ZERO),
    ("credit_enabled", ONE),
    ("credit_activated", ONE),
    ("credit_expire_date", |device, _, json| json.text(&written(device.created + FIVE_YEARS))),
    ("monitoring_enabled", |device, _, json| json.number(u8::from(device.is_monitored))),
    ("auto_extend_credit", ONE),
    ("remaining_data", |device, _, json| json.number(device.remaining_data)),
    ("company_name", |device, around, json| json.text(around.company(device.company))),
    ("temperature", |device, _, json| when_known(device, json, |json| json.number(device.temperature))),
    ("temperature_2", NULL),
    ("signal", |device, _, json| with_modem(device, json, |json, _| json.number(device.signal))),
    ("signal_2", NULL),
    ("firmware", |device, _, json| when_known(device, json, |json| firmware(device, json))),
    ("bootloader_version", |_, _, json| json.text("3.0.1")),
    ("cell_id", |device, _, json| with_modem(device, json, |json, _| quoted(json, 1_037_000 + device.index % 9000))),
    ("cell_id_2", NULL),
    ("connection_type", |device, _, json| with_modem(device, json, |json, modem| json.text(modem.technology))),
    ("connection_type_2", NULL),
    ("connection_state", |device, _, json| with_modem(device, json, |json, _| json.text(if device.is_online() { "connected" } else { "disconnected" }))),
    ("connection_state_2", NULL),
    ("connection_uptime", |device, _, json| with_modem(device, json, |json, _| json.number(device.uptime - 48))),
    ("connection_uptime_2", NULL),
    ("iccid", |device, _, json| with_modem(device, json, |json, _| quoted(json, 8_937_002_000_000_000_000 + device.index))),
    ("iccid_2", NULL),
    ("lac", |device, _, json| with_modem(device, json, |json, _| quoted(json, 146))),
    ("lac_2", NULL),
    ("mcc", |device, _, json| with_modem(device, json, |json, _| json.text(device.operator.1))),
    ("mcc_2", NULL),
    ("mnc", |device, _, json| with_modem(device, json, |json, _| json.text(device.operator.2))),
    ("mnc_2", NULL),
    ("sim_slot", |device, _, json| with_modem(device, json, |json, _| json.number(1))),
    ("sim_slot_2", NULL),
    ("sim_state", |device, _, json| with_modem(device, json, |json, _| json.text("inserted"))),
    ("sim_state_2", NULL),
    ("pin_state", |device, _, json| with_modem(device, json, |json, _| json.text("READY"))),
    ("pin_state_2", NULL),
    ("operator", |device, _, json| with_modem(device, json, |json, _| json.text(device.operator.0))),
    ("operator_2", NULL),
    ("operator_number", |device, _, json| with_modem(device, json, |json, _| operator_number(device, json))),
    ("operator_number_2", NULL),
    ("router_uptime", |device, _, json| when_known(device, json, |json| json.number(device.uptime))),
    ("wan_state", |device, _, json| when_known(device, json, |json| json.text(wan_state(device)))),
    ("wan_ip", |device, _, json| when_known(device, json, |json| network_address(device, json))),
    ("mobile_ip", |device, _, json| with_modem(device, json, |json, _| network_address(device, json))),
    ("mobile_ip_2", NULL),
    ("network_state", |device, _, json| with_modem(device, json, |json, _| json.text(if device.is_roaming { "Roaming" } else { "Home" }))),
    ("network_state_2", NULL),
    ("sent", |device, _, json| with_modem(device, json, |json, _| json.number(device.sent))),
    ("sent_2", ZERO),
    ("received", |device, _, json| with_modem(device, json, |json, _| json.number(device.received))),
    ("received_2", ZERO),
    ("rscp", NULL),
    ("rscp_2", NULL),
    ("ecio", NULL),
    ("ecio_2", NULL),
    ("rsrp", |device, _, json| with_modem(device, json, |json, _| json.number(format_args!("{}.0", device.signal - 20)))),
    ("rsrp_2", NULL),
    ("sinr", |device, _, json| with_modem(device, json, |json, _| json.raw(&device.sinr))),
    ("sinr_2", NULL),
    ("rsrq", |device, _, json| with_modem(device, json, |json, _| json.raw("-9.0"))),
    ("rsrq_2", NULL),
    ("imei", |device, _, json| maybe(json, device.model.modem.is_some(), |json| json.text(&device.imei))),
    ("imei_2", NULL),
    ("batch_number", |_, _, json| json.text("0054")),
    ("product_code", |device, _, json| json.text(device.model.product_code)),
    ("modem_manufacturer", |device, _, json| with_modem(device, json, |json, modem| json.text(modem.maker))),
    ("modem_manufacturer_2", NULL),
    ("modem_model", |device, _, json| with_modem(device, json, |json, modem| json.text(modem.model))),
    ("modem_model_2", NULL),
    ("modem_firmware", |device, _, json| with_modem(device, json, |json, modem| json.text(modem.firmware))),
    ("modem_firmware_2", NULL),
    ("hardware_revision", |device, _, json| json.text(device.model.hardware_revision)),
    ("imsi", |device, _, json| with_modem(device, json, |json, _| quoted(json, 246_020_000_000_001 + device.index))),
    ("imsi_2", NULL),
    ("digital_input", |device, _, json| maybe(json, device.model.has_pins, |json| json.number(0))),
    ("digital_isolated_input", NULL),
    ("analog_input", |device, _, json| maybe(json, device.model.has_pins, |json| json.text("0.05"))),
    ("open_collector_output", NULL),
    ("relay_output", NULL),
    ("oc_output_cfg", NULL),
    ("relay_output_cfg", NULL),
    ("relay_output_2", NULL),
    ("digital_inout0", NULL),
    ("digital_inout1", NULL),
    ("digital_inout2", NULL),
    ("dry_wet_input0", NULL),
    ("dry_wet_input1", NULL),
    ("digital_non_isolated_input_4pin", NULL),
    ("digital_open_collector_output_4pin", NULL),
    ("analog_current_loop", NULL),
    ("fix_status", |device, _, json| with_position(device, json, |json| json.number(1))),
    ("satellites", |device, _, json| with_position(device, json, |json| json.number(9))),
    ("latitude", |device, _, json| with_position(device, json, |json| degrees(device.place.0, json))),
    ("longitude", |device, _, json| with_position(device, json, |json| degrees(device.place.1, json))),
    ("altitude", |device, _, json| with_position(device, json, |json| json.raw("112.4"))),
    ("speed", |device, _, json| with_position(device, json, |json| json.number(0))),
    ("course", |device, _, json| with_position(device, json, |json| json.number(0))),
    ("gps_time", |device, _, json| with_position(device, json, |json| json.number(device.last_seen))),
    ("accuracy", |device, _, json| with_position(device, json, |json| json.number(2))),
    ("user_set_latitude", NULL),
    ("user_set_longitude", NULL),
    ("cell_tower_latitude", |device, _, json| with_modem(device, json, |json, _| quoted_degrees(device.place.0, json))),
    ("cell_tower_latitude_2", NULL),
    ("cell_tower_longitude", |device, _, json| with_modem(device, json, |json, _| quoted_degrees(device.place.1, json))),
    ("cell_tower_longitude_2", NULL),
    ("cell_tower_accuracy", |device, _, json| with_modem(device, json, |json, _| json.text("1200"))),
    ("cell_tower_accuracy_2", NULL),
    ("last_update_at", |device, _, json| when_known(device, json, |json| json.text(&written(device.last_seen)))),
    ("management_credit_type", |_, _, json| json.text("management_5y")),
    ("management_credit_type_name", |_, _, json| json.text("Paid Management pack 5y.")),
    ("management_credit_type_id", |_, _, json| json.number(2)),
    ("data_credit_type", |_, _, json| json.text("data_150GB_10y")),
    ("data_credit_type_name", |_, _, json| json.text("Free Connection Data pack 150GB 10y.")),
    ("data_credit_type_id", |_, _, json| json.number(6)),
    ("ddns_rules_count", ZERO),
    ("tags", |device, around, json| around.write_tags(&device.tags, json)),
];

/// The member of that name.
pub(in crate::rms) fn field(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|(known, _)| *known == name)
}

/// The chosen members of a device as an object.
pub(in crate::rms) fn write_device(fields: &[&Field], device: &Device<'_>, around: &Surroundings, writer: &mut Writer) {
    let mut separator = "{";
    for field in fields {
        writer.raw(separator);
        separator = ",";
        writer.key(field.0);
        write_member(field, device, around, writer);
    }
    writer.raw(if fields.is_empty() { "{}" } else { "}" });
}

/// The value of one member; a changed one as it was changed.
pub(in crate::rms) fn write_member(
    (name, write): &Field,
    device: &Device<'_>,
    around: &Surroundings,
    writer: &mut Writer,
) {
    match device.changed(name) {
        Some(value) => writer.number(value),
        None => write(device, around, writer),
    }
}

fn maybe(writer: &mut Writer, is_there: bool, write: impl Fn(&mut Writer)) {
    if is_there { write(writer) } else { writer.null() }
}

fn when_known(device: &Device<'_>, writer: &mut Writer, write: impl Fn(&mut Writer)) {
    maybe(writer, device.is_known(), write);
}

fn with_modem(device: &Device<'_>, writer: &mut Writer, write: impl Fn(&mut Writer, &Modem)) {
    match device.modem() {
        Some(modem) => write(writer, modem),
        None => writer.null(),
    }
}

fn with_position(device: &Device<'_>, writer: &mut Writer, write: impl Fn(&mut Writer)) {
    maybe(writer, device.model.has_position && device.is_known(), write);
}

fn firmware(device: &Device<'_>, writer: &mut Writer) {
    writer.number(format_args!("\"{}_R_00.{}\"", device.model.firmware, device.release));
}

fn operator_number(device: &Device<'_>, writer: &mut Writer) {
    writer.number(format_args!("\"{}{}\"", device.operator.1, device.operator.2));
}

fn wan_state(device: &Device<'_>) -> &'static str {
    if device.model.modem.is_some() { "Mobile" } else { "Wired" }
}

fn network_address(device: &Device<'_>, writer: &mut Writer) {
    let low = device.index % 65_536;
    writer.number(format_args!("\"10.{}.{}.{}\"", 20 + device.company % 100, low >> 8, low & 0xff));
}

fn quoted(writer: &mut Writer, number: u64) {
    writer.number(format_args!("\"{number}\""));
}

fn degrees(place: i64, writer: &mut Writer) {
    let sign = if place < 0 { "-" } else { "" };
    let place = place.unsigned_abs();
    writer.number(format_args!("{sign}{}.{:04}", place / 10_000, place % 10_000));
}

/// Places of cell towers come as texts.
fn quoted_degrees(place: i64, writer: &mut Writer) {
    writer.raw("\"");
    degrees(place, writer);
    writer.raw("\"");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rms::surface;

    #[test]
    fn a_device_has_exactly_the_members_of_the_specification_in_their_order() {
        let operations = surface::operations();
        let list = operations.iter().find(|one| one.method == "GET" && one.path == "/devices").unwrap();

        let theirs: Vec<&str> = list.record().unwrap().members.keys().map(String::as_str).collect();

        assert_eq!(FIELDS.iter().map(|(name, _)| *name).collect::<Vec<_>>(), theirs);
    }
}

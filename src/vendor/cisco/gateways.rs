//! `cisco gateways`: routers and switches that the dashboard manages, named by product and serial number.

use super::dialect::DEVICES;
use super::push_config;
use crate::catalog::{Argument, Effect, Kind, Operation, Paging};

pub(super) const LIST: Operation = Operation::list("list", DEVICES)
    .about("List gateways")
    .answers_in("results")
    .pages(Paging::Numbered)
    .named_by("eid")
    .arguments(&[
        Argument::query("filter", Kind::String)
            .help("what the server looks for, as `name:VALUE`, `SN:VALUE` or `configGroup:VALUE`"),
        Argument::paging("page", Kind::Integer),
        Argument::paging("size", Kind::Integer),
        Argument::paging("sortBy", Kind::String),
        Argument::paging("sortDir", Kind::String),
    ])
    .columns(COLUMNS, &["configGroup", "deviceCategory", "runningFirmwareVersion", "SN", "labels", "lat", "lng"])
    .secret(SECRET);

pub(super) const GET: Operation = Operation::get("get", "/nbapi/edm/v1/devices/{eid}")
    .about("Show gateways")
    .named_by("eid")
    .arguments(&[Argument::path("eid").help(EID)])
    .columns(COLUMNS, &["configGroup", "deviceCategory", "runningFirmwareVersion", "SN", "adminUsername"])
    .secret(SECRET);

pub(super) const OPERATIONS: &[Operation] = &[
    LIST,
    GET,
    Operation::put("update", DEVICES)
        .about("Change fields of gateways")
        .list_body()
        .single_ids("eid")
        .texts(&["eid"])
        .arguments(&[FIELDS])
        .secret(SECRET),
    Operation::post("add", DEVICES)
        .about("Add a gateway")
        .list_body()
        .arguments(&[Argument::body("eid", Kind::String).required().help(EID), FIELDS])
        .secret(SECRET),
    Operation::delete("delete", "/nbapi/edm/v1/devices/delete")
        .about("Delete gateways")
        .batch_ids("eids")
        .texts(&["eids"])
        .arguments(&[Argument::body("rollbackConfig", Kind::Boolean).help("take the configuration back, too")])
        .secret(SECRET),
    Operation::workflow("push-config", Effect::Write, |work, given| Box::pin(push_config::push_config(work, given)))
        .about("Push the configuration of their groups to gateways")
        .on_each("eid")
        .arguments(&[Argument::workflow("device-type", Kind::String)
            .help("type of the gateways, as `ir1100`; each one's own where it is not given")])
        .waits(),
];

const FIELDS: Argument = Argument::body("fields", Kind::Pairs)
    .spelled("field")
    .help("a field by its full name, as `field:name=plant-7`, `deviceType=ir1100` or `configGroup=GROUP`");
const EID: &str = "gateway, as `gateways list` shows it: product and serial number with `+` between them";
const COLUMNS: &[&str] = &["eid", "name", "status", "deviceType", "ip", "lastHeard"];
const SECRET: &[&str] = &["adminPassword"];

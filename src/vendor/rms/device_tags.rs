//! `rms devices tags`: which device has which tag, and what devices with a tag report.

use super::arguments::{END_DATE, START_DATE};
use crate::catalog::{Argument, Kind, Operation};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::put("assign", "/devices/tags/assign")
        .about("Give tags to devices")
        .data_list()
        .batch_ids("device_id")
        .arguments(&[Argument::body("tag_id", Kind::Integers).required().help("tags to add")]),
    Operation::put("unassign", "/devices/tags/unassign")
        .about("Take tags from devices")
        .data_list()
        .batch_ids("device_id")
        .arguments(&[Argument::body("tag_id", Kind::Integers).required().help("tags to take")]),
    Operation::put("overwrite", "/devices/tags/overwrite")
        .about("Replace all tags of devices")
        .data_list()
        .batch_ids("device_id")
        .arguments(&[Argument::body("tag_id", Kind::Integers).required().help("the only tags from now on")]),
    Operation::post("import", "/devices/tags").about("Give tags to the devices in a CSV file").multipart().arguments(
        &[
            Argument::file("file").required().help("CSV with one device a line"),
            Argument::body("first_parameter", Kind::String)
                .required()
                .values(&["mac", "serial"])
                .help("what its first column holds"),
            Argument::body("tag_id", Kind::Integers).required().help("tags to give"),
        ],
    ),
    Operation::get("data", "/devices/tags/{id}/data")
        .about("Show what devices with a tag report")
        .arguments(&[TAG, PARAMETER, START_DATE, END_DATE])
        .members(EXTREMES),
    Operation::get("extremes", "/devices/tags/{id}/group/data")
        .about("Show highest and lowest values of devices with a tag")
        .arguments(&[TAG, PARAMETER, START_DATE, END_DATE])
        .members(EXTREMES),
];

pub(super) const COMPANIES: &[Operation] = &[
    Operation::get("data", "/devices/companies/{id}/data")
        .about("Show what the devices of a company report")
        .arguments(&[COMPANY, PARAMETER, START_DATE, END_DATE])
        .members(EXTREMES),
    Operation::get("extremes", "/devices/companies/{id}/group/data")
        .about("Show highest and lowest values of a company's devices")
        .arguments(&[COMPANY, PARAMETER, START_DATE, END_DATE])
        .members(EXTREMES),
];

const TAG: Argument = Argument::path("id").help("tag");

const PARAMETER: Argument = Argument::query("parameter", Kind::String)
    .required()
    .help("temperature, signal, sent, received, analog_input, satellites or speed");

const COMPANY: Argument = Argument::path("id").help("company");

const EXTREMES: &[&str] = &["Maximum", "Minimum"];

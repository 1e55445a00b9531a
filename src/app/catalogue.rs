//! `rmctl api <vendor> --list`: the tables, as data.

use serde_json::{Value, json};

use super::context::Context;
use super::stop::Stop;
use crate::catalog::{Argument, Body, Kind, Operation, Place, Vendor};
use crate::output::{Format, Knowledge, Shape};
use crate::record::Record;

const KNOWLEDGE: Knowledge = Knowledge {
    columns: &["command", "kind", "method", "path"],
    wide: &["async"],
    members: &["vendor", "command", "method", "path", "kind", "async", "params"],
    id: "command",
    ..Knowledge::OPEN
};

pub(super) fn list(context: &Context<'_>, vendor: &'static Vendor) -> Result<(), Stop> {
    let view = context.view(Format::Table)?;
    view.check(Shape::List, &KNOWLEDGE)?;
    let records: Vec<Record> =
        operations(vendor).iter().map(|(words, operation)| Record::from(row(vendor, words, operation))).collect();
    context.print_all(&view, Shape::List, &KNOWLEDGE, &records).map(drop)
}

/// Every row that is one request, in each of its forms, with the words that name it.
pub(crate) fn operations(vendor: &'static Vendor) -> Vec<(String, &'static Operation)> {
    vendor.requests()
}

/// Every row, workflows included, with the words that name it.
pub(super) fn rows(vendor: &'static Vendor) -> Vec<(String, &'static Operation)> {
    vendor.rows()
}

pub(super) fn row(vendor: &Vendor, words: &str, operation: &Operation) -> Value {
    let ids = operation.ids.map(|ids| {
        let name = name_in_body(operation, ids.member);
        json!({ "name": name, "flag": null, "in": "body", "required": operation.without_ids.is_none(), "type": "array", "values": [] })
    });
    let params: Vec<Value> =
        operation.arguments.iter().filter_map(|argument| parameter(operation, argument)).chain(ids).collect();
    json!({
        "vendor": vendor.settings.key,
        "command": words,
        "method": operation.verb,
        "path": operation.path,
        "kind": operation.effect.word(),
        "async": operation.waits,
        "params": params,
    })
}

/// Where the body is a list, or has one under a member, its items have the member.
fn name_in_body(operation: &Operation, name: &str) -> String {
    match operation.body {
        Body::DataList => format!("{}[].{name}", operation.items),
        Body::List => format!("[].{name}"),
        Body::Ids => "[]".to_owned(),
        _ => name.to_owned(),
    }
}

fn parameter(operation: &Operation, argument: &Argument) -> Option<Value> {
    let name = match argument.place {
        Place::Body => name_in_body(operation, argument.vendor_name()),
        _ => argument.vendor_name().to_owned(),
    };
    let flag = (!argument.paging && !argument.positional).then(|| format!("--{}", argument.flag()));
    let kind =
        if argument.place == Place::Path && argument.kind == Kind::String { Kind::String } else { argument.kind };
    let mut shown = json!({
        "name": name,
        "flag": flag,
        "in": argument.place.word()?,
        "required": argument.required,
        "type": kind.word(),
        "values": argument.values,
    });
    if argument.paging {
        shown["paging"] = Value::Bool(true);
    }
    Some(shown)
}

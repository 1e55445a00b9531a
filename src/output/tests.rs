//! The engine as a command uses it: records in, text out.

mod forms;
mod jq;
mod laws;
mod tables;
mod work;

use bytes::Bytes;

use super::*;
use crate::record::Record;

const DEVICES: Knowledge = Knowledge {
    columns: &["id", "name", "status"],
    wide: &["site.name"],
    members: &["id", "name", "status", "site", "tags", "password", "rssi"],
    secret: &["password"],
    ..Knowledge::OPEN
};

/// Three devices as a vendor might send them: odd spacing, a long number, hostile text.
const LIST: [&str; 3] = [
    r#"{"id":9007199254740993123,"name":"gate-7","status":"online","site":{"name":"Oslo"},"tags":["a","b"],"rssi":-81}"#,
    "{\n  \"id\": 12.50,\n  \"name\": \"\\u001b[31mred\",\n  \"status\": \"offline\",\n  \"site\": null\n}",
    r#"{"id":3,"name":"=1+1","status":"pending","password":"hunter2"}"#,
];

fn view(format: Format) -> View {
    View { format, ..View::default() }
}

fn record(text: &str) -> Record {
    Record::from_json_bytes(Bytes::copy_from_slice(text.as_bytes()))
}

fn try_show(view: &View, shape: Shape, knowledge: &Knowledge, records: &[&str]) -> Result<(String, Summary), Error> {
    let mut out = Vec::new();
    let mut printer = Printer::new(view, shape, knowledge, &mut out)?;
    for text in records {
        if printer.record(&record(text))? == Flow::Enough {
            break;
        }
    }
    let summary = printer.finish()?;
    Ok((String::from_utf8(out).unwrap(), summary))
}

fn list(view: &View) -> String {
    try_show(view, Shape::List, &DEVICES, &LIST).unwrap().0
}

fn one(view: &View, text: &str) -> String {
    try_show(view, Shape::One, &DEVICES, &[text]).unwrap().0
}

fn open(view: &View, records: &[&str]) -> String {
    try_show(view, Shape::List, &Knowledge::OPEN, records).unwrap().0
}

fn failure(outcome: Result<(String, Summary), Error>) -> String {
    match outcome {
        Err(Error::Failure(failure)) => failure.message,
        other => panic!("it did not fail: {other:?}"),
    }
}

fn columns(names: &[&str]) -> Option<Vec<String>> {
    Some(names.iter().map(|name| (*name).to_owned()).collect())
}

fn jq(expression: &str) -> View {
    View { jq: Some(expression.to_owned()), ..view(Format::Json) }
}

//! How small and how large values may be: what the tables say, against what the vendor's specification says.

use rmctl::catalog::{Argument, Body, Limits, Place};
use serde_json::Value;

use crate::inside::samples::{Row, requests};
use crate::inside::{run, sandbox};

/// Filters of many lists share an argument, and the lists have different limits. What is too long finds nothing.
const SHARED: &[&str] = &["name", "hostname"];

/// The schemas of an argument, in each product and in each form that the body may have.
fn schemas(row: &Row, argument: &Argument) -> Vec<&'static Value> {
    let name = argument.vendor_name();
    let of_body = |body: &'static Value| match row.operation.body {
        Body::List => &body["items"]["members"][name],
        _ => &body["members"][name],
    };
    let of_fact = |fact: &'static Value| match argument.place {
        Place::Path => vec![&fact["slots"][name]],
        Place::Query => vec![&fact["query"][name]],
        _ => {
            let body = &fact["body"]["schema"];
            let forms = body["one_of"].as_array().map_or_else(|| vec![body], |forms| forms.iter().collect());
            forms.into_iter().map(of_body).collect()
        }
    };
    row.facts().flat_map(of_fact).filter(|schema| schema.is_object()).collect()
}

/// Ids and texts of any length have no limits that are worth a word.
fn limits(schema: &Value) -> Limits {
    let bounds = match schema["type"].as_str() {
        Some("string") => [&schema["min_length"], &schema["max_length"]],
        Some("integer" | "number") => [&schema["min"], &schema["max"]],
        Some("array") => [&schema["min_items"], &schema["max_items"]],
        _ => return Limits::default(),
    };
    let [least, most] = bounds.map(Value::as_i64);
    let most = most.filter(|most| *most != i64::from(i32::MAX));
    let is_number = matches!(schema["type"].as_str(), Some("integer" | "number"));
    let is_said = |least: &i64| if most.is_none() { *least > 1 } else { *least != 0 || is_number };
    Limits { least: least.filter(is_said), most }
}

/// What all of them admit together.
fn widest(all: &[Limits]) -> Limits {
    let of =
        |bound: fn(&Limits) -> Option<i64>| all.iter().map(bound).collect::<Option<Vec<i64>>>().unwrap_or_default();
    Limits { least: of(|limits| limits.least).into_iter().min(), most: of(|limits| limits.most).into_iter().max() }
}

#[test]
fn the_limits_of_beyondtrust_s_arguments_are_those_of_its_specifications() {
    let rows: Vec<Row> = requests().into_iter().filter(|row| row.operation.path.starts_with("/api/config/")).collect();
    let is_checked = |argument: &&Argument| {
        let is_shared = argument.place == Place::Query && SHARED.contains(&argument.name);
        argument.values.is_empty() && !argument.paging && !is_shared
    };

    let (mut limited, mut odd) = (0, Vec::new());
    for row in &rows {
        for argument in row.operation.arguments.iter().filter(is_checked) {
            let schemas: Vec<Limits> = schemas(row, argument).into_iter().map(limits).collect();
            let theirs = widest(&schemas);
            limited += usize::from(!theirs.is_none());
            if argument.limits != theirs {
                odd.push(format!("{} {}: {}, not {theirs}", row.words, argument.name, argument.limits));
            }
        }
    }

    assert!(odd.is_empty(), "{}", odd.join("\n"));
    assert!(limited > 200, "{limited}");
}

#[test]
fn a_value_that_the_vendor_would_refuse_is_not_sent() {
    let sandbox = sandbox();

    let ran =
        run(&sandbox, "rmctl beyondtrust jump-groups create --name x --code-name y --comments z --ecm-group-id 1");
    let sent = sandbox.requests().len();
    let long = format!("rmctl beyondtrust jump-groups create --code-name y --name {}", "n".repeat(256));
    let refused = run(&sandbox, &long);

    assert_eq!(ran.exit, 0, "{ran:?}");
    assert_eq!((refused.exit, sandbox.requests().len()), (2, sent));
    assert_eq!(refused.stderr, "error: `--name` takes 1 to 255 characters, not 256\n");
}

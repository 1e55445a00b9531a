//! `rmctl schema`: what is promised of our own results, held against what is printed.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod inside;

use inside::{run, sandbox};
use rmctl::schema::ALL;
use sandbox::Sandbox;
use serde_json::Value;

fn schema(sandbox: &Sandbox, name: &str) -> Value {
    let ran = run(sandbox, &format!("rmctl schema {name}"));
    assert_eq!((ran.exit, ran.stderr.as_str()), (0, ""));
    ran.json()
}

/// What is wrong with a thing, by the schema of that name.
fn complaints(sandbox: &Sandbox, name: &str, thing: &Value) -> Vec<String> {
    let validator = jsonschema::draft202012::new(&schema(sandbox, name)).unwrap();
    validator.iter_errors(thing).map(|error| format!("{error} at {}", error.instance_path)).collect()
}

/// Every record that a command prints is of the shape; it prints at least so many.
fn assert_records(name: &str, line: &str, least: usize) {
    let sandbox = sandbox();

    let ran = run(&sandbox, line);
    let records = ran.json().as_array().cloned().unwrap();
    let wrong: Vec<String> = records.iter().flat_map(|record| complaints(&sandbox, name, record)).collect();

    assert!(records.len() >= least, "{line}: {ran:?}");
    assert!(wrong.is_empty(), "{line}: {}", wrong.join("\n"));
}

#[test]
fn every_schema_is_one() {
    let sandbox = sandbox();

    let valid: Vec<bool> = ALL.iter().map(|one| jsonschema::meta::is_valid(&schema(&sandbox, one.name))).collect();

    assert_eq!(valid, vec![true; 6]);
}

#[test]
fn devices_are_as_their_schema_says() {
    assert_records("device", "rmctl inventory -o json --include jump-items --include connection-targets", 100);
    assert_records("device", "rmctl inventory -o json --merge --raw", 100);
}

#[test]
fn alerts_are_as_their_schema_says() {
    assert_records("alert", "rmctl alerts -o json", 3);
}

#[test]
fn checks_are_as_their_schema_says() {
    assert_records("check", "rmctl doctor -o json", 20);
}

#[test]
fn results_of_bulk_changes_are_as_their_schema_says() {
    assert_records("result", "rmctl rms devices reboot 70810 70811 --yes -o json", 2);
    assert_records("result", "rmctl beyondtrust jumpoints delete 1 99 --yes -o json", 2);
}

#[test]
fn a_dry_run_is_as_its_schema_says() {
    let sandbox = sandbox();

    let ran = run(&sandbox, "rmctl rms devices delete 70810 --dry-run -o json");

    assert_eq!(complaints(&sandbox, "request", &ran.json()), Vec::<String>::new());
}

#[test]
fn errors_are_as_their_schema_says() {
    let sandbox = sandbox();

    for line in ["rmctl rms devices get 1 -o json", "rmctl beyondtrust jumpoints delete 98 99 --yes -o json"] {
        let ran = run(&sandbox, line);

        assert_ne!(ran.exit, 0);
        let error: Value = serde_json::from_str(&ran.stderr).unwrap();
        assert_eq!(complaints(&sandbox, "error", &error), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn what_no_shape_promises_is_refused() {
    let sandbox = sandbox();
    let mut device = run(&sandbox, "rmctl inventory --vendor rms -o json --limit 1").json()[0].clone();

    device["surprise"] = Value::from(1);
    device["status"] = Value::from("asleep");
    device.as_object_mut().unwrap().remove("macs");

    assert_eq!(complaints(&sandbox, "device", &device).len(), 3);
}

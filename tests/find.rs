//! `rmctl find`: where a device is, whatever is known of it, and what to type next.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod inside;

use inside::{run, sandbox, words_of};
use rmctl::fleet::Next;
use serde_json::Value;

/// The first router of the sandbox.
fn router(sandbox: &sandbox::Sandbox) -> Value {
    run(sandbox, "rmctl inventory --vendor rms --limit 1 -o json").json()[0].clone()
}

#[test]
fn a_router_is_found_by_its_serial_and_a_link_to_it_is_next() {
    let sandbox = sandbox();
    let router = router(&sandbox);
    let serial = router["serial"].as_str().unwrap();

    let found = run(&sandbox, &format!("rmctl find {serial} -o json")).json();

    assert_eq!(found[0]["id"], router["id"]);
    assert_eq!(found[0]["match"], serde_json::json!({"member": "serial", "exact": true}));
    assert_eq!(found[0]["next"][0], format!("rmctl rms connect-link --serial {serial}"));
}

#[test]
fn a_mac_is_found_however_it_is_written() {
    let sandbox = sandbox();
    let router = router(&sandbox);
    let mac = router["macs"][0].as_str().unwrap().replace(':', "-").to_uppercase();

    let found = run(&sandbox, &format!("rmctl find {mac} -o ndjson"));

    let first: Value = serde_json::from_str(found.stdout.lines().next().unwrap()).unwrap();
    assert_eq!((&first["id"], &first["match"]["member"]), (&router["id"], &Value::from("macs")));
}

#[test]
fn what_fits_as_a_whole_comes_before_what_has_it_as_a_part() {
    let sandbox = sandbox();
    let name = router(&sandbox)["name"].as_str().unwrap().split(' ').next().unwrap().to_owned();

    let found = run(&sandbox, &format!("rmctl find {name} -o json")).json();

    let exact: Vec<bool> =
        found.as_array().unwrap().iter().map(|hit| hit["match"]["exact"].as_bool().unwrap()).collect();
    assert!(exact.is_sorted_by(|one, other| one >= other), "{exact:?}");
}

#[test]
fn nothing_found_is_exit_3_with_the_names_that_are_near() {
    let sandbox = sandbox();
    let serial = router(&sandbox)["serial"].as_str().unwrap().to_owned();
    let mut mistyped: Vec<char> = serial.chars().collect();
    mistyped.swap(4, 5);
    mistyped.push('9');
    let mistyped: String = mistyped.into_iter().collect();

    let none = run(&sandbox, &format!("rmctl find {mistyped}"));

    assert_eq!((none.exit, none.stdout.as_str()), (3, ""));
    assert!(none.stderr.contains(" is known by `") && none.stderr.contains("hint: `rmctl find "), "{}", none.stderr);
}

#[test]
fn people_see_where_it_is_and_what_to_type() {
    let sandbox = sandbox();
    let router = router(&sandbox);
    let serial = router["serial"].as_str().unwrap();

    let found = run(&sandbox, &format!("rmctl find {serial}"));

    let id = router["id"].as_str().unwrap();
    assert!(found.stdout.contains(&format!(", id {id}; found by its serial\n")), "{}", found.stdout);
    assert!(found.stdout.contains(&format!("    rmctl rms connect-link --serial {serial}\n")), "{}", found.stdout);
}

/// The commands that are offered, with something in each of their slots.
fn offered() -> Vec<String> {
    let all = rmctl::vendor::ALL.iter().flat_map(|vendor| vendor.watch.next);
    all.map(|Next { words, .. }| {
        ["{id}", "{key}", "{serial}", "{name}"].iter().fold((*words).to_owned(), |words, slot| words.replace(slot, "1"))
    })
    .collect()
}

#[test]
fn every_command_that_is_offered_can_be_typed() {
    let tree = rmctl::cli::tree(rmctl::vendor::ALL, None);
    let refused = |words: &String| {
        let line = words_of(&format!("rmctl {words}"));
        tree.clone().try_get_matches_from(line).err().map(|error| format!("{words}: {error}"))
    };

    assert_eq!(offered().iter().filter_map(refused).collect::<Vec<_>>(), Vec::<String>::new());
    assert!(offered().len() > 5);
}

#[test]
fn what_is_found_in_a_wider_sense_has_its_own_next_command_which_works() {
    let sandbox = sandbox();
    let line = "rmctl inventory --include jump-items --include connection-targets -o json";
    let devices = run(&sandbox, line).json();
    let mut families: Vec<(&str, &str)> = Vec::new();

    for device in devices.as_array().unwrap().iter().filter(|device| device["id"].as_str().unwrap().contains('/')) {
        let (id, vendor) = (device["id"].as_str().unwrap(), device["vendor"].as_str().unwrap());
        let family = (vendor, id.split_once('/').unwrap().0);
        if !families.contains(&family) {
            families.push(family);
            let found = run(&sandbox, &format!("rmctl find {id} --vendor {vendor} -o json")).json();
            let ran = run(&sandbox, found[0]["next"][0].as_str().unwrap());
            assert_eq!(ran.exit, 0, "{id}: {}", ran.stderr);
        }
    }

    assert!(families.len() > 5, "{families:?}");
}

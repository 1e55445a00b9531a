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
    let id = router["id"].as_str().unwrap();
    assert_eq!(found[0]["next"][0], format!("rmctl rms connect-link --device {id}"));
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
    assert!(found.stdout.contains(&format!("    rmctl rms connect-link --device {id}\n")), "{}", found.stdout);
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

#[test]
fn no_link_is_offered_to_what_is_not_there() {
    let sandbox = sandbox();
    let offline = run(&sandbox, "rmctl inventory --vendor rms --offline --limit 1 -o json").json();
    let id = offline[0]["id"].as_str().unwrap().to_owned();

    let found = run(&sandbox, &format!("rmctl find {id} --vendor rms -o json")).json();

    let next: Vec<&str> = found[0]["next"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    let expected = ["devices get", "alerts list --device-id", "devices logs get"];
    assert_eq!(next, expected.map(|words| format!("rmctl rms {words} {id}")));
    assert_eq!(next.iter().map(|line| run(&sandbox, line).exit).collect::<Vec<_>>(), [0; 3]);
}

#[test]
fn every_device_has_a_next_command_which_works() {
    let sandbox = sandbox();
    let devices = run(&sandbox, "rmctl inventory -o json").json();
    let mut seen: Vec<(Value, Value, Value)> = Vec::new();

    for device in devices.as_array().unwrap() {
        let sort = (device["vendor"].clone(), device["kind"].clone(), device["status"].clone());
        if seen.contains(&sort) {
            continue;
        }
        seen.push(sort);
        let (id, vendor) = (device["id"].as_str().unwrap(), device["vendor"].as_str().unwrap());
        let found = run(&sandbox, &format!("rmctl find {id} --vendor {vendor} -o json")).json();
        let next = found[0]["next"].as_array().unwrap();
        let failed = next.iter().map(|line| run(&sandbox, line.as_str().unwrap())).find(|ran| ran.exit != 0);
        assert!(!next.is_empty() && failed.is_none(), "{vendor} {id}: {failed:?}");
    }

    assert!(seen.len() > 15, "{seen:?}");
}

#[test]
fn what_fits_many_devices_says_so_after_them() {
    let sandbox = sandbox();

    let few = run(&sandbox, "rmctl find a --limit 2");
    let many = run(&sandbox, "rmctl find a");

    assert!(few.stderr.contains(" devices fit, of which 2 are shown\n"), "{}", few.stderr);
    assert!(many.stderr.contains(" devices fit; `--limit 3` shows the nearest"), "{}", many.stderr);
}

#[test]
fn a_vendor_without_devices_is_not_said_to_have_none_of_that_name() {
    let ran = ["find x", "inventory"].map(|words| run(&sandbox(), &format!("rmctl {words} --vendor cisco-local")));

    assert_eq!(ran.each_ref().map(|ran| (ran.exit, ran.stdout.as_str())), [(2, ""); 2]);
    assert!(ran.iter().all(|ran| ran.stderr.contains(" has nothing to list here; rms, ")), "{}", ran[0].stderr);
}

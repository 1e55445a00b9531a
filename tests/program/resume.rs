//! A change of many things that is taken up where an earlier run ended: nothing twice that may have happened.

use sandbox::{Fault, Misbehaviour};
use serde_json::{Value, json};

use crate::support::{Outcome, World};

const ACTIONS: &str = "/rms/api/devices/actions";

/// The statuses by id, in the order of their ids.
fn statuses(outcome: &Outcome) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let items = outcome.json();
    let mut statuses: Vec<_> =
        items.as_array().unwrap().iter().map(|item| (text(&item["id"]), text(&item["status"]))).collect();
    statuses.sort();
    statuses
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(id, status)| ((*id).to_owned(), (*status).to_owned())).collect()
}

#[test]
fn what_is_done_is_skipped_and_what_failed_is_sent_again_in_one_request() {
    let world = World::new();
    let journal = world.home.path("journal").display().to_string();
    let line = format!("rms devices reboot 70810 70820 70811 --resume {journal} -o json");

    let first = world.run(&line);
    let second = world.run(&line);

    assert_eq!(first.exit, 9, "{}", first.stderr);
    assert_eq!(statuses(&first), pairs(&[("70810", "done"), ("70811", "done"), ("70820", "failed")]));
    assert_eq!(statuses(&second), pairs(&[("70810", "skipped"), ("70811", "skipped"), ("70820", "failed")]));
    assert_eq!(world.changes(), [format!("POST {ACTIONS}"), format!("POST {ACTIONS}")]);
}

#[test]
fn what_may_have_happened_is_not_repeated_unless_that_is_asked_for() {
    let world = World::new().having(Fault::at(ACTIONS, Misbehaviour::HangUpAfterWork).on("POST"));
    let journal = world.home.path("journal").display().to_string();
    let line = format!("rms devices reboot 70810 --resume {journal} -o json");

    let first = world.run(&line);
    let second = world.run(&line);
    let asked = world.run(&format!("{line} --retry-unknown"));

    assert_eq!((first.exit, statuses(&first)), (14, pairs(&[("70810", "unknown")])));
    assert_eq!((second.exit, statuses(&second)), (14, pairs(&[("70810", "unknown")])));
    assert_eq!((asked.exit, statuses(&asked)), (0, pairs(&[("70810", "done")])));
    assert_eq!(world.changes().len(), 2);
}

#[test]
fn a_journal_belongs_to_its_command() {
    let world = World::new();
    let journal = world.home.path("journal").display().to_string();
    world.run(&format!("rms devices reboot 70810 --resume {journal}"));

    let other = world.run(&format!("rms devices delete 70810 --yes --resume {journal}"));

    assert_eq!(other.exit, 2);
    assert!(other.stderr.contains("is the journal of another command: `rms devices reboot`"), "{}", other.stderr);
}

#[test]
fn ids_from_a_file_make_a_list_even_of_one() {
    let world = World::new();
    let ids = world.home.write("ids", "70810\n");

    let outcome = world.run(&format!("rms devices get --ids-from {} --columns id -o csv", ids.display()));
    let json = world.run(&format!("rms devices get --ids-from {} --fields id -o json", ids.display()));

    assert_eq!(outcome.stdout, "id\n70810\n");
    assert_eq!(json.json(), json!([{"id": 70810}]));
}

#[test]
fn what_is_named_more_than_once_is_changed_once() {
    let world = World::new();

    let one = world.run("rms tags delete 11 11 --yes -o json");
    let tagged = world.run("rms devices reboot 70813 --by-tag south --by-tag south --by-mac 001e425a31c7 -o json");

    let statuses_of_tagged = statuses(&tagged);
    let mut ids: Vec<&String> = statuses_of_tagged.iter().map(|(id, _)| id).collect();
    let count = ids.len();
    ids.dedup();
    assert_eq!((one.exit, statuses(&one)), (0, pairs(&[("11", "done")])));
    assert!(one.stderr.contains("what was named more than once is changed once\n"), "{}", one.stderr);
    assert!(ids.iter().any(|id| *id == "70810") && count > 2, "{}{}", tagged.stdout, tagged.stderr);
    assert_eq!(ids.len(), count, "{}", tagged.stdout);
    assert_eq!(world.changes().len(), 2);
}

//! What happens to the other end of a pipe, and to those who close theirs early.

use std::io::BufReader;
use std::process::Stdio;
use std::time::Duration;

use sandbox::{FIRST_SERIAL, Fault, Misbehaviour, Options};

use crate::support::{World, next_line, outcome, rest, words};

/// The end of a pipe that nobody reads.
fn nobody() -> Stdio {
    let (_, writer) = std::io::pipe().unwrap();
    writer.into()
}

#[test]
fn a_long_list_whose_reader_leaves_ends_quietly_with_0() {
    let world = World::of(Options { devices: 100_000, ..Options::default() });

    for format in ["ndjson", "json", "csv", "name"] {
        let mut child = world.home.start(&format!("rms devices list -o {format}"));
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let first = next_line(&mut stdout);
        drop(stdout);
        let outcome = outcome(child);

        assert!(!first.is_empty(), "{format}");
        assert_eq!(outcome.failure(), (0, ""), "{format}");
    }
}

#[test]
fn the_help_whose_reader_leaves_ends_quietly_with_0() {
    let world = World::new();

    let mut command = world.home.command(&["--help"]);
    let outcome = outcome(command.stdout(nobody()).spawn().unwrap());

    assert_eq!(outcome.failure(), (0, ""));
}

#[test]
fn a_change_whose_reader_leaves_goes_on_to_its_end() {
    let world = World::new();

    let line = format!("rms connect-link --serial {FIRST_SERIAL}");
    let outcome = outcome(world.home.command(&words(&line)).stdout(nobody()).spawn().unwrap());

    assert_eq!(outcome.failure(), (0, ""));
    assert_eq!(world.changes().len(), 2, "{:?}", world.changes());
}

#[test]
fn a_change_whose_reader_leaves_keeps_its_exit_code() {
    let world = World::new();

    let mut command = world.home.command(&words("rms devices actions run reboot 70810 70821"));
    let outcome = outcome(command.stdout(nobody()).spawn().unwrap());

    assert_eq!(
        outcome.failure(),
        (9, "error: 1 of 2 failed: cannot run an action on devices: Device is offline.\n  70821: wait_failed\n")
    );
}

#[test]
fn the_first_record_of_ndjson_appears_before_the_second_page_comes() {
    for format in ["ndjson", "csv", "tsv", "name"] {
        let second_page = Fault::at("/rms/api/devices", Misbehaviour::Silence).after(1);
        let world = World::of(Options { devices: 20_000, ..Options::default() }).having(second_page);

        let mut child = world.home.start(&format!("rms devices list -o {format} --no-header"));
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let first = next_line(&mut stdout);
        let running = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();

        assert!(first.contains("70810"), "{format}: {first}");
        assert!(running, "{format}");
    }
}

#[test]
fn a_page_that_is_late_is_waited_for() {
    let late = Fault::at("/rms/api/devices", Misbehaviour::Late(Duration::from_millis(50))).after(1);
    let world = World::of(Options { devices: 1500, ..Options::default() }).having(late);

    let mut child = world.home.start("rms devices list -o name");
    let names = rest(&mut child.stdout.take().unwrap());

    assert_eq!(names.lines().count(), 1500);
    assert_eq!(outcome(child).failure(), (0, ""));
}

#[test]
fn ids_from_one_command_are_arguments_of_the_next() {
    let world = World::new();

    let ids = world.run("rms devices list -o name --limit 2").stdout;
    let line = format!("rms devices get {}", ids.split_whitespace().collect::<Vec<_>>().join(" "));
    let names = world.run_words(&[&words(&line)[..], &["-o", "json", "--jq", ".[].serial", "--raw-output"]].concat());

    assert_eq!((names.exit, &*names.stdout), (0, "6003212345\n6003212358\n"));
}

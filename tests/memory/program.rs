//! The real binary with real databases: what a user sees, two programs at once, a kill in the middle.

use sandbox::{Fault, Misbehaviour, Options};
use serde_json::{Value, json};

use super::support::{Outcome, World, outcome};

const FILE: &str = ".local/state/rmctl/inventory.sqlite";
const RMS: &str = "/rms/api/devices";

fn of_size(devices: u64) -> World {
    World::of(Options { devices, ..Options::default() })
}

/// The same home, and vendors that have other devices.
fn with_fleet(world: World, devices: u64) -> World {
    let sandbox = of_size(devices).sandbox;
    let home = sandbox.environment().into_iter().fold(world.home, |home, (name, value)| home.with(name, value));
    World { home, sandbox }
}

fn members(outcome: &Outcome, members: &[&str]) -> Vec<Value> {
    let rows = outcome.json();
    let pick = |row: &Value| members.iter().map(|member| row[member].clone()).collect();
    rows.as_array().unwrap().iter().map(pick).collect()
}

#[test]
fn a_gate_is_shut_by_what_it_is_about_and_by_nothing_else() {
    let world = of_size(12);
    world.run("inventory snapshot --vendor rms --label base");
    let same = world.run("inventory diff --vendor rms --fail-on any -o json");
    let world = with_fleet(world, 11);

    let seen = world.run("inventory diff --vendor rms -o json");
    let gone = world.run("inventory diff base --vendor rms --fail-on new,gone -o json");
    let new = world.run("inventory diff base --vendor rms --fail-on new,changed -o json");

    assert_eq!((same.exit, same.stdout.as_str()), (0, "[]\n"));
    assert_eq!(members(&seen, &["change", "vendor", "profile"]), [json!(["gone", "rms", "environment"])]);
    assert_eq!([seen.exit, gone.exit, new.exit], [0, 15, 0]);
    assert_eq!(gone.stdout, seen.stdout);
    assert_eq!(gone.error()["code"], "differs");
    assert_eq!(gone.error()["message"], "snapshot 1 `base` and now differ: 1 device gone");
}

#[test]
fn a_vendor_that_fails_is_in_the_snapshot_as_such_and_its_devices_are_not_gone() {
    let world = of_size(11);
    let whole = world.run("inventory snapshot --vendor rms --vendor sps");
    let broken = Misbehaviour::Answer { status: 403, headers: Vec::new(), body: "{}".to_owned() };
    let world = world.having(Fault::at(RMS, broken).times(u64::MAX));

    let partly = world.run("inventory snapshot --vendor rms --vendor sps -o json --retries 0");
    let live = world.run("inventory diff 1 --vendor rms --vendor sps -o json --retries 0");
    let gate = world.run("inventory diff 1 --vendor rms --vendor sps --fail-on gone -o json --retries 0");
    let stored = world.run("inventory diff 1 2 -o json");
    let strict = world.run("inventory snapshot --vendor rms --vendor sps --strict --retries 0");
    let listed = world.run("inventory snapshots list -o json");

    assert_eq!([whole.exit, partly.exit, strict.exit], [0, 9, 9], "{}", strict.stderr);
    assert_eq!(partly.json()["unseen"], json!(["rms/environment"]));
    assert_eq!([&live, &gate, &stored].map(|outcome| (outcome.exit, outcome.stdout.as_str())), [(9, "[]\n"); 3]);
    assert!(stored.stderr.contains("profile `environment` of rms is not compared: it failed in snapshot 2: "));
    assert_eq!(members(&listed, &["id"]), [json!([2]), json!([1])], "a strict one that failed is not kept");
}

#[test]
fn a_snapshot_says_of_how_many_profiles_it_is_not_whole() {
    let world = World::new().having(Fault::at(RMS, Misbehaviour::HangUp).times(u64::MAX));

    let partly = world.run("inventory snapshot --vendor rms --vendor sps --retries 0");
    let whole = world.run("inventory snapshot --vendor sps");

    assert!(partly.stderr.contains("snapshot 1: 2 devices of 2 profiles, 1 of them not whole\n"), "{}", partly.stderr);
    assert_eq!(whole.stderr, "snapshot 2: 2 devices of 1 profile\n");
}

#[test]
fn a_snapshot_of_nobody_is_none() {
    let world = World::new().having(Fault::at(RMS, Misbehaviour::HangUp).times(u64::MAX));

    let refused = world.run("inventory snapshot --vendor rms --retries 0");

    assert_eq!((refused.exit, refused.stdout.as_str()), (8, ""));
    assert_eq!(world.run("inventory snapshots list -o json").stdout, "[]\n");
}

#[test]
fn a_profile_that_only_one_snapshot_has_shuts_a_gate_and_is_else_a_warning() {
    let world = World::new();
    world.run("inventory snapshot --vendor sps");
    world.run("inventory snapshot --vendor sps --vendor rms");

    let seen = world.run("inventory diff previous latest -o json");
    let gate = world.run("inventory diff previous latest --fail-on new -o json");

    let warning = "warning: not in snapshot 1, and not compared: `environment` of rms\n";
    assert_eq!((seen.exit, seen.stdout.as_str(), seen.stderr.as_str()), (0, "[]\n", warning));
    assert_eq!((gate.exit, gate.stdout.as_str()), (9, "[]\n"));
}

#[test]
fn a_history_tells_one_device_from_its_namesakes() {
    let world = of_size(11);
    world.run("inventory snapshot --vendor beyondtrust --vendor ninja --label base");
    let first = |vendor: &str| world.run(&format!("inventory snapshots get base --vendor {vendor} -o name")).stdout;
    let (own, other) = (first("beyondtrust"), first("ninja"));
    let id = own.lines().next().unwrap();

    let history = world.run(&format!("inventory history {id} -p environment --vendor beyondtrust -o json"));
    let nobody = world.run("inventory history nobody");

    assert!(!other.is_empty());
    assert_eq!(members(&history, &["change", "snapshot", "label", "id"]), [json!(["known", 1, "base", id])]);
    assert_eq!((nobody.exit, nobody.stderr.lines().next().unwrap()), (3, "error: no snapshot has a device `nobody`"));
}

#[test]
fn what_is_kept_for_a_while_is_deleted_by_the_next_snapshot_and_by_hand() {
    let world = World::new();
    world.home.write_config("[snapshots]\nkeep = \"90d\"\n");
    world.run("inventory snapshot --vendor sps");
    world.run("inventory snapshot --vendor sps");
    let aged = "UPDATE snapshots SET taken_at = taken_at - 100 * 86400";
    super::laws::block_on(super::sqlite::run(&rmctl::fleet::memory::Place::File(world.home.path(FILE)), aged));

    let rehearsed = world.run("inventory snapshots prune --dry-run -o name");
    let pruned = world.run("inventory snapshots prune -o name");
    let taken = world.run("inventory snapshot --vendor sps -o json");

    assert_eq!([rehearsed.stdout, pruned.stdout], ["1\n", "1\n"]);
    assert_eq!((taken.json()["id"].clone(), taken.json()["removed"].clone()), (json!(3), json!([2])));
}

#[test]
fn programs_that_take_snapshots_at_once_all_keep_theirs() {
    let world = World::new();

    let children: Vec<_> = (0..4).map(|_| world.home.start("inventory snapshot --vendor sps")).collect();
    let exits: Vec<i32> = children.into_iter().map(|child| outcome(child).exit).collect();

    assert_eq!(exits, [0, 0, 0, 0]);
    let listed = world.run("inventory snapshots list -o json");
    assert_eq!(members(&listed, &["id"]), [4, 3, 2, 1].map(|id| json!([id])));
}

#[test]
fn a_program_that_is_killed_leaves_no_half_snapshot() {
    let world = of_size(4000);
    world.run("inventory snapshot --vendor sps");

    let mut child = world.home.start("inventory snapshot --vendor rms");
    let journal = world.home.path(&format!("{FILE}-journal"));
    while !journal.exists() {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it wrote");
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();

    let listed = world.run("inventory snapshots list -o json");
    assert_eq!(members(&listed, &["id"]), [json!([1])]);
    assert_eq!(world.run("inventory snapshot --vendor sps").exit, 0);
}

#[test]
fn a_password_stands_on_no_flag_in_no_file_and_in_no_message() {
    let url = "postgres://me:canary-7@127.0.0.1:1/fleet";
    let world = World::new();

    let flag = world.run(&format!("inventory snapshots list --database {url}"));
    let variable =
        world.home.command(&["inventory", "snapshot", "-vvv", "-o", "json"]).env("RMCTL_DATABASE", url).spawn();
    let variable = outcome(variable.unwrap());
    world.home.write_config(&format!("[snapshots]\ndatabase = \"{url}\"\n"));
    let file = world.run("inventory snapshots list");
    world.home.write_config("[snapshots]\ndatabase = { env = \"MINE\" }\n");
    let elsewhere = world.home.command(&["inventory", "snapshots", "list"]).env("MINE", url).spawn();
    let elsewhere = outcome(elsewhere.unwrap());

    assert_eq!([flag.exit, variable.exit, file.exit, elsewhere.exit], [2, 8, 2, 8]);
    assert_eq!(
        flag.stderr,
        "error: the URL after `--database` has a password, which everybody can see there\n\
         hint: `export RMCTL_DATABASE=...`, or leave the password to `PGPASSWORD` or `~/.pgpass`\n"
    );
    assert!(elsewhere.stderr.starts_with("error: cannot use the snapshots in `postgres://me@127.0.0.1:1/fleet`: "));
    let told = [flag, variable, file, elsewhere].map(|outcome| outcome.stdout + &outcome.stderr).concat();
    assert!(!told.contains("canary-7"), "{told}");
}

#[test]
fn the_older_of_two_snapshots_stands_first() {
    let world = World::new();
    world.run("inventory snapshot --vendor sps");
    world.run("inventory snapshot --vendor sps");
    let aged = "UPDATE snapshots SET taken_at = taken_at - 86400 WHERE id = 1";
    super::laws::block_on(super::sqlite::run(&rmctl::fleet::memory::Place::File(world.home.path(FILE)), aged));

    let right = world.run("inventory diff 1 2");
    let wrong = world.run("inventory diff latest previous --fail-on new");

    assert_eq!(right.exit, 0, "{}", right.stderr);
    assert_eq!(
        wrong.failure(),
        (2, "error: snapshot 2 is the newer of the two, and stands last\nhint: `rmctl inventory diff 1 2`\n")
    );
}

#[test]
fn a_member_that_no_device_has_is_not_ignored_in_silence() {
    let world = World::new();
    world.run("inventory snapshot --vendor sps");

    let exits = ["diff --ignore statsu", "history x --ignore statsu"].map(|line| {
        let refused = world.run(&format!("inventory {line}"));
        (refused.exit, refused.stderr.lines().next().unwrap().to_owned())
    });

    let told = "error: devices have no member `statsu`; did you mean `status`".to_owned();
    assert_eq!(exits, [(2, told.clone()), (2, told)]);
}

#[test]
fn a_rehearsal_says_what_would_be_kept_and_what_would_go() {
    let world = World::new();
    world.run("inventory snapshot --vendor sps");
    let aged = "UPDATE snapshots SET taken_at = taken_at - 100 * 86400";
    super::laws::block_on(super::sqlite::run(&rmctl::fleet::memory::Place::File(world.home.path(FILE)), aged));

    let rehearsed = world.run("inventory snapshot --vendor sps --label monday --keep 90d --dry-run -o json");

    assert_eq!(
        ["id", "label", "removed"].map(|member| rehearsed.json()[member].clone()),
        [json!(null), json!("monday"), json!([1])]
    );
    assert!(rehearsed.stderr.ends_with("would delete 1 old snapshot\n"), "{}", rehearsed.stderr);
    assert_eq!(world.run("inventory snapshots list -o name").stdout, "1\n");
}

#[test]
fn another_file_is_named_by_a_flag_a_variable_or_the_configuration() {
    let world = World::new();
    let path = |name: &str| world.home.path(name).display().to_string();
    world.home.write_config(&format!("[snapshots]\ndatabase = {:?}\n", path("by-file")));
    let take = |words: &[&str], variable: Option<&str>| {
        let words: Vec<&str> = ["inventory", "snapshot", "--vendor", "sps"].iter().chain(words).copied().collect();
        let mut command = world.home.command(&words);
        command.envs(variable.map(|value| ("RMCTL_DATABASE", value)));
        outcome(command.spawn().unwrap()).exit
    };

    let exits = [
        take(&[], None),
        take(&[], Some(&path("by-variable"))),
        take(&["--database", &path("by-flag")], Some(&path("by-variable-2"))),
    ];

    assert_eq!(exits, [0, 0, 0]);
    let made = |name: &str| world.home.path(name).exists();
    assert_eq!(["by-file", "by-variable", "by-flag", "by-variable-2"].map(made), [true, true, true, false]);
}

#[test]
fn the_sandbox_remembers_nothing() {
    let world = World::new();

    let taken = world.run("--sandbox inventory snapshot --vendor sps");

    assert_eq!((taken.exit, world.home.path(FILE).exists()), (0, false));
}

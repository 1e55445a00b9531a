//! Configuration of One Identity SPS as code, against the strict box: files become the box, once, and nothing else happens.

use std::path::{Path, PathBuf};

use sandbox::{Fault, Misbehaviour, Options, Sandbox, SpsOptions};
use serde_json::{Value, json};

use crate::inside::{Ran, folders, run_edited, run_words_with, sandbox_with, variables, words_of};

const CONNECTIONS: &str = "/sps/api/configuration/telnet/connections";
const SECRET: &str = "rad1us-s3cret";

/// Three objects, each of which refers to the next, in an order in which the box would not take them; and their order.
const BRANCH: &str = "\
path: telnet/connections
name: branch-9
body:
  active: true
  network: {clients: [10.9.0.0/16], ports: [23], targets: [192.0.2.9/32]}
  policies:
    audit_policy: default
    authentication_policy: rad9
    channel_policy: chan9
    settings: default
  server_address: {selection: fix, address: 192.0.2.99, port: 23}
---
path: telnet/connections
order: [branch-9, demo_telnet]
---
path: telnet/channel_policies
name: chan9
body:
  rules:
  - channel: telnet
    time_policy: office_hours
    actions: {audit: true, four_eyes: false, content_policy: no_passwords}
---
path: telnet/authentication_policies
name: rad9
body:
  active_pattern_sets: []
  backend:
    selection: radius
    authentication_protocol: pap
    servers:
    - address: {selection: ip, value: 192.0.2.5}
      shared_secret: {plain: {env: RADIUS_SECRET}}
";

/// A box, and a computer with files that remembers.
struct Desk {
    sandbox: Sandbox,
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self::with(SpsOptions::default())
    }

    fn with(sps: SpsOptions) -> Self {
        Self { sandbox: sandbox_with(Options { sps, ..Options::default() }), folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        std::fs::write(self.path(name), text).unwrap();
    }

    fn variables(&self) -> Vec<(String, String)> {
        let mut variables = variables(&self.sandbox);
        variables.extend(folders(self.folder.path()));
        variables.push(("RADIUS_SECRET".to_owned(), SECRET.to_owned()));
        variables
    }

    /// Words parted by spaces; `@` before a word is the folder.
    fn run(&self, line: &str) -> Ran {
        run_words_with(self.variables(), self.words(line))
    }

    fn words(&self, line: &str) -> Vec<String> {
        let place = |word: String| match word.strip_prefix('@') {
            Some(name) => self.path(name).display().to_string(),
            None => word,
        };
        words_of(line).into_iter().map(place).collect()
    }

    /// What a command that must succeed answers.
    fn json(&self, line: &str) -> Value {
        let ran = self.run(&format!("{line} -o json"));
        assert_eq!(ran.exit, 0, "{ran:?}");
        ran.json()
    }

    fn names(&self, collection: &str) -> Vec<String> {
        let list = self.json(&format!("rmctl sps {collection} list"));
        list.as_array().unwrap().iter().map(|entry| entry["name"].as_str().unwrap().to_owned()).collect()
    }

    /// What was sent that changes something, in its order.
    fn changes(&self) -> Vec<String> {
        let seen = self.sandbox.requests();
        let changes = seen.iter().filter(|seen| seen.method != "GET" && !seen.path.ends_with("/authentication"));
        changes.map(|seen| format!("{} {}", seen.method, seen.path.trim_start_matches("/sps/api/"))).collect()
    }
}

fn actions(records: &Value) -> Vec<String> {
    let action =
        |record: &Value| format!("{} {}", record["action"].as_str().unwrap(), record["name"].as_str().unwrap_or("-"));
    records.as_array().unwrap().iter().map(action).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(files(&entry.path())),
            false => found.push(entry.path()),
        }
    }
    found.sort();
    found
}

fn refused(status: u16) -> Misbehaviour {
    let body = r#"{"error":{"type":"Unauthorized","message":"no","details":{}},"meta":{}}"#.to_owned();
    Misbehaviour::Answer { status, headers: Vec::new(), body }
}

#[test]
fn what_was_exported_is_the_box_and_applying_it_changes_nothing() {
    let boxes = [
        SpsOptions::default(),
        SpsOptions { keys_only: true, ..SpsOptions::default() },
        SpsOptions { old_tree: true, old_transactions: true, ..SpsOptions::default() },
    ];
    for sps in boxes {
        let desk = Desk::with(sps);
        let exported = desk.run("rmctl sps export @cfg -q -o json");
        assert_eq!((exported.exit, &*exported.stderr), (0, ""), "{exported:?}");

        let (diff, apply) =
            (desk.json("rmctl sps diff -f @cfg --exit-code"), desk.json("rmctl sps apply -f @cfg --prune"));

        assert_eq!((diff, apply), (json!([]), json!([])));
        assert_eq!(desk.changes(), [""; 0]);
        assert!(files(&desk.path("cfg")).len() > 80);
    }
}

#[test]
fn an_export_is_the_same_twice_and_leaves_other_files_alone() {
    let desk = Desk::new();
    desk.write("cfg/telnet/notes.txt", "mine");
    let read =
        || files(&desk.path("cfg")).into_iter().map(|file| (std::fs::read(&file).unwrap(), file)).collect::<Vec<_>>();
    desk.json("rmctl sps export @cfg --path telnet");
    let first = read();

    desk.json("rmctl sps export @cfg --path telnet");

    assert_eq!(read(), first);
    assert_eq!(std::fs::read_to_string(desk.path("cfg/telnet/notes.txt")).unwrap(), "mine");
    let outside =
        files(desk.folder.path()).into_iter().filter(|file| file.extension().is_some_and(|ending| ending == "yaml"));
    assert!(outside.clone().count() > 10 && outside.clone().all(|file| file.starts_with(desk.path("cfg/telnet"))));
}

#[test]
fn files_have_names_and_no_secret() {
    let desk = Desk::new();

    desk.json("rmctl sps export @cfg");

    let core = std::fs::read_to_string(desk.path("cfg/telnet/connections/core_switches.yaml")).unwrap();
    assert!(core.contains("channel_policy: four_eyes\n") && core.contains("trusted_ca: corporate\n"), "{core}");
    let trap = std::fs::read_to_string(desk.path("cfg/management/snmp/trap.yaml")).unwrap();
    assert!(trap.contains("10.20.30.40") && !trap.contains("public"), "{trap}");
    let all: String = files(&desk.path("cfg")).iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    assert!(!all.contains("PRIVATE KEY") && !all.contains("<hidden>") && !all.contains('\u{1b}'));
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_there() {
    let desk = Desk::new();
    desk.sandbox.inject(Fault::at("/sps/api/configuration/policies/indexing", refused(403)).times(9));

    let ran = desk.run("rmctl sps export @cfg --path policies");

    assert_eq!(ran.exit, 9);
    assert!(ran.stderr.contains("`policies/indexing` cannot be read: 403"), "{ran:?}");
    assert!(desk.path("cfg/policies/audit_policies/default.yaml").is_file());
    assert!(!desk.path("cfg/policies/indexing").exists());
}

#[test]
fn applied_twice_files_change_the_box_once_with_what_is_referred_to_first() {
    let desk = Desk::new();
    desk.write("f/branch.yaml", BRANCH);

    let first = desk.json("rmctl sps apply -f @f");
    let changes = desk.changes();
    let second = desk.json("rmctl sps apply -f @f");

    assert_eq!(actions(&first), ["create chan9", "create rad9", "create branch-9", "reorder -"]);
    assert_eq!(
        changes,
        [
            "POST transaction",
            "POST configuration/telnet/channel_policies",
            "POST configuration/telnet/authentication_policies",
            "POST configuration/telnet/connections",
            "PUT configuration/telnet/connections/@order",
            "PUT transaction",
        ]
    );
    assert_eq!(second, json!([]));
    assert_eq!(desk.changes(), changes);
    assert_eq!(desk.names("telnet connections")[..2], ["branch-9", "demo_telnet"]);
    let made = desk.json("rmctl sps telnet connections get branch-9");
    assert_eq!(made["policies"]["channel_policy"]["key"], first[0]["key"]);
    assert_eq!(desk.sandbox.open_sps_transactions(), 0);
}

#[test]
fn a_secret_is_sent_again_when_it_is_another_and_is_never_seen() {
    let desk = Desk::new();
    desk.write("f/branch.yaml", BRANCH);

    let ran = desk.run("rmctl sps apply -f @f -vvv");
    let dry = desk.run("rmctl sps diff -f @f -o json");
    desk.write("f/branch.yaml", &BRANCH.replace("{env: RADIUS_SECRET}", "an0ther-secret"));
    let again = desk.run("rmctl sps apply -f @f -o json -vvv");

    assert_eq!((ran.exit, again.exit), (0, 0), "{ran:?}{again:?}");
    assert_eq!(actions(&again.json()), ["update rad9"]);
    let seen = [&ran, &dry, &again].map(|ran| format!("{}{}", ran.stdout, ran.stderr)).concat();
    let kept: Vec<u8> = files(&desk.path("state")).iter().flat_map(|file| std::fs::read(file).unwrap()).collect();
    let all = seen + &String::from_utf8_lossy(&kept);
    assert!(!all.contains(SECRET) && !all.contains("an0ther-secret"));
}

#[test]
fn a_dry_run_shows_all_of_it_and_sends_nothing() {
    let desk = Desk::new();
    desk.write("f/branch.yaml", BRANCH);

    let planned = desk.json("rmctl sps apply -f @f --dry-run");

    assert_eq!(actions(&planned["plan"]), ["create chan9", "create rad9", "create branch-9", "reorder -"]);
    let requests = planned["requests"].as_array().unwrap();
    assert_eq!(requests.len(), 6);
    assert_eq!(requests[3]["body"]["policies"]["channel_policy"], "<key of telnet/channel_policies chan9>");
    assert_eq!(requests[2]["body"]["backend"]["servers"][0]["shared_secret"]["plain"], "<hidden>");
    assert_eq!(desk.changes(), [""; 0]);
}

#[test]
fn pruning_asks_and_deletes_what_no_file_has_users_first() {
    let desk = Desk::new();
    desk.write("f/branch.yaml", BRANCH);
    desk.json("rmctl sps apply -f @f");
    std::fs::remove_file(desk.path("f/branch.yaml")).unwrap();
    desk.json("rmctl sps export @f --path telnet");
    for object in
        ["connections/branch-9", "connections/core_switches", "channel_policies/chan9", "channel_policies/all"]
    {
        let _ = std::fs::remove_file(desk.path(&format!("f/telnet/{object}.yaml")));
    }
    desk.write("f/telnet/connections/@order.yaml", "path: telnet/connections\norder: [demo_telnet]\n");
    let before = desk.changes();

    let asked = desk.run("rmctl sps apply -f @f --prune");
    let unchanged = desk.changes();
    let pruned = desk.json("rmctl sps apply -f @f --prune --yes");

    assert_eq!(asked.exit, 2);
    assert!(asked.stderr.contains("`telnet/connections` `core_switches`"), "{asked:?}");
    assert_eq!(unchanged, before);
    assert_eq!(actions(&pruned), ["delete core_switches", "delete branch-9", "delete chan9"]);
    assert!(desk.names("telnet channel-policies").contains(&"telnet".to_owned()));
    assert_eq!(desk.json("rmctl sps apply -f @f --prune --yes"), json!([]));
}

#[test]
fn a_reference_that_leads_nowhere_is_told_before_anything_is_sent() {
    let desk = Desk::new();
    desk.write("f.yaml", "path: telnet/connections\nname: demo_telnet\nbody: {policies: {audit_policy: defualt}}\n");
    desk.write("g.yaml", "path: telnet/connections\nname: branch_office\nbody: {active: false}\n");
    desk.write("h.yaml", "path: telnet/nothing\nname: x\nbody: {}\n");

    let (unknown, several, nowhere) = (
        desk.run("rmctl sps apply -f @f.yaml"),
        desk.run("rmctl sps apply -f @g.yaml"),
        desk.run("rmctl sps diff -f @h.yaml"),
    );

    assert_eq!((unknown.exit, several.exit, nowhere.exit), (3, 11, 3), "{unknown:?}{several:?}{nowhere:?}");
    assert!(unknown.stderr.contains("`policies.audit_policy` is `defualt`"), "{unknown:?}");
    assert!(unknown.stderr.contains("hint: there is `default`"), "{unknown:?}");
    assert!(several.stderr.contains("8348340645707e2575e3c6"), "{several:?}");
    assert_eq!(desk.changes(), [""; 0]);
}

#[test]
fn a_key_names_one_of_two_things_of_the_same_name() {
    let desk = Desk::new();
    let document = "path: telnet/connections\nname: branch_office\nkey: 8348340645707e2575e3c7\nbody: {active: true}\n";
    desk.write("f.yaml", document);

    let applied = desk.json("rmctl sps apply -f @f.yaml");

    assert_eq!(applied[0]["key"], "8348340645707e2575e3c7");
    assert_eq!(applied[0]["members"], json!(["active"]));
}

#[test]
fn a_member_that_the_box_drops_is_told_and_nothing_of_the_files_stays() {
    let desk = Desk::new();
    desk.write("f.yaml", "path: telnet/connections\nname: demo_telnet\nbody: {active: false}\n");
    desk.write("g.yaml", "path: telnet/connections\nname: core_switches\nbody: {netwrok: {ports: [1]}}\n");

    let ran = desk.run("rmctl sps apply -f @f.yaml -f @g.yaml");

    assert_eq!(ran.exit, 13);
    assert!(ran.stderr.contains("`core_switches`") && ran.stderr.contains("`netwrok`"), "{ran:?}");
    assert!(ran.stderr.contains("nothing is changed"), "{ran:?}");
    assert_eq!(desk.json("rmctl sps telnet connections get demo_telnet")["active"], true);
    assert_eq!(desk.sandbox.open_sps_transactions(), 0);
}

#[test]
fn a_rule_is_told_before_anything_is_sent_and_may_be_left_to_the_box() {
    let desk = Desk::new();
    desk.write("f.yaml", "path: telnet/connections\nname: demo_telnet\nbody: {server_address: {selection: fix}}\n");
    let days = "{channel_database_cleanup: {enabled: true, days: 366}}";
    desk.write("g.yaml", &format!("path: telnet/connections\nname: demo_telnet\nbody: {days}\n"));

    let (checked, over) = (desk.run("rmctl sps apply -f @f.yaml"), desk.run("rmctl sps apply -f @g.yaml"));
    let sent = desk.changes();
    let unchecked = desk.run("rmctl sps apply -f @f.yaml --no-validate");

    assert_eq!((checked.exit, over.exit, unchecked.exit), (13, 13, 13));
    let told = "`server_address.address` is required when `server_address.selection` is `fix`";
    assert!(checked.stderr.contains(told), "{checked:?}");
    assert!(over.stderr.contains("must not exceed the 365 days"), "{over:?}");
    assert_eq!(sent, [""; 0]);
    assert!(!desk.changes().is_empty());
}

#[test]
fn a_difference_is_told_member_by_member_and_by_the_exit_code_where_that_is_asked() {
    let desk = Desk::new();
    let body = "{policies: {audit_policy: remote-timestamping}, network: {ports: [23, 2323]}}";
    desk.write("f.yaml", &format!("path: telnet/connections\nname: demo_telnet\nbody: {body}\n"));

    let (plain, coded) =
        (desk.run("rmctl sps diff -f @f.yaml -o json"), desk.run("rmctl sps diff -f @f.yaml --exit-code"));

    assert_eq!((plain.exit, coded.exit), (0, 15));
    assert_eq!(
        plain.json(),
        json!([
            {"path": "telnet/connections", "name": "demo_telnet", "key": "18762920615d68fa3d858d0", "change": "changed",
             "member": "network.ports", "old": [23], "new": [23, 2323]},
            {"path": "telnet/connections", "name": "demo_telnet", "key": "18762920615d68fa3d858d0", "change": "changed",
             "member": "policies.audit_policy", "old": "default", "new": "remote-timestamping"},
        ])
    );
    assert_eq!(desk.changes(), [""; 0]);
}

#[test]
fn a_connection_is_made_by_flags_and_takes_the_box_s_own_policies_for_the_rest() {
    let desk = Desk::new();
    let flags = "--client 10.0.0.0/8 --target 192.0.2.0/24";

    let telnet = desk.json(&format!(
        "rmctl sps telnet connections create --name new {flags} --port 2323 --channel-policy four_eyes --server-address 192.0.2.20"
    ));
    let others: Vec<u8> = ["ssh", "rdp", "http", "ica", "mssql", "vnc"]
        .iter()
        .map(|protocol| desk.run(&format!("rmctl sps {protocol} connections create --name new {flags}")).exit)
        .collect();
    let twice = desk.run(&format!("rmctl sps telnet connections create --name new {flags}"));

    assert_eq!((telnet["action"].as_str(), others, twice.exit), (Some("create"), vec![0; 6], 13));
    let made = desk.json("rmctl sps telnet connections get new");
    assert_eq!(made["network"], json!({"clients": ["10.0.0.0/8"], "ports": [2323], "targets": ["192.0.2.0/24"]}));
    assert_eq!(
        (&made["server_address"]["address"], &made["server_address"]["port"]),
        (&json!("192.0.2.20"), &json!(23))
    );
    assert_eq!(made["policies"]["settings"]["key"], "-302");
}

#[test]
fn an_edit_by_flags_sends_what_differs_and_nothing_where_nothing_does() {
    let desk = Desk::new();
    let edit = "rmctl sps telnet connections edit demo_telnet --set network.ports=[2323] --active=false";

    let (first, second) = (desk.json(edit), desk.json(edit));
    let options = desk.json("rmctl sps telnet options set --set service.log_level=6");

    assert_eq!(first["members"], json!(["active", "network.ports"]));
    assert_eq!(second["action"], "none");
    assert_eq!(options["members"], json!(["service.log_level"]));
    let writes: Vec<String> = desk.changes().into_iter().filter(|change| change.contains("configuration")).collect();
    assert_eq!(
        writes,
        ["PUT configuration/telnet/connections/18762920615d68fa3d858d0", "PUT configuration/telnet/options"]
    );
}

#[test]
fn an_editor_shows_names_and_only_what_was_changed_in_it_is_sent() {
    let desk = Desk::new();
    let words = || desk.words("rmctl sps telnet connections edit demo_telnet");

    let untouched = run_edited(desk.variables(), words(), |_, _| Ok(()));
    let sent = desk.changes();
    let edited = run_edited(desk.variables(), words(), |_, path| {
        let text = std::fs::read_to_string(path).unwrap();
        assert!(text.contains("audit_policy: default\n") && text.starts_with("# `telnet/connections` `demo_telnet`\n"));
        std::fs::write(path, text.replace("audit_policy: default", "audit_policy: remote-timestamping")).unwrap();
        Ok(())
    });

    assert_eq!((untouched.exit, sent, edited.exit), (0, Vec::new(), 0), "{untouched:?}{edited:?}");
    assert!(untouched.stdout.contains("nothing was sent"), "{untouched:?}");
    let made = desk.json("rmctl sps telnet connections get demo_telnet");
    assert_eq!(made["policies"]["audit_policy"]["key"], "4110330695c094b5776670");
}

#[test]
fn a_whole_body_replaces_and_resets_what_it_leaves_out() {
    let desk = Desk::new();
    desk.json("rmctl sps telnet channel-policies create --name one --body {\"rules\":[{\"channel\":\"telnet\",\"actions\":{}}]}");

    let replaced = desk.json(
        "rmctl sps telnet channel-policies replace one --body {\"rules\":[{\"channel\":\"telnet\",\"actions\":{\"four_eyes\":true}}]}",
    );

    assert_eq!(replaced["members"], json!(["rules"]));
    let made = desk.json("rmctl sps telnet channel-policies get one");
    assert_eq!(made["rules"][0]["actions"]["four_eyes"], true);
}

#[test]
fn one_entry_moves_in_the_order_and_the_others_keep_theirs() {
    let desk = Desk::new();

    let moved = desk.json("rmctl sps telnet connections order core_switches --first");
    let again = desk.json("rmctl sps telnet connections order core_switches --before demo_telnet");
    desk.json("rmctl sps telnet connections order 8348340645707e2575e3c6 --last");

    assert_eq!((moved["action"].as_str(), again["action"].as_str()), (Some("reorder"), Some("none")));
    let names = desk.names("telnet connections");
    assert_eq!((&*names[0], &*names[1], &**names.last().unwrap()), ("core_switches", "demo_telnet", "branch_office"));
}

#[test]
fn files_join_a_transaction_that_was_left_open_and_find_what_it_holds() {
    let desk = Desk::new();
    desk.write("f.yaml", BRANCH);

    let first = desk.run("rmctl sps apply -f @f.yaml --no-commit -o json");
    let outside = desk.sandbox.open_sps_transactions();
    let second = desk.run("rmctl sps apply -f @f.yaml --no-commit -o json");
    let committed = desk.run("rmctl sps transaction commit");

    assert_eq!((first.exit, second.exit, committed.exit), (0, 0, 0), "{first:?}{second:?}{committed:?}");
    assert_eq!((outside, desk.sandbox.open_sps_transactions()), (1, 0));
    let names = desk.names("telnet connections");
    assert_eq!(names.iter().filter(|name| *name == "branch-9").count(), 1);
    assert_eq!(actions(&second.json()), ["update rad9"]);
    assert!(desk.json("rmctl sps telnet connections list").as_array().unwrap().len() > 5);
    assert_eq!(
        desk.json(&format!("rmctl sps config get {}", CONNECTIONS.trim_start_matches("/sps/api/configuration/")))
            .as_array()
            .map(Vec::len),
        Some(names.len())
    );
}

#[test]
fn what_somebody_else_changed_while_the_editor_was_open_is_not_overwritten() {
    static ELSEWHERE: std::sync::OnceLock<Vec<(String, String)>> = std::sync::OnceLock::new();
    let desk = Desk::new();
    ELSEWHERE.set(desk.variables()).unwrap();

    let edited =
        run_edited(desk.variables(), desk.words("rmctl sps telnet connections edit demo_telnet -o json"), |_, path| {
            let line = words_of("rmctl sps telnet connections edit demo_telnet --set network.ports=[2525]");
            let meanwhile = std::thread::spawn(|| run_words_with(ELSEWHERE.get().unwrap().clone(), line).exit);
            assert_eq!(meanwhile.join().unwrap(), 0);
            let text = std::fs::read_to_string(path).unwrap();
            std::fs::write(path, text.replace("active: true", "active: false")).map_err(|error| error.to_string())
        });

    let there = desk.json("rmctl sps telnet connections get demo_telnet");
    assert_eq!((edited.exit, &edited.error()["code"]), (12, &json!("conflict")), "{edited:?}");
    assert!(edited.stderr.contains("has changed since it was read"), "{edited:?}");
    assert_eq!((&there["active"], &there["network"]["ports"]), (&json!(true), &json!([2525])));
    assert_eq!(desk.sandbox.open_sps_transactions(), 0);
}

#[test]
fn changes_of_one_object_add_up_in_a_transaction_that_stays_open() {
    let desk = Desk::new();

    let ports = desk.run("rmctl sps telnet connections edit demo_telnet --set network.ports=[2525] --no-commit");
    let active = desk.run("rmctl sps telnet connections edit demo_telnet --active=false --no-commit");
    let back = desk.run("rmctl sps telnet connections edit demo_telnet --active=true --no-commit");
    let committed = desk.run("rmctl sps transaction commit");

    let there = desk.json("rmctl sps telnet connections get demo_telnet");
    assert_eq!([ports.exit, active.exit, back.exit, committed.exit], [0; 4], "{active:?}{back:?}{committed:?}");
    assert_eq!((&there["active"], &there["network"]["ports"]), (&json!(true), &json!([2525])));
}

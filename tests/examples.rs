//! The scripts in `examples/`, as a user would run them, against the simulator.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![cfg(unix)]

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

/// A sandbox that outlives a command, and ends with its value.
struct Served {
    server: Child,
    exports: Vec<(String, String)>,
}

impl Served {
    fn start() -> Self {
        let mut server = rmctl(&["sandbox", "serve", "--addr", "127.0.0.1:0"])
            .stderr(Stdio::piped())
            .spawn()
            .expect("rmctl is built");
        let mut said = String::new();
        let stderr = server.stderr.take().expect("it is piped");
        BufReader::new(stderr).read_line(&mut said).expect("it says where");
        // `serving at http://127.0.0.1:PORT; ...`
        let address = said.split(['/', ';']).find(|part| part.starts_with("127.")).expect("it says where");
        let exports = rmctl(&["sandbox", "env", "--addr", address]).output().expect("rmctl is built").stdout;
        let exports = text(&exports).lines().map(export).collect();
        Self { server, exports }
    }

    fn run(&self, script: &str, arguments: &[&str]) -> Output {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        self.run_in(folder.path(), bash(script, arguments))
    }

    /// With the accounts of the sandbox, and with what runs keep in this folder.
    fn run_in(&self, folder: &Path, mut command: Command) -> Output {
        command
            .envs(self.exports.iter().cloned())
            .env("RMCTL_CONFIG", folder.join("config.toml"))
            .env("RMCTL_CACHE_DIR", folder.join("cache"))
            .env("RMCTL_STATE_DIR", folder.join("state"));
        command.output().expect("there is a bash")
    }

    fn export(&self, name: &str) -> &str {
        self.exports.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn export(line: &str) -> (String, String) {
    let pair = line.strip_prefix("export ").and_then(|pair| pair.split_once('='));
    let (name, value) = pair.expect("`sandbox env` prints exports");
    (name.to_owned(), value.trim_matches('\'').to_owned())
}

fn rmctl(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rmctl"));
    command.args(words).stdin(Stdio::null());
    command
}

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)
}

/// The script with our rmctl first on its path.
fn bash(script: &str, arguments: &[&str]) -> Command {
    let mut command = with_rmctl(&["bash"]);
    command.arg(example(script)).args(arguments);
    command
}

/// A program that finds our rmctl first.
fn with_rmctl(words: &[&str]) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_rmctl"));
    let folder = program.parent().expect("a program lies in a folder");
    let mut command = Command::new("bash");
    command.arg("-c").arg(r#"PATH="$1:$PATH"; shift; exec "$@""#).arg("bash").arg(folder).args(words);
    command.stdin(Stdio::null());
    command
}

fn in_sandbox(script: &str, arguments: &[&str]) -> Output {
    let mut command = bash(script, arguments);
    command.env("RMCTL_SANDBOX", "1").output().expect("there is a bash")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("rmctl prints UTF-8")
}

#[test]
fn offline_lists_devices_by_company() {
    let output = in_sandbox("offline.sh", &[]);

    insta::assert_snapshot!(text(&output.stdout), @r"
    company_name,name,serial,last_connection_at
    Alpine Ski Lifts,Rotterdam gate 15,6003212527,2025-12-23 21:33:37
    Aqua Metering Services,Graz depot 12,6003212488,2026-01-23 03:48:52
    Baltic Wind Parks,Graz substation 11,6003212475,2026-01-23 04:53:48
    Grain & Field Co-op,Malmo store 16,6003212540,2026-01-09 10:33:49
    Hanse Logistics,Tallinn mast 22,6003212618,2026-01-14 00:34:35
    ");
    assert!(output.status.success());
}

#[test]
fn models_are_counted_most_first() {
    let output = in_sandbox("models.sh", &[]);

    insta::assert_snapshot!(text(&output.stdout), @r"
    10	RUTX11
    3	OTD140
    3	RUT241
    2	RUT956
    2	TAP200
    2	TRB140
    2	TSW202
    ");
    assert!(output.status.success());
}

#[test]
fn the_gate_holds_above_the_share_and_opens_at_it() {
    let closed = in_sandbox("ci-gate.sh", &["24"]);
    let open = in_sandbox("ci-gate.sh", &["25"]);

    assert_eq!(text(&closed.stdout), "not online: 25 %\n");
    assert_eq!(closed.status.code(), Some(1));
    assert_eq!(text(&open.stdout), "not online: 25 %\n");
    assert_eq!(open.status.code(), Some(0));
}

#[test]
fn links_say_for_each_serial_what_came_of_it() {
    let served = Served::start();

    let output = served.run("links.sh", &["6003212345", "6003212384", "6003212475", "nope"]);

    insta::assert_snapshot!(text(&output.stdout), @r"
    6003212345	https://277cb68ed469e7be78cc2b7d465f5247.proxy1-connect.rms.teltonika-networks.com
    6003212384	several devices
    6003212475	offline
    nope	no such device
    ");
    assert!(output.status.success());
}

#[test]
fn a_script_that_cannot_work_says_why() {
    let served = Served::start();
    let strangers = |script: &str, arguments: &[&str]| {
        let mut command = with_rmctl(&["env", "RMCTL_RMS_TOKEN=stranger", "RMCTL_SPS_PASSWORD=stranger", "bash"]);
        command.arg(example(script)).args(arguments);
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let output = served.run_in(folder.path(), command);
        (output.status.code(), text(&output.stdout).to_owned(), text(&output.stderr).contains("401: "))
    };
    let files = example("sps");

    let told = [
        strangers("ci-gate.sh", &[]),
        strangers("links.sh", &["6003212345"]),
        strangers("refresh.sh", &[]),
        strangers("config-drift.sh", &[files.to_str().expect("it is UTF-8")]),
    ];
    let no_boxes = served.run("roll-out.sh", &["/nowhere/boxes.csv", "pump", "s.yaml", "t.yaml"]);

    assert_eq!(told, [const { (Some(4), String::new(), true) }; 4]);
    assert!(no_boxes.status.code() == Some(2) && text(&no_boxes.stderr).starts_with("error: "), "{no_boxes:?}");
}

#[test]
fn refresh_names_the_devices_that_did_not_answer() {
    let served = Served::start();

    let output = served.run("refresh.sh", &["12"]);

    insta::assert_snapshot!(text(&output.stdout), @r"
    70810	done	
    70811	done	
    70812	done	
    70813	done	
    70814	done	
    70815	done	
    70816	done	
    70817	done	
    70818	done	
    70819	failed	cannot run an action on devices: Device is offline.
    70820	failed	cannot run an action on devices: Device is offline.
    70821	failed	cannot run an action on devices: Device is offline.
    ");
    assert!(output.status.success());
}

#[test]
fn the_gate_of_patches_counts_devices_that_lack_a_critical_one() {
    let closed = in_sandbox("patch-gate.sh", &[]);
    let open = in_sandbox("patch-gate.sh", &["6"]);

    assert_eq!(text(&closed.stdout), "devices that lack a critical patch: 6\n");
    assert_eq!(closed.status.code(), Some(1));
    assert_eq!(open.status.code(), Some(0));
}

#[test]
fn the_first_run_keeps_the_configuration_and_later_ones_name_what_drifted() {
    let served = Served::start();
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let kept = folder.path().join("hq");
    let words = [kept.to_str().expect("it is UTF-8")];

    let first = served.run("config-drift.sh", &words);
    let same = served.run("config-drift.sh", &words);
    let options = kept.join("telnet/options.yaml");
    let text_of = std::fs::read_to_string(&options).expect("it was written");
    std::fs::write(&options, text_of.replace("log_level: 4", "log_level: 7")).expect("it can be written");
    let drifted = served.run("config-drift.sh", &words);

    assert!(text(&first.stdout).trim().parse::<usize>().expect("it is a count") > 50, "{first:?}");
    assert_eq!((text(&same.stdout), same.status.code()), ("as in hq\n", Some(0)));
    assert_eq!(
        (text(&drifted.stdout), drifted.status.code()),
        ("telnet/options,,changed,service.log_level,4,7\n", Some(1))
    );
}

#[test]
fn a_roll_out_names_the_boxes_where_it_failed() {
    let served = Served::start();
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("it can be written");
        path.to_str().expect("it is UTF-8").to_owned()
    };
    let (_, url) = served.exports.iter().find(|(name, _)| name == "RMCTL_CISCO_LOCAL_URL").expect("it is served");
    let boxes =
        write("boxes.csv", &format!("name,url,SITE\npress,{url},north\noven,{url}/2,south\nlocked,{url}/8,east\n"));
    let endpoint = "{name: e, clientId: c, port: 1883, secure: false, metrics: {}}";
    let sources = write(
        "sources.yaml",
        &format!(
            "mqtt1:\n  type: MQTT\n  assetId: \"1234\"\n  dataSourceConfiguration:\n    name: e\n    endpoints: [{endpoint}]\n  fields:\n    - {{type: customAttribute, key: site, value: $SITE}}\n"
        ),
    );
    let target = write(
        "target.yaml",
        "type: MQTT\ndataTargetConfiguration:\n  connectors: [{host: broker.example, port: 1884}]\n",
    );

    let output = served.run("roll-out.sh", &[&boxes, "coldPlc", &sources, &target]);

    assert!(text(&output.stdout).starts_with("locked\tunauthenticated\t"), "{output:?}");
    assert_eq!((text(&output.stdout).lines().count(), output.status.code()), (1, Some(9)));
}

#[test]
fn passwords_of_the_vault_are_tried_and_given_back() {
    let served = Served::start();
    let check = |password: &str| ["sh".to_owned(), "-c".to_owned(), format!("[ \"$LOGIN $PASSWORD\" = '{password}' ]")];
    let tried = |password: &str| {
        let words = check(password);
        let output = served.run("vault-run.sh", &words.each_ref().map(String::as_str));
        text(&output.stdout).to_owned()
    };

    let told = [tried("admin SANDBOX-vault-password"), tried("admin another"), tried("admin SANDBOX-vault-password")];

    assert_eq!(told, ["switch-admin\tworks\n", "switch-admin\tdoes not work\n", "switch-admin\tworks\n"]);
}

/// A job of a workflow for GitHub Actions.
struct Job(Value);

impl Job {
    fn read(name: &str, job: &str) -> Self {
        let text = std::fs::read_to_string(example(name)).expect("it is there");
        let workflow: Value = serde_saphyr::from_str(&text).expect("it is YAML");
        Self(workflow["jobs"][job].clone())
    }

    /// The job's variables; what is a secret has the value of the sandbox's, and is empty where the repository has none.
    fn environment(&self, served: &Served, has: impl Fn(&str) -> bool) -> Vec<(String, String)> {
        let value = |text: &str| match text.strip_prefix("${{ secrets.").and_then(|text| text.strip_suffix(" }}")) {
            Some(secret) if has(secret) => served.export(secret).to_owned(),
            Some(_) => String::new(),
            None => text.to_owned(),
        };
        let variables = self.0["env"].as_object().expect("it has some").iter();
        variables.map(|(name, text)| (name.clone(), value(text.as_str().expect("it is a text")))).collect()
    }

    /// Each `run` as GitHub runs it, until one fails; those of `always()` all the same.
    fn run(&self, served: &Served, folder: &Path, has: impl Fn(&str) -> bool) -> Vec<(Option<i32>, String)> {
        let mut ended: Vec<(Option<i32>, String)> = Vec::new();
        let variables = self.environment(served, has);
        for step in self.0["steps"].as_array().expect("it has steps").iter().filter(|step| step["run"].is_string()) {
            if step["if"] != "always()" && ended.iter().any(|(code, _)| *code != Some(0)) {
                continue;
            }
            let script = folder.join("step.sh");
            std::fs::write(&script, step["run"].as_str().expect("it is a text")).expect("it can be written");
            let mut command = with_rmctl(&["env", "-u", "RMCTL_SANDBOX"]);
            let urls = served.exports.iter().filter(|(name, _)| name.ends_with("_URL")).cloned();
            let own = urls.chain(variables.clone()).map(|(name, value)| format!("{name}={value}"));
            command.args(others(served)).args(own).args(["bash", "-e"]).arg(&script).current_dir(folder);
            command.env("GITHUB_STEP_SUMMARY", folder.join("summary.md"));
            let output = served.run_in(folder, command);
            ended.push((output.status.code(), text(&output.stderr).to_owned()));
        }
        ended
    }

    fn artifact(&self, folder: &Path) -> Value {
        let steps = self.0["steps"].as_array().expect("it has steps");
        let path = steps.iter().find_map(|step| step["with"]["path"].as_str()).expect("a file is kept");
        let text = std::fs::read(folder.join(path)).expect("it was written");
        serde_json::from_slice(&text).expect("it is JSON")
    }
}

/// `env` without the accounts that the runner would not have.
fn others(served: &Served) -> impl Iterator<Item = String> {
    served.exports.iter().flat_map(|(name, _)| ["-u".to_owned(), name.clone()])
}

fn vendors(devices: &Value) -> BTreeSet<&str> {
    devices.as_array().expect("it is a list").iter().filter_map(|device| device["vendor"].as_str()).collect()
}

#[test]
fn the_workflow_keeps_the_inventory_and_shows_it_in_the_summary() {
    let served = Served::start();
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let job = Job::read("github/inventory.yaml", "inventory");

    let ended = job.run(&served, folder.path(), |_| true);

    assert_eq!(ended, [(Some(0), String::new()), (Some(0), String::new())]);
    assert_eq!(vendors(&job.artifact(folder.path())), BTreeSet::from(["ninjaone", "rms"]));
    let summary = std::fs::read_to_string(folder.path().join("summary.md")).expect("it was written");
    assert!(summary.contains("Site A router"), "{summary}");
}

#[test]
fn a_vendor_whose_secrets_are_not_set_takes_no_part_in_the_workflow() {
    let served = Served::start();
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let job = Job::read("github/inventory.yaml", "inventory");

    let ended = job.run(&served, folder.path(), |secret| secret.contains("RMS"));

    assert_eq!(ended, [(Some(0), String::new()), (Some(0), String::new())]);
    assert_eq!(vendors(&job.artifact(folder.path())), BTreeSet::from(["rms"]));
}

#[test]
fn an_account_that_fails_turns_the_workflow_red_and_the_others_are_kept() {
    let mut served = Served::start();
    for (name, value) in &mut served.exports {
        if name == "RMCTL_NINJAONE_CLIENT_SECRET" {
            "wrong".clone_into(value);
        }
    }
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let job = Job::read("github/inventory.yaml", "inventory");

    let ended = job.run(&served, folder.path(), |_| true);

    assert_eq!(ended.iter().map(|(code, _)| *code).collect::<Vec<_>>(), [Some(9), Some(9)], "{ended:?}");
    assert_eq!(vendors(&job.artifact(folder.path())), BTreeSet::from(["rms"]));
    let summary = std::fs::read_to_string(folder.path().join("summary.md")).expect("it was written");
    assert!(summary.contains("ninjaone") && summary.contains("Site A router"), "{summary}");
}

/// A line of `/etc/cron.d`, with the variables above it.
struct Cron {
    variables: Vec<(String, String)>,
    user: String,
    command: String,
}

impl Cron {
    fn read(name: &str) -> Self {
        let text = std::fs::read_to_string(example(name)).expect("it is there");
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        let (job, variables) = lines.split_last().expect("it has a job");
        let mut words = job.splitn(7, ' ').skip(5);
        let mut word = || words.next().expect("five times, a user and a command").to_owned();
        let pair = |line: &&str| line.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self {
            user: word(),
            command: word(),
            variables: variables.iter().map(|line| pair(line).expect("it is set")).collect(),
        }
    }
}

#[test]
fn cron_leaves_a_whole_page_for_node_exporter_and_says_nothing() {
    let served = Served::start();
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let cron = Cron::read("node-exporter/rmctl.cron");

    let mut command = with_rmctl(&["sh", "-c", &cron.command]);
    command.env("TEXTFILES", folder.path());
    let output = served.run_in(folder.path(), command);

    let names: Vec<&str> = cron.variables.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!((names, cron.user.as_str()), (vec!["PATH", "TEXTFILES"], "rmctl"));
    // To cron, `%` is the end of a command.
    assert!(!cron.command.contains('%'));
    assert_eq!((output.status.code(), text(&output.stdout), text(&output.stderr)), (Some(0), "", ""));
    let page = std::fs::read_to_string(folder.path().join("rmctl.prom")).expect("it was written");
    assert_eq!(page.lines().filter(|line| line.starts_with("rmctl_profile_up{") && line.ends_with(" 1")).count(), 6);
    assert!(page.lines().all(|line| line.starts_with("# ") || line.starts_with("rmctl_")));
}

#[test]
fn the_gate_of_the_fleet_names_who_has_come_and_opens_once_that_is_accepted() {
    let served = Served::start();
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let gate = |words: &[&str]| served.run_in(folder.path(), bash("fleet-gate.sh", words));

    let before = gate(&[]);
    let accepted = gate(&["accept"]);
    let same = gate(&[]);
    let deleted =
        served.run_in(folder.path(), with_rmctl(&["rmctl", "-y", "--quiet", "rms", "devices", "delete", "70813"]));
    let gone = gate(&[]);
    let again = [gate(&["accept"]), gate(&[])];

    assert_eq!(before.status.code(), Some(3), "{before:?}");
    assert_eq!((text(&accepted.stdout), accepted.status.code()), ("1\n", Some(0)), "{accepted:?}");
    assert_eq!((text(&same.stdout), same.status.code()), ("", Some(0)), "{same:?}");
    assert!(deleted.status.success(), "{deleted:?}");
    assert_eq!((text(&gone.stdout), gone.status.code()), ("gone,rms,environment,70813,Riga depot 4\n", Some(15)));
    assert_eq!(again.map(|output| output.status.code()), [Some(0); 2]);
}

#[test]
fn a_reboot_that_is_run_again_leaves_out_what_is_done() {
    let served = Served::start();
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let [list, journal] = ["list.csv", "journal"].map(|name| folder.path().join(name).display().to_string());
    // The last is offline.
    std::fs::write(&list, "name,id,reason\nSite A router,70810,memory\nDepot,70811,memory\nshop,70819,memory\n")
        .expect("it can be written");

    let first = served.run("reboot.sh", &[&list, &journal]);
    let second = served.run("reboot.sh", &[&list, &journal]);

    insta::assert_snapshot!(text(&first.stdout), @r"
    70810,done,
    70811,done,
    70819,failed,cannot run an action on devices: Device is offline.
    ");
    assert_eq!(first.status.code(), Some(9), "{first:?}");
    insta::assert_snapshot!(text(&second.stdout), @r"
    70810,skipped,
    70811,skipped,
    70819,failed,cannot run an action on devices: Device is offline.
    ");
}

/// `ansible-playbook`, if it is there; where `RMCTL_TEST_TOOLS` names the folder of such programs it must be.
#[expect(clippy::disallowed_methods, reason = "the surroundings of the test, not of rmctl")]
fn ansible_playbook() -> Option<PathBuf> {
    let own = std::env::var_os("RMCTL_TEST_TOOLS").filter(|folder| !folder.is_empty());
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = own.iter().map(PathBuf::from).chain(std::env::split_paths(&path));
    let found = folders.find_map(|folder| Some(folder.join("ansible-playbook")).filter(|program| program.is_file()));
    assert!(found.is_some() || own.is_none(), "RMCTL_TEST_TOOLS is set, and there is no ansible-playbook");
    found
}

#[test]
fn the_play_of_ansible_asks_who_is_online_and_names_who_does_not_answer() {
    let Some(program) = ansible_playbook() else { return };
    let served = Served::start();
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let [inventory, play] = ["ansible/inventory", "ansible/reach.yaml"].map(|name| example(name).display().to_string());
    std::fs::write(folder.path().join("ansible.cfg"), "").expect("it can be written");
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a port");
    let port = listener.local_addr().expect("it has an address").port();
    let played = |port: u16, limit: &str| {
        let variables = format!("{{\"ansible_host\": \"127.0.0.1\", \"reached_port\": {port}}}");
        let mut command = with_rmctl(&[program.to_str().expect("it is UTF-8"), "-i", &inventory, &play]);
        command.args(["-e", &variables, "--limit", limit]).current_dir(folder.path());
        command.env("HOME", folder.path()).env("LC_ALL", "C.UTF-8").env("ANSIBLE_NOCOLOR", "1");
        command.env("ANSIBLE_CONFIG", folder.path().join("ansible.cfg"));
        served.run_in(folder.path(), command)
    };

    let online = played(port, "vendor_cisco");
    drop(listener);
    let silent = played(1, "status_online[0]");

    let (told, failed) = (text(&online.stdout), text(&silent.stdout));
    assert!(online.status.success() && told.matches(": ok=1 ").count() > 1, "{online:?}");
    assert!(!silent.status.success() && failed.contains("failed=1"), "{silent:?}");
}

//! The scripts in `examples/`, as a user would run them, against the simulator.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![cfg(unix)]

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

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
        let mut command = bash(script, arguments);
        command
            .envs(self.exports.iter().cloned())
            .env("RMCTL_CONFIG", folder.path().join("config.toml"))
            .env("RMCTL_CACHE_DIR", folder.path().join("cache"))
            .env("RMCTL_STATE_DIR", folder.path().join("state"));
        command.output().expect("there is a bash")
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

/// The script with our rmctl first on its path.
fn bash(script: &str, arguments: &[&str]) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_rmctl"));
    let folder = program.parent().expect("a program lies in a folder");
    let mut command = Command::new("bash");
    command
        .arg("-c")
        .arg(r#"PATH="$1:$PATH"; shift; exec bash "$@""#)
        .arg("bash")
        .arg(folder)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(script))
        .args(arguments)
        .stdin(Stdio::null());
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

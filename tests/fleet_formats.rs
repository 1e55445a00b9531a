//! Pages of the fleet in the programs that they are made for: Ansible, the parser of Prometheus, OpenSSH, a browser.
//! A program that is not installed cannot judge, and the test says so; where `RMCTL_TEST_TOOLS` names the folder of their
//! programs, as `.ci/run` does, each must be there.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![cfg(unix)]

use std::ffi::OsString;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rmctl::fleet::formats::{Document, Fleet, Gathered, Options, render};
use rmctl::fleet::{Device, Status};
use rmctl::output::Page;
use serde_json::Value;

/// What a device may call itself to do harm somewhere.
const HOSTILE: [&str; 12] = [
    "a\nHost *\n  ProxyCommand touch owned",
    "x\" onload=\"document.title='owned'\" '",
    "</script><script>document.title='owned'</script>",
    "<!--<script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "a|b,c;d\\e\"f}g{h",
    "\x1b[31mred\x1b[0m\r\n# HELP x y",
    "moc.elgoog\u{202e}evil\u{2028}\u{85}x",
    "=cmd|'/c calc'!A1",
    "{{ lookup('pipe', 'touch owned') }}",
    "{% set x = 1 %}{# comment #}{{ ansible_host }}",
    "localhost",
];

fn device(place: usize, text: &str) -> Device {
    Device {
        vendor: "rms".into(),
        profile: "field".into(),
        id: place.to_string(),
        serial: Some(text.into()),
        name: Some(text.into()),
        model: Some(text.into()),
        kind: Some("router".into()),
        site: Some(text.into()),
        tags: vec![text.into()],
        status: Status::Online,
        last_seen: Some("2026-01-23T04:52:25Z".parse().unwrap()),
        firmware: Some(text.into()),
        addresses: vec![text.into(), format!("10.0.0.{place}")],
        url: Some(format!("https://rms.example/{place}")),
        ..Device::default()
    }
}

fn hostile() -> Vec<Device> {
    HOSTILE.iter().enumerate().map(|(place, text)| device(place, text)).collect()
}

fn page(page: Page, devices: &[Device]) -> String {
    let profiles = [Gathered { vendor: "rms".into(), profile: "field".into(), fault: Some(HOSTILE[2].into()) }];
    let fleet = Fleet { devices, profiles: &profiles, made_at: "2026-01-23T05:00:00Z".parse().unwrap() };
    let Document { text, .. } = render(page, &fleet, &Options::default()).unwrap();
    text
}

#[expect(clippy::disallowed_methods, reason = "the surroundings of the test, not of rmctl")]
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Where the first of these programs is; `None`, said aloud, if it need not be there.
fn tool(names: &[&str]) -> Option<PathBuf> {
    let own = variable("RMCTL_TEST_TOOLS");
    let path = variable("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = own.iter().map(PathBuf::from).chain(std::env::split_paths(&path)).collect();
    let candidates = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let found = candidates.into_iter().find(|path| path.is_file());
    assert!(found.is_some() || own.is_none(), "RMCTL_TEST_TOOLS is set, and there is none of {names:?}");
    if found.is_none() {
        absent(names);
    }
    found
}

#[expect(clippy::print_stderr, reason = "a test that cannot judge says so")]
fn absent(names: &[&str]) {
    eprintln!("not judged: there is none of {names:?}");
}

fn run(command: &mut Command) -> (bool, String, String) {
    let output = command.stdin(Stdio::null()).output().unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    (output.status.success(), out, err)
}

/// An inventory script, as Ansible calls it.
fn script(folder: &Path, inventory: &str) -> PathBuf {
    std::fs::write(folder.join("inventory.json"), inventory).unwrap();
    let script = folder.join("inventory");
    let text = format!("#!/bin/sh\n[ \"$1\" = --list ] && exec cat '{}/inventory.json'\nexit 2\n", folder.display());
    std::fs::write(&script, text).unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    script
}

/// Ansible in a folder of its own, without the user's configuration.
fn ansible(program: &Path, folder: &Path, words: &[&str]) -> (bool, String, String) {
    let configuration = folder.join("ansible.cfg");
    std::fs::write(&configuration, "").unwrap();
    let mut command = Command::new(program);
    command.args(words).current_dir(folder).env("HOME", folder).env("LC_ALL", "C.UTF-8");
    run(command.env("ANSIBLE_CONFIG", configuration).env("ANSIBLE_NOCOLOR", "1"))
}

#[test]
fn ansible_reads_the_inventory_and_changes_nothing_in_it() {
    let Some(program) = tool(&["ansible-inventory"]) else { return };
    let folder = tempfile::tempdir().unwrap();
    let script = script(folder.path(), &page(Page::Ansible, &hostile()));

    let (is_done, out, err) = ansible(&program, folder.path(), &["-i", script.to_str().unwrap(), "--list"]);

    assert!(is_done && !err.contains("WARNING"), "{err}");
    let read: Value = serde_json::from_str(&out).unwrap();
    let hosts = read["_meta"]["hostvars"].as_object().unwrap();
    let mut names: Vec<&str> = hosts.values().map(|host| text(&host["rmctl_name"])).collect();
    names.sort_unstable();
    let mut expected = HOSTILE.to_vec();
    expected.sort_unstable();
    assert_eq!(names, expected);
    assert_eq!(hosts["localhost-field-11"]["ansible_host"], "10.0.0.11");
    assert!(!hosts.contains_key("localhost"));
    assert_eq!(read["vendor_rms"]["hosts"].as_array().unwrap().len(), HOSTILE.len());
}

/// `ansible-inventory` prints what is marked as it was marked.
fn text(value: &Value) -> &str {
    value.as_str().or_else(|| value["__ansible_unsafe"].as_str()).unwrap()
}

#[test]
fn ansible_does_not_evaluate_what_a_device_is_called() {
    let Some(program) = tool(&["ansible"]) else { return };
    let folder = tempfile::tempdir().unwrap();
    let script = script(folder.path(), &page(Page::Ansible, &hostile()));
    let words = [
        "-i",
        script.to_str().unwrap(),
        "all",
        "-c",
        "local",
        "-m",
        "debug",
        "-a",
        r#"{"msg": "{{ rmctl_name }} {{ rmctl_tags | first }}"}"#,
    ];

    let (is_done, out, err) = ansible(&program, folder.path(), &words);

    assert!(is_done, "{out}{err}");
    assert!(out.contains(HOSTILE[9]), "{out}");
    assert!(!folder.path().join("owned").exists());
}

const PARSE: &str = r"
import json, sys
from prometheus_client.parser import text_string_to_metric_families
for family in text_string_to_metric_families(sys.stdin.read()):
    for sample in family.samples:
        print(json.dumps([family.name, family.type, family.documentation != '', sample.labels, sample.value, sample.timestamp]))
";

#[test]
fn the_parser_of_prometheus_reads_each_sample_as_it_was_meant() {
    let Some(program) = tool(&["python", "python3"]) else { return };
    if !run(Command::new(&program).args(["-c", "import prometheus_client"])).0 {
        assert!(variable("RMCTL_TEST_TOOLS").is_none(), "there is no prometheus_client");
        return absent(&["prometheus_client"]);
    }
    let devices = hostile();

    let mut child =
        Command::new(&program).args(["-c", PARSE]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(page(Page::Prometheus, &devices).as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();

    assert!(output.status.success());
    let samples: Vec<Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(samples.iter().all(|sample| sample[1] == "gauge" && sample[2] == true && sample[5].is_null()));
    let of = |name: &str| samples.iter().filter(|sample| sample[0] == name).collect::<Vec<_>>();
    assert_eq!(of("rmctl_profile_up")[0][4].as_f64(), Some(0.0));
    assert_eq!(of("rmctl_device_up").len(), HOSTILE.len());
    let names: Vec<&str> = of("rmctl_device_info").iter().map(|sample| sample[3]["name"].as_str().unwrap()).collect();
    let steers = |letter: char| letter.is_control() && letter != '\n';
    let kept: Vec<&str> = HOSTILE.into_iter().filter(|name| !name.contains(steers)).collect();
    let read: Vec<&str> = names.into_iter().filter(|name| HOSTILE.contains(name)).collect();
    assert_eq!(read, kept);
}

#[test]
fn ssh_takes_each_address_and_nothing_else() {
    let Some(program) = tool(&["ssh"]) else { return };
    let folder = tempfile::tempdir().unwrap();
    let devices: Vec<Device> =
        hostile().into_iter().chain([device(20, "Riga depot 4"), device(21, "-oProxyCommand=touch owned")]).collect();
    let file = folder.path().join("config");
    let text = page(Page::SshConfig, &devices);
    std::fs::write(&file, &text).unwrap();
    let aliases: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("Host ")).collect();
    assert_eq!(aliases.len(), devices.len());

    let addresses: Vec<String> = aliases
        .iter()
        .map(|alias| {
            let (is_done, out, err) =
                run(Command::new(&program).arg("-G").arg("-F").arg(&file).arg(alias).current_dir(folder.path()));
            assert!(is_done && !out.contains("\nproxycommand"), "{alias}: {out}{err}");
            out.lines().find_map(|line| line.strip_prefix("hostname ")).unwrap().to_owned()
        })
        .collect();

    let expected: Vec<String> = devices.iter().map(|device| format!("10.0.0.{}", device.id)).collect();
    assert_eq!(addresses, expected);
    assert!(aliases.contains(&"rms-Riga-depot-4"));
    assert!(!folder.path().join("owned").exists());
}

/// The page as it stands after its script ran.
fn in_browser(program: &Path, folder: &Path, html: &str) -> String {
    let file = folder.join("fleet.html");
    std::fs::write(&file, html).unwrap();
    let mut command = Command::new(program);
    command.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--virtual-time-budget=4000",
    ]);
    command.arg(format!("--user-data-dir={}", folder.join("browser").display()));
    let (is_done, dom, err) = run(command.arg("--dump-dom").arg(format!("file://{}", file.display())));
    assert!(is_done, "{err}");
    dom
}

#[test]
fn a_browser_runs_nothing_that_a_device_brought_and_shows_it_as_text() {
    let Some(program) = tool(&["chromium", "chromium-browser", "google-chrome"]) else { return };
    let folder = tempfile::tempdir().unwrap();

    let dom = in_browser(&program, folder.path(), &page(Page::Html, &hostile()));

    let (table, rest) = dom.split_once("<tbody>").unwrap().1.split_once("</tbody>").unwrap();
    assert!(dom.contains("<title>Fleet: 12 devices</title>"), "{dom}");
    assert_eq!(table.matches("<tr>").count(), HOSTILE.len());
    assert!(table.contains("&lt;/script&gt;&lt;script&gt;document.title='owned'&lt;/script&gt;"), "{table}");
    assert!(!dom.contains("<img"));
    assert_eq!(rest.matches("<script").count(), 2);
}

#[test]
fn the_policy_of_the_page_stops_a_script_that_got_in_all_the_same() {
    let Some(program) = tool(&["chromium", "chromium-browser", "google-chrome"]) else { return };
    let folder = tempfile::tempdir().unwrap();
    let html = page(Page::Html, &hostile()).replace("<header>", "<script>document.title='owned'</script><header>");

    let dom = in_browser(&program, folder.path(), &html);

    assert!(dom.contains("<title>Fleet: 12 devices</title>"));
    assert_eq!(dom.matches("<tr>").count(), HOSTILE.len() + 1);
}

#[test]
fn what_is_typed_is_searched_and_a_click_sorts() {
    let Some(program) = tool(&["chromium", "chromium-browser", "google-chrome"]) else { return };
    let folder = tempfile::tempdir().unwrap();
    let devices: Vec<Device> = (0..300).map(|place| device(place, &format!("gate {place}"))).collect();
    let html = page(Page::Html, &devices);
    let (before, policy) = html.split_once("<meta http-equiv").unwrap();
    let typing = "<script>
        document.querySelector('th button').click(); document.querySelector('th button').click();
        var search = document.getElementById('search');
        search.value = 'GATE 29'; search.dispatchEvent(new Event('input'));
        </script>";
    let html = format!("{before}{}{typing}", policy.split_once('\n').unwrap().1);

    let dom = in_browser(&program, folder.path(), &html);

    let table = dom.split_once("<tbody>").unwrap().1.split_once("</tbody>").unwrap().0;
    let names: Vec<&str> =
        table.split("gate ").skip(1).filter_map(|rest| rest.split_once("</a>")).map(|(name, _)| name).collect();
    let names: Vec<&str> = names.into_iter().filter(|name| !name.contains('<')).collect();
    assert_eq!(names, ["299", "298", "297", "296", "295", "294", "293", "292", "291", "290", "229", "129", "29"]);
    assert!(dom.contains("13 of 300 devices</output>") && dom.contains(r#"aria-sort="descending""#));
}

#[test]
fn ten_thousand_devices_are_one_page_of_a_hundred_rows() {
    let Some(program) = tool(&["chromium", "chromium-browser", "google-chrome"]) else { return };
    let folder = tempfile::tempdir().unwrap();
    let devices: Vec<Device> = (0..10_000).map(|place| device(place, &format!("gate {place}"))).collect();

    let dom = in_browser(&program, folder.path(), &page(Page::Html, &devices));

    assert_eq!(dom.matches("<tr>").count(), 1 + 100);
    assert!(dom.contains("10000 devices</output>") && dom.contains("Page 1 of 100"));
}

/// rmctl in a home of its own, with the simulators that are built in.
fn rmctl(home: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rmctl"));
    command.args(words).current_dir(home).env_clear();
    command.env("HOME", home).env("RMCTL_CONFIG", home.join("config.toml")).env("RMCTL_SANDBOX", "1");
    command
}

#[test]
fn a_saved_page_is_for_everybody_to_read_and_leaves_nothing_beside_it() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("fleet.prom");
    std::fs::write(&file, "old").unwrap();

    let saved =
        run(&mut rmctl(home.path(), &["inventory", "-o", "prometheus", "--save", "fleet.prom", "--vendor", "rms"]));

    assert_eq!(saved, (true, String::new(), "wrote `fleet.prom`\n".to_owned()));
    assert!(
        std::fs::read_to_string(&file).unwrap().contains("rmctl_profile_up{vendor=\"rms\",profile=\"sandbox\"} 1\n")
    );
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o644);
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 1);
}

#[test]
fn a_page_that_cannot_be_saved_is_told_and_the_old_one_stays() {
    let home = tempfile::tempdir().unwrap();

    let (is_done, out, err) = run(&mut rmctl(home.path(), &["inventory", "-o", "html", "--save", "none/fleet.html"]));

    assert_eq!((is_done, out.as_str()), (false, ""));
    assert!(err.starts_with("error: cannot write `none/fleet.html`: No such file or directory"), "{err}");
}

/// An account that nobody answers for.
fn unreachable(home: &Path, words: &[&str]) -> Command {
    let mut command = rmctl(home, words);
    command.env_remove("RMCTL_SANDBOX").env("RMCTL_RMS_URL", "http://127.0.0.1:9/api").env("RMCTL_RMS_TOKEN", "token");
    command
}

#[test]
fn metrics_of_an_account_that_does_not_answer_say_so_and_since_when() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("fleet.prom");
    let known = "rmctl_last_success_timestamp_seconds{vendor=\"rms\",profile=\"environment\"} 1769140000\n";
    std::fs::write(&file, known).unwrap();
    let words = ["inventory", "-o", "prometheus", "--save", "fleet.prom", "--retries", "0"];

    let status = unreachable(home.path(), &words).stderr(Stdio::null()).status().unwrap();

    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(status.code(), Some(8));
    assert!(
        text.contains("rmctl_profile_up{vendor=\"rms\",profile=\"environment\"} 0\n") && text.contains(known),
        "{text}"
    );
    assert!(!text.contains("rmctl_devices{"));
}

#[test]
fn other_pages_of_nothing_are_not_written() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("fleet.html");
    std::fs::write(&file, "old").unwrap();
    let words = ["inventory", "-o", "html", "--save", "fleet.html", "--retries", "0"];

    let status = unreachable(home.path(), &words).stderr(Stdio::null()).status().unwrap();

    assert_eq!(status.code(), Some(8));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "old");
}

#[test]
fn flags_of_one_page_are_refused_with_another() {
    let home = tempfile::tempdir().unwrap();
    let refusal = |words: &[&str]| {
        let output = rmctl(home.path(), words).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };

    let of_ansible = refusal(&["inventory", "-o", "csv", "--host", "x"]);
    let of_netbox = refusal(&["inventory", "-o", "html", "--mapping", "x"]);
    let of_pages = refusal(&["inventory", "--save", "x"]);
    let of_inventory = refusal(&["rms", "devices", "list", "-o", "ansible"]);

    let told = |text: &str| (Some(2), text.to_owned());
    assert_eq!(of_ansible, told("error: `--host` does not go with `--output csv`\nhint: add `--output ansible`\n"));
    assert_eq!(of_netbox, told("error: `--mapping` does not go with `--output html`\nhint: add `--output netbox`\n"));
    assert_eq!(
        of_pages,
        told(
            "error: `--save` does not go with `--output table`, which standard output takes\nhint: add `--output html`, or `> FILE`\n"
        )
    );
    assert_eq!(
        of_inventory,
        told(
            "error: `--output ansible` goes with `inventory`; here there are `table`, `wide`, `json`, `ndjson`, `yaml`, `csv`, `tsv`, `name`\n"
        )
    );
}

#[test]
fn a_page_has_what_the_flags_choose() {
    let home = tempfile::tempdir().unwrap();
    let words =
        ["inventory", "-o", "ssh-config", "--vendor", "rms", "--filter", "name~^riga", "--sort", "-id", "--limit", "2"];

    let (is_done, out, _) = run(&mut rmctl(home.path(), &words));

    let hosts: Vec<&str> = out.lines().filter(|line| line.starts_with("Host ")).collect();
    assert!(is_done);
    assert_eq!(hosts, ["Host rms-Riga-Old-Town-kiosk-3", "Host rms-Riga-kiosk-7"]);
}

#[test]
fn the_mapping_of_the_examples_fills_what_netbox_wants() {
    let home = tempfile::tempdir().unwrap();
    let mapping = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/netbox.toml");
    let words =
        ["inventory", "-o", "netbox", "--vendor", "rms", "--mapping", mapping, "--filter", "site=Hanse Logistics"];

    let (is_done, out, err) = run(&mut rmctl(home.path(), &words));

    assert_eq!((is_done, err.as_str()), (true, ""));
    let rows: Vec<Vec<&str>> = out.lines().skip(1).map(|row| row.split(',').take(8).collect()).collect();
    assert_eq!(
        rows,
        [
            ["Kaunas kiosk 14", "Router", "Teltonika", "RUT241", "6003212514", "Hanse Logistics", "active", "RutOS"],
            ["Tallinn mast 22", "Router", "Teltonika", "RUT956", "6003212618", "Hanse Logistics", "staged", "RutOS"],
            ["Turku pump 6", "Router", "Teltonika", "RUTX11", "6003212410", "Hanse Logistics", "staged", "RutOS"],
        ]
    );
    assert_eq!(out.matches("\"north,pilot,field,rmctl\"").count(), 1);
}

#[test]
fn ansible_calls_the_script_of_the_examples() {
    let Some(program) = tool(&["ansible-inventory"]) else { return };
    let home = tempfile::tempdir().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ansible/inventory");
    let folder = Path::new(env!("CARGO_BIN_EXE_rmctl")).parent().unwrap();
    let path = std::env::join_paths([folder, Path::new("/usr/bin"), Path::new("/bin")]).unwrap();
    let mut command = Command::new(program);
    command.args(["-i", script.to_str().unwrap(), "--graph", "site_aqua_metering_services"]).env("PATH", path);

    let (is_done, out, err) = run(command.current_dir(home.path()).env("HOME", home.path()).env("RMCTL_SANDBOX", "1"));

    assert!(is_done, "{err}");
    assert!(out.starts_with("@site_aqua_metering_services:\n") && out.contains("  |--Riga-depot-4\n"), "{out}");
}

//! The pages of a fleet with ordinary and with hostile devices.

use serde_json::{Value, json};

use super::*;
use crate::fleet::Status;

fn device(id: &str, name: &str) -> Device {
    Device {
        vendor: "rms".into(),
        profile: "field".into(),
        id: id.into(),
        name: Some(name.into()),
        status: Status::Online,
        ..Device::default()
    }
}

fn gate() -> Device {
    Device {
        serial: Some("6003212345".into()),
        model: Some("RUTX11".into()),
        kind: Some("router".into()),
        site: Some("Riga".into()),
        tags: vec!["Edge 5G".into()],
        last_seen: Some("2026-01-23T04:52:25Z".parse().unwrap()),
        firmware: Some("RUTX_R_00.07.06".into()),
        addresses: vec!["10.57.0.3".into()],
        macs: vec!["00:1e:42:00:00:01".into()],
        url: Some("https://rms.example/devices/7".into()),
        ..device("7", "Riga depot 4")
    }
}

/// What a device may call itself to do harm somewhere.
const HOSTILE: [&str; 8] = [
    "a\nHost *\n  ProxyCommand id",
    "x\" onload=\"alert(1)\"'",
    "</script><script>document.title='owned'</script>",
    "a|b|[c](https://evil.example) <img src=x onerror=alert(1)> @admins www.evil.example",
    "\x1b[31mred\x1b[0m",
    "moc.elgoog\u{202e}evil",
    "=cmd|'/c calc'!A1",
    "{{ lookup('pipe', 'id') }}",
];

fn hostile() -> Vec<Device> {
    let devices = HOSTILE.iter().enumerate().map(|(place, text)| Device {
        serial: Some((*text).into()),
        model: Some((*text).into()),
        site: Some((*text).into()),
        tags: vec![(*text).into()],
        addresses: vec![(*text).into(), format!("10.0.0.{}", place + 1)],
        url: Some(format!("javascript:{text}")),
        ..device(&place.to_string(), text)
    });
    devices.collect()
}

fn profile(name: &str, fault: Option<&str>) -> Gathered {
    Gathered { vendor: "rms".into(), profile: name.into(), fault: fault.map(str::to_owned) }
}

fn document(page: Page, devices: &[Device], profiles: &[Gathered], options: &Options) -> Document {
    let fleet = Fleet { devices, profiles, made_at: "2026-01-23T05:00:00Z".parse().unwrap() };
    render(page, &fleet, options).unwrap()
}

fn page(page: Page, devices: &[Device]) -> String {
    document(page, devices, &[profile("field", None)], &Options::default()).text
}

fn inventory(devices: &[Device]) -> Value {
    serde_json::from_str(&page(Page::Ansible, devices)).unwrap()
}

#[test]
fn an_inventory_has_the_variables_of_each_host_and_its_groups() {
    let expected = json!({
        "_meta": { "hostvars": { "Riga-depot-4": {
            "ansible_host": "10.57.0.3",
            "rmctl_vendor": "rms",
            "rmctl_profile": "field",
            "rmctl_id": "7",
            "rmctl_serial": "6003212345",
            "rmctl_name": "Riga depot 4",
            "rmctl_model": "RUTX11",
            "rmctl_kind": "router",
            "rmctl_site": "Riga",
            "rmctl_tags": ["Edge 5G"],
            "rmctl_status": "online",
            "rmctl_last_seen": "2026-01-23T04:52:25Z",
            "rmctl_firmware": "RUTX_R_00.07.06",
            "rmctl_addresses": ["10.57.0.3"],
            "rmctl_macs": ["00:1e:42:00:00:01"],
            "rmctl_url": "https://rms.example/devices/7",
        } } },
        "all": {
            "hosts": ["Riga-depot-4"],
            "children": ["model_rutx11", "site_riga", "status_online", "tag_edge_5g", "vendor_rms"],
        },
        "model_rutx11": { "hosts": ["Riga-depot-4"] },
        "site_riga": { "hosts": ["Riga-depot-4"] },
        "status_online": { "hosts": ["Riga-depot-4"] },
        "tag_edge_5g": { "hosts": ["Riga-depot-4"] },
        "vendor_rms": { "hosts": ["Riga-depot-4"] },
    });

    assert_eq!(inventory(&[gate()]), expected);
}

#[test]
fn groups_of_other_things_are_other_groups() {
    let sites = ["A/B", "a b", "A_B_", "東京", ""];
    let devices: Vec<Device> =
        sites.iter().map(|site| Device { site: Some((*site).into()), ..device(site, &format!("n{site}")) }).collect();

    let inventory = inventory(&devices);

    let groups = inventory.as_object().unwrap().iter().filter(|(name, _)| name.starts_with("site_"));
    let sizes: Vec<usize> = groups.map(|(_, group)| group["hosts"].as_array().unwrap().len()).collect();
    assert_eq!(sizes, [1; 4]);
}

#[test]
fn an_empty_inventory_is_an_inventory() {
    let expected = json!({"_meta": {"hostvars": {}}, "all": {"hosts": [], "children": []}});

    assert_eq!(inventory(&[]), expected);
}

#[test]
fn text_that_ansible_would_evaluate_is_marked_and_no_option_becomes_an_address() {
    let devices = hostile();

    let inventory = inventory(&devices);

    let hosts = inventory["_meta"]["hostvars"].as_object().unwrap();
    let template = &hosts["lookup-pipe-id"];
    assert_eq!(template["rmctl_name"], json!({ "__ansible_unsafe": HOSTILE[7] }));
    assert_eq!(template["rmctl_tags"], json!([{ "__ansible_unsafe": HOSTILE[7] }]));
    let addresses: Vec<&str> = hosts.values().map(|host| host["ansible_host"].as_str().unwrap()).collect();
    let expected: Vec<String> = (1..=8).map(|last| format!("10.0.0.{last}")).collect();
    assert_eq!(addresses, expected);
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    assert!(hosts.keys().all(|name| name.chars().all(plain)), "{hosts:?}");
}

#[test]
fn one_host_has_the_variables_that_the_list_says() {
    let options = |host: &str| Options { host: Some(host.into()), ..Options::default() };
    let fleet = Fleet { devices: &[gate()], profiles: &[], made_at: Timestamp::UNIX_EPOCH };

    let one = render(Page::Ansible, &fleet, &options("Riga-depot-4")).unwrap().text;
    let none = render(Page::Ansible, &fleet, &options("Riga-depot-5")).unwrap_err();

    let one: Value = serde_json::from_str(&one).unwrap();
    assert_eq!(one, inventory(&[gate()])["_meta"]["hostvars"]["Riga-depot-4"]);
    assert_eq!(none.message, "there is no host `Riga-depot-5` in the inventory");
    assert_eq!(none.code.exit(), 3);
    assert_eq!(none.hint.as_deref(), Some("`rmctl inventory -o ansible --host Riga-depot-4`"));
}

#[test]
fn metrics_say_what_is_up_and_when_it_was_seen() {
    let offline = Device { status: Status::Offline, ..device("8", "a \"b\" \\ c\nd") };
    let silent = Device { status: Status::Unknown, ..device("9", "x") };

    insta::assert_snapshot!(page(Page::Prometheus, &[gate(), offline, silent]), @r##"
    # HELP rmctl_profile_up Whether all devices of the profile could be listed.
    # TYPE rmctl_profile_up gauge
    rmctl_profile_up{vendor="rms",profile="field"} 1
    # HELP rmctl_last_success_timestamp_seconds When all devices of the profile could last be listed.
    # TYPE rmctl_last_success_timestamp_seconds gauge
    rmctl_last_success_timestamp_seconds{vendor="rms",profile="field"} 1769144400
    # HELP rmctl_devices Devices of the profile by status.
    # TYPE rmctl_devices gauge
    rmctl_devices{vendor="rms",profile="field",status="online"} 1
    rmctl_devices{vendor="rms",profile="field",status="offline"} 1
    rmctl_devices{vendor="rms",profile="field",status="pending"} 0
    rmctl_devices{vendor="rms",profile="field",status="unknown"} 1
    # HELP rmctl_device_up Whether the device is online; there is no sample where its vendor does not say.
    # TYPE rmctl_device_up gauge
    rmctl_device_up{vendor="rms",profile="field",id="7"} 1
    rmctl_device_up{vendor="rms",profile="field",id="8"} 0
    # HELP rmctl_device_last_seen_timestamp_seconds When the vendor last heard of the device.
    # TYPE rmctl_device_last_seen_timestamp_seconds gauge
    rmctl_device_last_seen_timestamp_seconds{vendor="rms",profile="field",id="7"} 1769143945
    # HELP rmctl_device_info What is known of the device; always 1.
    # TYPE rmctl_device_info gauge
    rmctl_device_info{vendor="rms",profile="field",id="7",name="Riga depot 4",serial="6003212345",model="RUTX11",kind="router",site="Riga",firmware="RUTX_R_00.07.06"} 1
    rmctl_device_info{vendor="rms",profile="field",id="8",name="a \"b\" \\ c\nd",serial="",model="",kind="",site="",firmware=""} 1
    rmctl_device_info{vendor="rms",profile="field",id="9",name="x",serial="",model="",kind="",site="",firmware=""} 1
    "##);
}

#[test]
fn a_profile_that_failed_is_down_and_keeps_the_time_when_it_was_not() {
    let [good, failed] = [profile("field", None), profile("south", Some("cannot connect"))];
    let options = |previous: &str| Options { previous: Some(previous.into()), ..Options::default() };
    let first = document(Page::Prometheus, &[], &[good.clone(), profile("south", None)], &options("")).text;
    let earlier = first.replace("1769144400", "1769140000");

    let text = document(Page::Prometheus, &[], &[good, failed], &options(&earlier)).text;

    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#') && !line.contains("status=")).collect();
    assert_eq!(
        lines,
        [
            r#"rmctl_profile_up{vendor="rms",profile="field"} 1"#,
            r#"rmctl_profile_up{vendor="rms",profile="south"} 0"#,
            r#"rmctl_last_success_timestamp_seconds{vendor="rms",profile="field"} 1769144400"#,
            r#"rmctl_last_success_timestamp_seconds{vendor="rms",profile="south"} 1769140000"#,
        ]
    );
    assert!(!text.contains(r#"profile="south",status"#), "half a profile is not counted");
}

#[test]
fn a_device_that_came_twice_is_one_series_and_told() {
    let found = document(Page::Prometheus, &[gate(), gate()], &[profile("field", None)], &Options::default());

    assert_eq!(found.text.matches("rmctl_device_up{").count(), 1);
    assert_eq!(found.warnings, ["1 device came twice and can be counted once"]);
}

#[test]
fn rows_for_netbox_have_its_columns_and_words() {
    insta::assert_snapshot!(page(Page::Netbox, &[gate()]), @r##"
    name,role,manufacturer,device_type,serial,site,status,platform,tenant,comments,tags
    Riga depot 4,router,,RUTX11,6003212345,Riga,active,,,rmctl: rms field 7; firmware RUTX\_R\_00.07.06; 10.57.0.3; 00:1e:42:00:00:01; https://rms.example/devices/7,edge-5g
    "##);
}

#[test]
fn rows_that_netbox_would_refuse_are_told_together() {
    let devices = [gate(), device("8", "a"), device("9", "b"), device("10", "c"), device("11", "d")];

    let found = document(Page::Netbox, &devices, &[], &Options::default());

    assert_eq!(found.text.lines().count(), 6);
    assert_eq!(
        found.warnings,
        [
            "1 row lacks `manufacturer`, and NetBox refuses a file with such rows: `Riga depot 4`; `--mapping FILE` fills them",
            "4 rows lack `role`, `manufacturer`, `device_type`, `site`, and NetBox refuses a file with such rows: `a`, `b`, `c` and 1 more; `--mapping FILE` fills them",
        ]
    );
}

#[test]
fn cells_for_netbox_are_short_enough_on_one_line_and_no_formulas() {
    let long = Device { serial: Some("s".repeat(80)), ..device("1", &format!("{}end", "n".repeat(80))) };
    let mut devices = hostile();
    devices.push(long);

    let found = document(Page::Netbox, &devices, &[], &Options::default()).text;
    let raw = document(Page::Netbox, &devices, &[], &Options { formulas: true, ..Options::default() }).text;

    let rows = |text: &str| -> Vec<Vec<String>> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    };
    let cells = rows(&found);
    assert_eq!((cells.len(), found.lines().count()), (9, 10));
    assert_eq!((cells[6][0].as_str(), rows(&raw)[6][0].as_str()), ("'=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1"));
    let longest = |column: usize| cells.iter().map(|row| row[column].chars().count()).max().unwrap();
    assert_eq!((longest(0), longest(4)), (64, 50));
    assert!(cells[8][0].ends_with("end"));
}

#[test]
fn names_for_netbox_are_there_once() {
    let devices = [device("7", "Gate"), device("8", "gate")];

    let text = page(Page::Netbox, &devices);

    let names: Vec<&str> = text.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(names, ["Gate-field-7", "gate-field-8"]);
}

#[test]
fn blocks_for_ssh_are_of_devices_that_can_be_reached() {
    let offline = Device { status: Status::Offline, ..gate() };
    let unsaid = Device { status: Status::Unknown, addresses: vec!["10.57.0.9".into()], ..device("9", "Kiosk") };
    let devices = [gate(), offline, device("8", "no address"), unsaid];

    insta::assert_snapshot!(page(Page::SshConfig, &devices), @r##"
    # Made by `rmctl inventory -o ssh-config`; `Include` it from ~/.ssh/config.
    # Left out, because away or without an address: 2 devices.

    # rms field 7 Riga depot 4
    Host rms-Riga-depot-4
        HostName 10.57.0.3

    # rms field 9 Kiosk
    Host rms-Kiosk
        HostName 10.57.0.9
    "##);
}

#[test]
fn no_device_writes_its_own_line_for_ssh() {
    let text = page(Page::SshConfig, &hostile());

    let words: Vec<&str> = text.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let hosts = words.iter().filter(|word| **word == "Host").count();
    assert_eq!(hosts, 8);
    assert!(words.iter().all(|word| ["#", "Host", "HostName"].contains(word)), "{text}");
}

#[test]
fn a_summary_counts_and_lists() {
    let devices = [gate(), Device { status: Status::Offline, ..device("8", "Kiosk #3") }];
    let profiles = [profile("field", None), profile("south", Some("cannot connect to `south.example`"))];

    insta::assert_snapshot!(document(Page::Markdown, &devices, &profiles, &Options::default()).text, @r##"
    ## Fleet

    **2 devices** in 2 profiles: 1 online, 1 offline. Made at 2026-01-23T05:00:00Z.

    > ❌ south (rms): cannot connect to \`south.example\`

    | vendor | all | online | offline | pending | unknown |
    |---|--:|--:|--:|--:|--:|
    | rms | 2 | 1 | 1 | 0 | 0 |

    | status | device | vendor | model | site | serial | last seen |
    |---|---|---|---|---|---|---|
    | 🟢 online | Riga depot 4 | rms | RUTX11 | Riga | 6003212345 | 2026-01-23T04:52:25Z |
    | 🔴 offline | Kiosk \#<!-- -->3 | rms |  |  |  |  |
    "##);
}

#[test]
fn a_summary_shows_hostile_text_and_nothing_more() {
    insta::assert_snapshot!(page(Page::Markdown, &hostile()), @r##"
    ## Fleet

    **8 devices** in 1 profile: 8 online. Made at 2026-01-23T05:00:00Z.

    | vendor | all | online | offline | pending | unknown |
    |---|--:|--:|--:|--:|--:|
    | rms | 8 | 8 | 0 | 0 | 0 |

    | status | device | vendor | model | site | serial | last seen |
    |---|---|---|---|---|---|---|
    | 🟢 online | a␊Host \*␊  ProxyCommand id | rms | a␊Host \*␊  ProxyCommand id | a␊Host \*␊  ProxyCommand id | a␊Host \*␊  ProxyCommand id |  |
    | 🟢 online | x" onload="alert(1)"' | rms | x" onload="alert(1)"' | x" onload="alert(1)"' | x" onload="alert(1)"' |  |
    | 🟢 online | \</script\>\<script\>document.title='owned'\</script\> | rms | \</script\>\<script\>document.title='owned'\</script\> | \</script\>\<script\>document.title='owned'\</script\> | \</script\>\<script\>document.title='owned'\</script\> |  |
    | 🟢 online | a\|b\|\[c\](https\://evil.example) \<img src=x onerror=alert(1)\> \@<!-- -->admins www\.evil.example | rms | a\|b\|\[c\](https\://evil.example) \<img src=x onerror=alert(1)\> \@<!-- -->admins www\.evil.example | a\|b\|\[c\](https\://evil.example) \<img src=x onerror=alert(1)\> \@<!-- -->admins www\.evil.example | a\|b\|\[c\](https\://evil.example) \<img src=x onerror=alert(1)\> \@<!-- -->admins www\.evil.example |  |
    | 🟢 online | ␛\[31mred␛\[0m | rms | ␛\[31mred␛\[0m | ␛\[31mred␛\[0m | ␛\[31mred␛\[0m |  |
    | 🟢 online | moc.elgoog\\u{202e}evil | rms | moc.elgoog\\u{202e}evil | moc.elgoog\\u{202e}evil | moc.elgoog\\u{202e}evil |  |
    | 🟢 online | =cmd\|'/c calc'!A1 | rms | =cmd\|'/c calc'!A1 | =cmd\|'/c calc'!A1 | =cmd\|'/c calc'!A1 |  |
    | 🟢 online | {{ lookup('pipe', 'id') }} | rms | {{ lookup('pipe', 'id') }} | {{ lookup('pipe', 'id') }} | {{ lookup('pipe', 'id') }} |  |
    "##);
}

#[test]
fn a_summary_fits_into_what_github_takes() {
    let devices: Vec<Device> = (0..10_000).map(|id| device(&id.to_string(), &"name ".repeat(30))).collect();

    let text = page(Page::Markdown, &devices);

    assert!(text.len() < 1 << 20);
    assert!(text.ends_with(" devices more, which a summary has no room for.\n"), "{}", &text[text.len() - 80..]);
}

#[test]
fn a_summary_of_nothing_has_no_tables() {
    assert_eq!(page(Page::Markdown, &[]), "## Fleet\n\n**0 devices** in 1 profile. Made at 2026-01-23T05:00:00Z.\n");
}

#[test]
fn a_page_runs_its_own_script_and_no_other() {
    let text = page(Page::Html, &hostile());

    assert_eq!(text.matches("<script").count(), 2);
    assert_eq!(text.matches("</script").count(), 2);
    assert!(!text.contains("<img") && !text.contains(" onload=\"") && !text.contains("javascript:"));
    assert!(!text.contains("src=") || !text.contains("http-equiv=\"refresh\""));
    assert!(text.contains("default-src 'none'; script-src 'sha256-"));
}

#[test]
fn the_data_of_a_page_is_what_the_devices_said() {
    let text = page(Page::Html, &[gate()]);

    let data = text.split(r#"id="fleet">"#).nth(1).unwrap().split("</script>").next().unwrap();
    let data: Value = serde_json::from_str(data).unwrap();
    assert_eq!(
        data,
        json!([[
            "Riga depot 4",
            "online",
            "rms",
            "field",
            "7",
            "RUTX11",
            "router",
            "Riga",
            "6003212345",
            "RUTX_R_00.07.06",
            "2026-01-23 04:52",
            ["10.57.0.3"],
            ["00:1e:42:00:00:01"],
            ["Edge 5G"],
            "https://rms.example/devices/7"
        ]])
    );
}

#[test]
fn a_page_draws_a_dozen_bars_and_puts_the_rest_into_one() {
    let sites = (0..40).map(|id| Device { site: Some(format!("site {id}")), ..device(&id.to_string(), "x") });
    let devices: Vec<Device> = sites.collect();

    let text = page(Page::Html, &devices);

    assert_eq!(text.matches("<svg").count(), 1 + 12);
    assert!(text.contains("29 others: 29 online"));
}

#[test]
fn a_page_says_which_profiles_failed() {
    let profiles = [profile("so<uth", Some("cannot connect to <b>"))];

    let text = document(Page::Html, &[], &profiles, &Options::default()).text;

    assert!(text.contains("<li><b>so&lt;uth</b> (rms): cannot connect to &lt;b&gt;</li>"));
}

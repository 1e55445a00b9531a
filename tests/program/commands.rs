//! rmctl's own commands: configuration, credentials, and the sandbox for other terminals.

use std::io::BufReader;
use std::process::Child;

use sandbox::{RMS_TOKEN, Sandbox};
use serde_json::json;

use crate::support::{Home, World, outcome, read_until, rest, words};

#[test]
fn the_path_of_the_configuration_follows_the_environment() {
    let home = Home::new();
    let moved = Home::new().with("RMCTL_CONFIG", "/elsewhere/rmctl.toml");

    let path = format!("{}\n", home.config().display());
    assert_eq!(home.run("config path").stdout, path);
    assert_eq!(moved.run("config path").stdout, "/elsewhere/rmctl.toml\n");
}

#[test]
fn a_first_configuration_is_written_once_and_has_no_mistakes() {
    let home = Home::new();
    let file = home.config().display().to_string();

    let nothing = home.run("config validate");
    let written = home.run("config init");
    let validated = home.run("config validate");
    let again = home.run("config init");

    assert_eq!(nothing.failure(), (0, &*format!("there is no `{file}`; `rmctl config init` writes it\n")));
    assert_eq!(written.failure(), (0, &*format!("wrote `{file}`\n")));
    assert_eq!(validated.failure(), (0, &*format!("`{file}` is fine\n")));
    assert_eq!(again.failure(), (2, &*format!("error: `{file}` exists\nhint: run `rmctl config edit`\n")));
}

#[cfg(unix)]
#[test]
fn the_editor_is_run_with_its_flags_and_what_it_wrote_is_checked() {
    let home = Home::new().with("EDITOR", "sed -i s/token/tokn/");
    home.write_config("[profiles.a]\nvendor = \"rms\"\ntoken = { env = \"X\" }\n");
    let home = home.with("PATH", "/usr/bin:/bin");

    let outcome = home.run("config edit");

    assert_eq!(outcome.exit, 2, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("`tokn`"), "{}", outcome.stderr);
}

#[test]
fn every_setting_is_shown_with_its_origin_and_no_secret() {
    let home = Home::new().with("RMCTL_RMS_TOKEN", RMS_TOKEN);
    home.write_config("[profiles.a]\nvendor = \"rms\"\ntoken = { env = \"X\" }\ntimeout_secs = 7\n");

    let outcome = home.run("config show --origin -o json");

    let shown = outcome.json();
    let timeout = shown.as_array().unwrap().iter().find(|setting| setting["key"] == "timeout_secs").unwrap();
    assert_eq!(timeout["value"], json!("7"));
    assert!(timeout["origin"].as_str().unwrap().contains("config.toml"), "{timeout}");
    assert!(!outcome.stdout.contains(RMS_TOKEN));
}

#[test]
fn the_status_of_a_token_from_the_environment_says_who_and_where() {
    let world = World::new();

    let outcome = world.run("auth status --vendor rms -o json");

    let mut status = outcome.json();
    let scopes = status[0]["scopes"].take();
    assert!(scopes.as_array().unwrap().contains(&json!("devices:read")), "{scopes}");
    assert_eq!(outcome.exit, 0);
    assert_eq!(
        status,
        json!([{
            "vendor": "rms", "profile": null, "url": "http://HOST/rms/api", "state": "ok",
            "account": "jane@example.com (Administrator at Example Ltd)", "scopes": null,
            "secret": "environment RMCTL_RMS_TOKEN", "expires_at": "2100-01-01T00:00:00Z", "not_before": null,
            "limit": null, "remaining": null, "error": null,
        }])
    );
}

#[test]
fn the_status_of_a_token_that_is_not_accepted_is_4_and_still_a_record() {
    let world = World::new().with("RMCTL_RMS_TOKEN", "nobody-knows-this-token");

    let outcome = world.run("auth status --vendor rms -o json");

    assert_eq!((outcome.exit, &outcome.json()[0]["state"]), (4, &json!("unauthenticated")));
}

#[test]
fn the_status_says_until_when_the_vendor_wants_no_request() {
    let world = World::of(sandbox::Options { quota: Some(0), retry_after: Some(7200), ..sandbox::Options::default() });
    world.run("rms devices list");

    let outcome = world.run("auth status --vendor rms -o json");

    assert_eq!((outcome.exit, &outcome.json()[0]["state"]), (6, &json!("rate_limited")));
    assert!(outcome.json()[0]["not_before"].is_string(), "{}", outcome.stdout);
}

#[test]
fn the_token_is_printed_on_request() {
    let world = World::new();

    let outcome = world.run("auth token --vendor rms");

    assert_eq!((outcome.exit, outcome.stdout, &*outcome.stderr), (0, format!("{RMS_TOKEN}\n"), ""));
}

#[test]
fn a_secret_without_a_keyring_is_not_stored_and_other_stores_are_named() {
    let home = Home::new().with("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");

    let outcome = home.run_with_input("auth login -p field --vendor rms --with-secret-stdin", "a-secret-for-nobody\n");

    assert_eq!(outcome.exit, 2, "{}", outcome.stderr);
    assert!(outcome.stderr.starts_with("error: "), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("hint: "), "{}", outcome.stderr);
    for store in ["env", "file", "command"] {
        assert!(outcome.stderr.contains(store), "{store}: {}", outcome.stderr);
    }
    assert!(!home.config().exists());
}

#[test]
fn a_login_without_a_secret_or_a_vendor_is_told() {
    let home = Home::new();

    let nothing = home.run_with_input("auth login -p field --vendor rms --with-secret-stdin", "");
    let nobody = home.run("auth login -p field");
    let nameless = home.run("auth login");

    assert_eq!(nothing.failure(), (2, "error: standard input holds no `token`\n"));
    assert_eq!(
        nobody.failure(),
        (2, "error: there is no profile `field`\nhint: `rmctl auth login -p field --vendor VENDOR` makes it\n")
    );
    assert_eq!(
        nameless.failure(),
        (
            2,
            "error: no profile is named\n\
             hint: `-p NAME` names it; `rmctl auth login -p NAME --vendor VENDOR` makes one\n"
        )
    );
}

#[test]
fn a_profile_with_a_secret_in_a_file_works_and_logout_needs_its_name() {
    let sandbox = Sandbox::start(sandbox::Options::default()).unwrap();
    let home = Home::new();
    let secret = home.write("secret", &format!("{RMS_TOKEN}\n"));
    home.write_config(&format!(
        "[profiles.field]\nvendor = \"rms\"\nurl = \"{}/rms/api\"\ntoken = {{ file = \"{}\" }}\n",
        sandbox.origin(),
        secret.display()
    ));

    let listed = home.run("rms devices list -o name --limit 1");
    let nameless = home.run("auth logout");

    assert_eq!((listed.exit, &*listed.stdout, &*listed.stderr), (0, "70810\n", ""));
    assert_eq!(nameless.exit, 2);
}

/// A served sandbox, and the address that it says it serves at.
fn serve(home: &Home, more: &str) -> (Child, String) {
    let mut child = home.start(&format!("sandbox serve --addr 127.0.0.1:0 {more}"));
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let told = read_until(&mut stderr, "\n");
    let address = told.split("http://").nth(1).unwrap().split(';').next().unwrap().to_owned();
    assert_eq!(
        told,
        format!("serving at http://{address}; `eval \"$(rmctl sandbox env --addr {address})\"` leads there\n")
    );
    (child, address)
}

/// What `sandbox env` exports, as a shell would take it over.
fn exports(home: &Home, address: &str) -> Vec<(String, String)> {
    let exports = home.run(&format!("sandbox env --addr {address}"));
    let lines = exports.stdout.lines().map(|line| {
        let (name, value) = line.strip_prefix("export ").unwrap().split_once('=').unwrap();
        (name.to_owned(), value.trim_matches('\'').to_owned())
    });
    lines.collect()
}

#[cfg(unix)]
#[test]
fn a_served_sandbox_answers_other_processes_until_it_is_told_to_stop() {
    let home = Home::new();
    let (child, address) = serve(&home, "--devices 3 --seed 7");
    let client = exports(&home, &address).into_iter().fold(Home::new(), |home, (name, value)| home.with(&name, value));

    let listed = client.run("rms devices list -o name");
    let killed = std::process::Command::new("kill").arg(child.id().to_string()).status().unwrap();
    let ended = child.wait_with_output().unwrap();

    assert_eq!((listed.exit, &*listed.stdout), (0, "70810\n70811\n70812\n"));
    assert!(killed.success());
    assert!(!ended.status.success());
}

#[test]
fn a_session_that_was_opened_in_one_run_is_found_by_the_next() {
    let world = World::new();
    let line = format!("rms connect-link --serial {} -o json", sandbox::FIRST_SERIAL);

    let first = world.run(&line).json();
    let requests = world.asked().len();
    let second = world.run(&line).json();
    let more = world.asked().len() - requests;

    assert_eq!((&first["reused"], &second["reused"]), (&json!(false), &json!(true)));
    assert_eq!((&first["url"], &first["session_id"]), (&second["url"], &second["session_id"]));
    assert_eq!(more, 1);
}

#[test]
fn an_address_that_is_taken_is_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let home = Home::new();

    let outcome = outcome(home.command(&words(&format!("sandbox serve --addr {address}"))).spawn().unwrap());

    assert_eq!(outcome.exit, 2);
    assert!(outcome.stderr.starts_with(&format!("error: cannot serve at `{address}`: ")), "{}", outcome.stderr);
}

#[test]
fn help_as_a_word_is_help_as_a_flag() {
    let home = Home::new();

    let word = home.run("help rms devices");
    let flag = home.run("rms devices --help");

    assert_eq!(word, flag);
    assert_eq!(word.exit, 0);
}

#[test]
fn a_group_without_a_command_shows_its_help_on_standard_error() {
    let home = Home::new();

    let mut child = home.start("rms");
    let stdout = rest(&mut child.stdout.take().unwrap());
    let outcome = outcome(child);

    assert_eq!((outcome.exit, &*stdout), (2, ""));
    assert!(outcome.stderr.contains("Commands:"), "{}", outcome.stderr);
}

#[test]
fn a_selector_stands_for_its_word_also_in_the_middle_of_others() {
    let world = World::new();
    let line = "rms devices information list dynamic --serial 6003212345 --start-date 2026-01-01 --end-date 2026-01-02";

    let outcome = world.run(&format!("{line} -o json"));

    assert_eq!(outcome.exit, 0, "{}", outcome.stderr);
    assert_eq!(world.asked(), ["GET /rms/api/devices", "GET /rms/api/devices/70810/information/dynamic"]);
}

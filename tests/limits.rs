//! What only some vendors have, on a vendor of the tests' own: counted limits, answers that are kept, signed requests.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod inside;

use std::process::Command;
use std::rc::Rc;
use std::time::Duration;

use inside::{Ran, folders, run_of, sandbox, variables};
use reqwest::Method;
use rmctl::auth::Hmac;
use rmctl::catalog::{Field, Settings, Traffic, Vendor};
use rmctl::http::{Kept, Quota, Request};
use rmctl::vendor::rms::RMS;
use serde_json::json;

fn is_list(request: &Request, path: &str) -> bool {
    request.method == Method::GET && request.url.path().ends_with(path)
}

/// RMS, as if it counted.
static METERED: Vendor = Vendor {
    settings: RMS.settings,
    traffic: Traffic {
        quotas: &[Quota {
            name: "lists",
            count: 2,
            window: Duration::from_secs(599),
            counts: |request| is_list(request, "/tags") || is_list(request, "/companies"),
        }],
        kept: &[Kept {
            name: "tags",
            life: Duration::from_secs(600),
            holds: |request| is_list(request, "/tags"),
            ends_with: |request| request.method != Method::GET && request.url.path().contains("/tags"),
        }],
        ..Traffic::UNLIMITED
    },
    ..like_rms()
};

/// RMS, as if its requests were signed.
static SIGNED: Vendor = Vendor {
    settings: Settings {
        env: "SIGNED",
        key: "signed",
        url: Some("https://vendor.example"),
        fields: &[
            Field::plain("access_key_id", "id"),
            Field::secret("secret_access_key", "secret"),
            Field::plain("status_url", "unused"),
        ],
        credentials: &[&["access_key_id", "secret_access_key"]],
        ..RMS.settings
    },
    authenticator: |account| Ok(Rc::new(Hmac::new(account)?)),
    ..like_rms()
};

const ONLY_METERED: &[&Vendor] = &[&METERED];
const ONLY_SIGNED: &[&Vendor] = &[&SIGNED];

const fn like_rms() -> Vendor {
    Vendor {
        operations: RMS.operations,
        groups: RMS.groups,
        secret_members: RMS.secret_members,
        origins: RMS.origins,
        ..Vendor::plain(RMS.settings, RMS.dialect, RMS.authenticator, RMS.identity)
    }
}

/// One user's computer.
struct Desk {
    folder: tempfile::TempDir,
    sandbox: sandbox::Sandbox,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), sandbox: sandbox() }
    }

    fn run(&self, line: &str) -> Ran {
        self.run_words(&format!("rms {line}"))
    }

    fn run_words(&self, line: &str) -> Ran {
        let variables = variables(&self.sandbox).into_iter().chain(folders(self.folder.path()));
        run_of(ONLY_METERED, variables.collect(), &format!("rmctl {line}"))
    }
}

#[test]
fn a_list_that_is_kept_costs_one_request_and_says_how_old_it_is() {
    let desk = Desk::new();

    let runs = [1, 2, 3, 4].map(|_| desk.run("tags list -o name"));

    assert_eq!((runs[0].exit, runs[0].stderr.as_str()), (0, ""));
    let told = "the list `/rms/api/tags` of Teltonika RMS is 0 s old; `--no-cache` asks the vendor\n";
    assert_eq!(runs[3].stderr, told);
    assert_eq!(runs[3].stdout, runs[0].stdout);
    assert_eq!(desk.run("tags list -o name -q").stderr, "");
}

#[test]
#[cfg(unix)]
fn what_is_kept_is_for_the_user_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();

    desk.run("tags list");

    let cache = std::fs::read_dir(desk.folder.path().join("cache")).unwrap().map(Result::unwrap);
    let modes: Vec<u32> = cache.map(|file| file.metadata().unwrap().permissions().mode() & 0o777).collect();
    assert!(!modes.is_empty() && modes.iter().all(|mode| *mode == 0o600), "{modes:?}");
}

#[test]
fn a_limit_that_is_used_up_ends_the_next_run_with_the_seconds_to_wait() {
    let desk = Desk::new();
    let used = ["tags list --no-cache", "companies list"].map(|line| desk.run(line).exit);

    let refused = desk.run("companies list -o json");

    assert_eq!((used, refused.exit), ([0, 0], 6));
    let error = refused.error();
    assert_eq!(error["retry_after"], json!(600));
    assert_eq!(error["hint"], json!("`--wait=601` waits for it"));
    assert_eq!(desk.run("tags list").exit, 0, "what is kept needs no turn");
    assert_eq!(desk.run("tags list --no-cache").exit, 6);
    assert_eq!(desk.run("tags list --max-age 0").exit, 6);
}

#[test]
fn whoever_has_the_time_waits_for_a_turn() {
    let desk = Desk::new();
    for _ in 0..3 {
        desk.run("companies list --wait=601");
    }

    let waited = desk.run("companies list -o name --wait=601");

    assert_eq!(waited.exit, 0, "{waited:?}");
    assert_eq!(waited.stderr, "the vendor's limit is used up; waiting 10 min for a turn\n");
    assert_eq!(desk.run("companies list --wait=601").exit, 6, "that turn is taken, and the next one comes later");
}

#[test]
fn a_change_ends_what_it_makes_untrue() {
    let desk = Desk::new();
    let before = desk.run("tags list -o name");

    let made = desk.run("tags create --name lab --company-id 7034 --description bench --server-color=#112233 -o name");

    let after = desk.run("tags list -o name");
    assert_eq!((made.exit, after.exit, after.stderr.as_str()), (0, 0, ""), "{made:?}");
    assert_eq!(after.stdout.lines().count(), before.stdout.lines().count() + 1);
}

#[test]
fn the_status_of_an_account_says_when_the_next_list_may_go() {
    let desk = Desk::new();
    let status = || desk.run_words("auth status -o json").json()[0]["not_before"].clone();
    let before = status();
    for _ in 0..2 {
        desk.run("companies list");
    }

    assert_eq!((before, status()), (json!(null), json!("2027-01-15T08:10:00Z")));
}

fn signed(line: &str) -> Ran {
    let variables = [
        ("RMCTL_SIGNED_ACCESS_KEY_ID", "TF4STGMDR4H7AEXAMPLE"),
        ("RMCTL_SIGNED_SECRET_ACCESS_KEY", "eh14c4ngchhu6283he03j6o7ar2fcuca0example"),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    run_of(ONLY_SIGNED, variables.into(), line)
}

/// What curl is given when a shell runs the line, at the time of the tests.
fn words_of_curl(line: &str) -> Vec<String> {
    let script = format!(
        "date() {{ echo 'Fri, 15 Jan 2027 08:00:00 GMT'; }}; curl() {{ for word; do printf '%s\\n' \"$word\"; done; }}; {line}"
    );
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]);
    shell.env("RMCTL_SIGNED_ACCESS_KEY_ID", "TF4STGMDR4H7AEXAMPLE");
    shell.env("RMCTL_SIGNED_SECRET_ACCESS_KEY", "eh14c4ngchhu6283he03j6o7ar2fcuca0example");
    String::from_utf8(shell.output().unwrap().stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
#[cfg(unix)]
fn the_curl_line_of_a_signed_request_runs_as_it_stands() {
    let read = signed("rmctl signed tags get 5 --print-curl");
    let change = signed("rmctl signed tags update 5 --name it's --print-curl");

    let (read, change) = (words_of_curl(&read.stdout), words_of_curl(&change.stdout));

    let head = ["-H", "accept: application/json", "-H", "date: Fri, 15 Jan 2027 08:00:00 GMT", "-H"];
    // The signatures were computed by another program.
    let for_read = "authorization: NJ TF4STGMDR4H7AEXAMPLE:nQhCVR8Mpl7ZHHJuVvxM/190IE8=";
    let for_change = "authorization: NJ TF4STGMDR4H7AEXAMPLE:cPZqntaYbjqLCsbGo1FlQ3KjoDU=";
    let sum = "content-md5: 58477fbad739cc3e647c944a0ae3d409";
    let body = ["-H", sum, "-H", "content-type: application/json", "--data-raw", r#"{"name":"it's"}"#];
    let url = "https://vendor.example/tags/5";
    assert_eq!(read, [&["-sS"], &head[..], &[for_read, url]].concat());
    assert_eq!(change, [&["-sS", "-X", "PUT"], &head[..], &[for_change], &body[..], &[url]].concat());
}

#[test]
fn a_dry_run_of_a_signed_request_shows_no_signature() {
    let ran = signed("rmctl signed tags update 5 --name lab --dry-run -o json");

    assert_eq!(
        ran.json()["headers"],
        json!({
            "accept": "application/json",
            "authorization": "NJ TF4STGMDR4H7AEXAMPLE:<hidden>",
            "content-md5": "07e5893c4069ae4dc7264fba88209b51",
            "content-type": "application/json",
            "date": "Fri, 15 Jan 2027 08:00:00 GMT",
        })
    );
}
